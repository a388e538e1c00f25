import fc from 'fast-check';
import type { TallyWords } from '../support/tally.ts';

/** What a part of the test is asked to do. */
export interface KillPlan {
  readonly kills: number;
  readonly seed: number;
  /** Plants a mistake the part must find: something is acknowledged before it is kept. */
  readonly isPlanted: boolean;
  readonly say: (line: string) => void;
}

/** Whatever is waited for may take so long, ms: this test runs beside others and measures nothing. */
export const patienceMs = 240_000;

export const killWords: TallyWords = { event: 'kill', place: 'round' };

/** A kill of the server: after how many more acknowledgements, and how many ms after the last of them. */
export interface ServerKill {
  /** `start`: while it starts again after the kill before; `database`: PostgreSQL with it, where it has one. */
  readonly kind: 'work' | 'start' | 'database';
  readonly after: number;
  readonly ms: number;
}

const serverKill: fc.Arbitrary<ServerKill> = fc.record({
  kind: fc.oneof(
    { weight: 8, arbitrary: fc.constant('work' as const) },
    { weight: 2, arbitrary: fc.constant('start' as const) },
    { weight: 1, arbitrary: fc.constant('database' as const) },
  ),
  after: fc.integer({ min: 1, max: 25 }),
  ms: fc.integer({ min: 0, max: 60 }),
});

/** A kill of the browser: in the middle of what, and how many ms after that has come so far. */
export interface ClientKill {
  readonly kind: 'first pull' | 'work' | 'offline' | 'push received' | 'push answered' | 'attachment';
  /** After how many notes, or KiB of the first pull; a file is being kept where it is odd, on its way where even. */
  readonly after: number;
  readonly ms: number;
}

const clientKill: fc.Arbitrary<ClientKill> = fc.record({
  kind: fc.constantFrom('work', 'offline', 'push received', 'push answered', 'attachment'),
  after: fc.integer({ min: 1, max: 12 }),
  ms: fc.integer({ min: 0, max: 150 }),
});

/** Every round begins on a new device, which is killed so often before it has its data. */
const firstPulls = 2;
const firstPullKill: fc.Arbitrary<ClientKill> = fc.record({
  kind: fc.constant('first pull' as const),
  after: fc.integer({ min: 1, max: 400 }),
  ms: fc.integer({ min: 0, max: 1000 }),
});

const rounded = <T>(kills: readonly T[], perRound: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(kills.length / perRound) }, (_, at) =>
    kills.slice(at * perRound, (at + 1) * perRound),
  );

export function serverRounds({ kills, seed }: KillPlan): readonly (readonly ServerKill[])[] {
  return rounded(fc.sample(serverKill, { seed, numRuns: kills }), 25);
}

export function clientRounds({ kills, seed }: KillPlan): readonly (readonly ClientKill[])[] {
  const pulls = fc.sample(firstPullKill, { seed: seed + 1, numRuns: kills });
  return rounded(fc.sample(clientKill, { seed, numRuns: kills }), 10).map((round, at) =>
    round.map((kill, turn) => (turn < firstPulls ? (pulls[at * 10 + turn] ?? kill) : kill)),
  );
}
