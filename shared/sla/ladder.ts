import type { CompiledCalendar } from './calendar.ts';
import { evaluate, type TargetStatus } from './evaluate.ts';
import type { Recipient } from './pack.ts';
import { type Phases, phasesOf, startOf } from './phases.ts';
import { type CompiledPolicy, type CompiledTarget, clock } from './policy.ts';
import { inOrder, type SlaInput } from './timeline.ts';

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
 *
 * A share is reached at the first instant at which the clock has counted that much of the duration, be the comparison
 * `lt` or `lte`: share 1 is `dueAt`. Steps come in the order of the pack's targets, lowest share first.
 */
export function ladderOf(policy: CompiledPolicy, input: SlaInput, now: number): readonly LadderStep[] {
  const steps: LadderStep[] = [];
  for (const status of evaluate(policy, input, now).metrics) {
    if (status.stoppedAt !== null || status.state === 'void') continue;
    const target = policy.targets.find(({ metric }) => metric === status.metric);
    if (target && target.ladder.length > 0) climb(policy, target, status, input, now, steps);
  }
  return steps;
}

function climb(
  policy: CompiledPolicy,
  target: CompiledTarget,
  { metric, durationMs, dueAt, calendar }: TargetStatus,
  input: SlaInput,
  now: number,
  steps: LadderStep[],
): void {
  const timeline = inOrder(input.timeline);
  const start = startOf(target, input, timeline, now);
  const open = policy.calendars.get(calendar)?.open;
  if (start === null || !open) return;
  const runs = phasesOf(target, timeline, start, now);
  const hours = policy.pack.notifications.workingHours;
  const telling = hours === undefined ? undefined : policy.calendars.get(hours)?.open;
  for (const { at, tell } of target.ladder) {
    const reachedAt = reachedAfter(open, runs, Math.max(start, now), Math.round(at * durationMs));
    if (reachedAt === null) continue;
    const tellAt = telling ? toldAt(telling, reachedAt) : reachedAt;
    steps.push({ metric, at, reachedAt, tellAt, tell, durationMs, dueAt });
  }
}

/** First instant at which the clock has counted `needed` ms; null when it never will, or waits before it has. */
function reachedAfter(
  calendar: CompiledCalendar,
  { phases, end }: Phases,
  now: number,
  needed: number,
): number | null {
  let counted = 0;
  for (const { from, to, mode } of phases) {
    if (mode !== clock.run) continue;
    const span = calendar.elapsed(from, to);
    if (counted + span >= needed) return calendar.add(from, needed - counted);
    counted += span;
  }
  if (end !== clock.run) return null;
  const at = calendar.add(now, needed - counted);
  return Number.isFinite(at) ? at : null;
}

/**
 * When people are told of what is reached at an instant: at once in open hours and at the very instant they end, since
 * what is due at closing time is news of that day; else at the next opening, or at once where there is none any more.
 */
function toldAt(calendar: CompiledCalendar, reachedAt: number): number {
  if (calendar.isOpen(reachedAt - 1)) return reachedAt;
  const opening = calendar.nextOpen(reachedAt);
  return Number.isFinite(opening) ? opening : reachedAt;
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
