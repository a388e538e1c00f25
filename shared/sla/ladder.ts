import type { Recipient } from './pack.ts';
import type { CompiledPolicy } from './policy.ts';
import type { SlaInput } from './timeline.ts';

/** One step of the escalation ladder of an open target. Instants are UTC ms. */
export type LadderStep = {
  readonly metric: string;
  /** Share of the duration: 0.5, 0.75, 0.9, 1 and beyond. */
  readonly at: number;
  /** When the share was reached, or will be if the clock runs on. */
  readonly reachedAt: number;
  /** When people are told: `reachedAt`, or the next opening where the pack tells in working hours only. */
  readonly tellAt: number;
  readonly tell: readonly Recipient[];
  /** Open time the target allows, ms. */
  readonly durationMs: number;
  /** Instant at which the target is due, as on every screen; null where none. */
  readonly dueAt: number | null;
};

/**
 * The steps of a ticket's open targets at `now`: all those reached, and those to come while the clock runs. None of a
 * stopped, void or paused target but those already reached while it waits; none of a metric the pack does not tell of.
 */
export function ladderOf(_policy: CompiledPolicy, _input: SlaInput, _now: number): readonly LadderStep[] {
  return [];
}

/**
 * Names a step once for all: told again only where the duration has changed since (another priority), never because of
 * a pause or a second device.
 */
export function stepKey({
  metric,
  at,
  durationMs,
}: Pick<LadderStep, 'metric' | 'at' | 'durationMs'>): string {
  return `${metric}.${Math.round(at * 100)}.${durationMs}`;
}
