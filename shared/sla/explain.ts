import type { CalendarPiece } from './calendar.ts';
import { evaluate, type TargetStatus } from './evaluate.ts';
import { judgementOf } from './judgement.ts';
import { phasesOf, startOf } from './phases.ts';
import { type CompiledPolicy, clock, priorityOf } from './policy.ts';
import { inOrder, type SlaInput } from './timeline.ts';

/** A stretch of time and whether the clock counted it. `ms` is what it added: its length, or 0. */
export type ExplanationPiece = {
  readonly from: number;
  readonly to: number;
  readonly counted: boolean;
  readonly ms: number;
  readonly reason: CalendarPiece['reason'] | 'waiting' | 'resolved';
  /** Name of the holiday or half day. */
  readonly label?: string;
  /** Sum of everything counted up to the end of this piece. */
  readonly runningTotalMs: number;
  /** Lies after `now`: what will count on the way to the due instant if nothing happens. */
  readonly projected: boolean;
};

/** Why a target is due when it is due: the rule as data and the sum as pieces. Instants are UTC ms. */
export type Explanation = {
  readonly metric: string;
  readonly title: string;
  readonly priority: number | null;
  readonly startAt: number;
  readonly startedBy: 'reported' | { readonly step: string };
  readonly now: number;
  readonly dueAt: number | null;
  readonly elapsedMs: number;
  readonly durationMs: number;
  readonly comparison: 'lt' | 'lte';
  readonly calendar: { readonly name: string; readonly title: string; readonly always: boolean };
  readonly timeZone: string;
  readonly pausedByWaiting: boolean;
  readonly status: TargetStatus;
  /** In order and without gaps from the start; counted pieces that are not projected add up to `elapsedMs`. */
  readonly pieces: readonly ExplanationPiece[];
};

/** Explains one target of a ticket at `now`; null when the ticket has no such target (yet). */
export function explain(
  policy: CompiledPolicy,
  input: SlaInput,
  metric: string,
  now: number,
): Explanation | null {
  const status = evaluate(policy, input, now).metrics.find((entry) => entry.metric === metric);
  const index = policy.targets.findIndex((entry) => entry.metric === metric);
  const present = policy.targets[index];
  if (!status || !present) return null;
  const timeline = inOrder(input.timeline);
  const startAt = startOf(present, input, timeline, now) as number;
  const { target, facts, priority } = judgementOf(policy, index, input, timeline, startAt, now) ?? {
    target: present,
    facts: input,
    priority: priorityOf(policy, input),
  };
  const calendar = target.calendarOf(facts, priority);

  const { phases, end } = phasesOf(target, timeline, startAt, now);

  const pieces: ExplanationPiece[] = [];
  let total = 0;
  const list = (parts: readonly CalendarPiece[], projected: boolean): void => {
    for (const { from, to, open: counted, reason, label } of parts) {
      const ms = counted ? to - from : 0;
      total += ms;
      const piece = { from, to, counted, ms, reason, runningTotalMs: total, projected };
      pieces.push(label === undefined ? piece : { ...piece, label });
    }
  };
  for (const { from, to, mode: kind } of phases) {
    if (kind === clock.run) {
      list(calendar.open.pieces(from, to), false);
    } else {
      const reason = kind === clock.pause ? 'waiting' : 'resolved';
      pieces.push({ from, to, counted: false, ms: 0, reason, runningTotalMs: total, projected: false });
    }
  }
  if (end === clock.run && status.dueAt !== null) {
    list(calendar.open.pieces(Math.max(now, startAt), status.dueAt), true);
  }

  return {
    metric,
    title: target.title,
    priority,
    startAt,
    startedBy: target.definition.start,
    now,
    dueAt: status.dueAt,
    elapsedMs: status.elapsedMs,
    durationMs: status.durationMs,
    comparison: status.comparison,
    calendar: { name: calendar.name, title: calendar.title, always: calendar.open.always },
    timeZone: policy.pack.timeZone,
    pausedByWaiting: target.definition.pausedByWaiting,
    status,
    pieces,
  };
}
