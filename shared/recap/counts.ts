import type { Excuse } from '../domain/ticket.ts';
import type { TargetStatus } from '../sla/evaluate.ts';

/** What became of targets. Every target is met, breached, running or void; excused and proposed are part of breached. */
export interface AttainmentCounts {
  readonly met: number;
  /** Late, whether excused or not. */
  readonly breached: number;
  /** Of the breached: excused with a supervisor's approval, hence left out of the adjusted rate. */
  readonly excused: number;
  /** Of the breached: an excuse was proposed and is not decided; counts as late in both rates. */
  readonly proposed: number;
  /** Neither met nor late yet (running, or paused while waiting). */
  readonly running: number;
  /** The ticket was cancelled before the target stopped; excluded from both rates. */
  readonly void: number;
  /** Raw: met ÷ (met + breached), from 0 to 1; null while nothing is decided. */
  readonly rate: number | null;
  /** met ÷ (met + breached − excused); null where nothing is left to count. Never below `rate`. */
  readonly adjustedRate: number | null;
}

/** The counts without their rates, to be added to. */
export type Tally = { -readonly [K in Exclude<keyof AttainmentCounts, 'rate' | 'adjustedRate'>]: number };

const tallied = ['met', 'breached', 'excused', 'proposed', 'running', 'void'] as const;

export function noTally(): Tally {
  return { met: 0, breached: 0, excused: 0, proposed: 0, running: 0, void: 0 };
}

/** Counts one more target in. An excuse means nothing while its target is not late. */
export function countTarget(tally: Tally, { state }: TargetStatus, excuse: Excuse | undefined): void {
  tally[state === 'paused' ? 'running' : state] += 1;
  if (state !== 'breached' || excuse === undefined) return;
  if (excuse.decision === 'approved') tally.excused += 1;
  if (excuse.decision === 'pending') tally.proposed += 1;
}

/** Adds another tally's counts. */
export function addTally(tally: Tally, other: Tally): void {
  for (const count of tallied) tally[count] += other[count];
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** The counts with their rates. */
export function countsOf(tally: Tally): AttainmentCounts {
  const { met, breached, excused } = tally;
  return { ...tally, rate: share(met, met + breached), adjustedRate: share(met, met + breached - excused) };
}
