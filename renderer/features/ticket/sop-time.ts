import { type SopProgress, sopSteps } from '#shared/domain/sop.ts';

export interface StepTime {
  readonly step: number;
  readonly state: SopProgress['state'];
  /** Standard time, minutes; null where the source gives none. */
  readonly standard: number | null;
  /** Real time, ms: since the step before was done; null where nothing tells. */
  readonly real: number | null;
  /** The real time is beyond the standard. */
  readonly isOver: boolean;
}

/** Standard and real time of the steps. The real time of the next step runs until `now` (UTC ms). */
export function stepTimes(progress: readonly SopProgress[], now: number): readonly StepTime[] {
  let before: number | null = null;
  return progress.map(({ step, state, doneAt }) => {
    const standard = sopSteps.find((entry) => entry.step === step)?.minutes ?? null;
    let real: number | null = null;
    if (state === 'done' && doneAt !== null) {
      real = before === null ? null : Math.max(0, doneAt - before);
      before = before === null ? doneAt : Math.max(before, doneAt);
    } else if (state === 'next' && before !== null) {
      real = Math.max(0, now - before);
    }
    const isOver = real !== null && standard !== null && real > standard * 60_000;
    return { step, state, standard, real, isOver };
  });
}

const byHand = [4, 6, 8, 9, 11, 13, 15, 16] as const;
export type HandStep = `${(typeof byHand)[number]}`;

/** The step as `sop.mark` takes it, where it is ticked off by hand. */
export function handStep(step: number): HandStep | null {
  const found = byHand.find((entry) => entry === step);
  return found === undefined ? null : `${found}`;
}
