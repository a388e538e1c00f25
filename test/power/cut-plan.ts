import fc from 'fast-check';
import type { TallyWords } from '../support/tally.ts';

/** What a part of the test is asked to do. */
export interface CutPlan {
  readonly cuts: number;
  /** Plants a mistake: nothing is synced, as a product would behave that trusts the defaults. */
  readonly isRelaxed: boolean;
  readonly seed: number;
  readonly say: (line: string) => void;
}

/** A power cut: after how many more acknowledgements, and how many ms after the last of them. */
export interface CutMoment {
  readonly after: number;
  readonly ms: number;
  /** What happens before it: the system writes some files onto the disk, the database writes a checkpoint. */
  readonly kind: 'nothing' | 'write-back' | 'checkpoint' | 'both';
}

export const cutWords: TallyWords = { event: 'cut', place: 'disk' };

const cutsPerRun = 10;
const moment: fc.Arbitrary<CutMoment> = fc.record({
  after: fc.integer({ min: 1, max: 30 }),
  ms: fc.integer({ min: 0, max: 120 }),
  kind: fc.constantFrom('nothing', 'write-back', 'checkpoint', 'both'),
});

/** The moments of each run; every run begins on a new disk. */
export function runsOf({ cuts, seed }: CutPlan): readonly (readonly CutMoment[])[] {
  const moments = fc.sample(moment, { seed, numRuns: cuts });
  return Array.from({ length: Math.ceil(cuts / cutsPerRun) }, (_, at) =>
    moments.slice(at * cutsPerRun, (at + 1) * cutsPerRun),
  );
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
