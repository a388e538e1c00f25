import { hasPast, judgementOf } from './judgement.ts';
import { effectOf, startOf } from './phases.ts';
import { type ClockMode, type CompiledPolicy, type CompiledTarget, clock, priorityOf } from './policy.ts';
import { inOrder, type SlaInput, type TimelineEvent } from './timeline.ts';

/**
 * The one SLA function of window, main process and server.
 *
 * Invariants: the answer depends on policy, input and `now` alone; events after `now` are not looked at (but for
 * `nextChangeAt`); events before the report count as at the report; elapsed = open time while the clock ran.
 */

export type { SlaInput };

export type TargetState = 'running' | 'paused' | 'met' | 'breached' | 'void';

/** A target at an instant. Instants are UTC ms, durations open time of the target's calendar in ms. */
export type TargetStatus = {
  readonly metric: string;
  /** `breached` is late, whether still open or stopped; `void` was cancelled before it stopped. */
  readonly state: TargetState;
  readonly elapsedMs: number;
  readonly durationMs: number;
  /** Negative: overdue by so much open time. */
  readonly remainingMs: number;
  /** When elapsed reaches the duration if the clock runs on; null while paused (unless breached), void, or never. */
  readonly dueAt: number | null;
  readonly stoppedAt: number | null;
  /** Highest warning threshold reached (0.5, 0.75 …), null below the first and when void. */
  readonly warning: number | null;
  /** First instant after `now` at which state or warning differ if nothing happens; null when never. */
  readonly nextChangeAt: number | null;
  readonly comparison: 'lt' | 'lte';
  /** Name of the calendar in the pack. */
  readonly calendar: string;
};

export type Evaluation = { readonly priority: number | null; readonly metrics: readonly TargetStatus[] };

/** Stands for "no instant" where a null would make the hot path slower. */
const none = Number.NEGATIVE_INFINITY;

/** State of every target of a ticket at `now`. Without a priority there are only targets that need none. */
export function evaluate(policy: CompiledPolicy, input: SlaInput, now: number): Evaluation {
  const priority = priorityOf(policy, input);
  const timeline = inOrder(input.timeline);
  const future = timeline.length > 0 && (timeline[timeline.length - 1] as TimelineEvent).at > now;
  const metrics: TargetStatus[] = [];
  for (let i = 0; i < policy.targets.length; i += 1) {
    const target = policy.targets[i] as CompiledTarget;
    if (priority === null && target.definition.needsPriority && !hasPast(policy, input)) continue;
    const status = statusOf(policy, i, input, priority, timeline, now);
    if (!status) continue;
    metrics.push(
      future
        ? {
            ...status,
            nextChangeAt: changeAmongEvents(policy, i, input, priority, timeline, now, status),
          }
        : status,
    );
  }
  return { priority, metrics };
}

function statusOf(
  policy: CompiledPolicy,
  index: number,
  input: SlaInput,
  presentPriority: number | null,
  timeline: readonly TimelineEvent[],
  now: number,
): TargetStatus | null {
  const present = policy.targets[index] as CompiledTarget;
  const start = startOf(present, input, timeline, now);
  if (start === null) return null;
  const past = hasPast(policy, input) ? judgementOf(policy, index, input, timeline, start, now) : null;
  const target = past === null ? present : past.target;
  const facts = past === null ? input : past.facts;
  const priority = past === null ? presentPriority : past.priority;
  if (priority === null && target.definition.needsPriority) return null;
  if (!target.applies(facts, priority)) return null;
  const named = target.calendarOf(facts, priority);
  const calendar = named.open;
  const duration = target.durationOf(facts, priority, start, calendar);
  if (duration === null) return null;

  let mode: ClockMode = clock.run;
  let since = start;
  let openSince = calendar.openAt(start);
  let elapsed = 0;
  // A month without any open time is no duration at all: due at once, not at the closing time before.
  let dueAt = duration === 0 ? start : none;
  let isVoid = false;
  for (let i = 0; i < timeline.length; i += 1) {
    const event = timeline[i] as TimelineEvent;
    if (event.at > now) break;
    const effect = effectOf(target, mode, event);
    if (effect === null || effect === mode) continue;
    const at = Math.max(event.at, start);
    const openHere = calendar.openAt(at);
    if (mode === clock.run) {
      const span = openHere - openSince;
      if (dueAt === none && elapsed + span >= duration)
        dueAt = calendar.instantAt(openSince + duration - elapsed);
      elapsed += span;
    }
    since = at;
    openSince = openHere;
    if (effect === 'void') {
      isVoid = true;
      break;
    }
    mode = effect;
    if (mode === clock.stop && target.final) break;
  }
  const running = mode === clock.run && !isVoid;
  if (running && now > since) {
    const openNow = calendar.openAt(now);
    const span = openNow - openSince;
    if (dueAt === none && elapsed + span >= duration)
      dueAt = calendar.instantAt(openSince + duration - elapsed);
    elapsed += span;
    openSince = openNow;
  }
  const late = target.strict ? elapsed >= duration : elapsed > duration;
  if (isVoid || (mode === clock.pause && !late)) dueAt = none;
  else if (dueAt === none) dueAt = calendar.instantAt(openSince + duration - elapsed);

  let warning: number | null = null;
  // Open time at which the next change comes: breach or the next threshold, whichever is first.
  let nextAt = late ? Number.POSITIVE_INFINITY : target.strict ? duration : duration + 1;
  for (const threshold of target.warnings) {
    const reachedAt = Math.round(threshold * duration);
    if (elapsed >= reachedAt) {
      warning = threshold;
    } else {
      if (reachedAt < nextAt) nextAt = reachedAt;
      break;
    }
  }
  const next =
    running && nextAt < Number.POSITIVE_INFINITY ? calendar.instantAt(openSince + nextAt - elapsed) : none;
  const state: TargetState = isVoid
    ? 'void'
    : late
      ? 'breached'
      : mode === clock.stop
        ? 'met'
        : mode === clock.pause
          ? 'paused'
          : 'running';
  return {
    metric: target.metric,
    state,
    elapsedMs: elapsed,
    durationMs: duration,
    remainingMs: duration - elapsed,
    dueAt: Number.isFinite(dueAt) ? dueAt : null,
    stoppedAt: mode === clock.stop ? since : null,
    warning: isVoid ? null : warning,
    nextChangeAt: Number.isFinite(next) ? next : null,
    comparison: target.strict ? 'lt' : 'lte',
    calendar: named.name,
  };
}

/** `nextChangeAt` when the timeline holds events that have not happened yet by `now` (a device clock ran ahead). */
function changeAmongEvents(
  policy: CompiledPolicy,
  index: number,
  input: SlaInput,
  priority: number | null,
  timeline: readonly TimelineEvent[],
  now: number,
  status: TargetStatus,
): number | null {
  let next = status.nextChangeAt;
  for (const event of timeline) {
    if (event.at <= now) continue;
    if (next !== null && next < event.at) return next;
    const there = statusOf(policy, index, input, priority, timeline, event.at);
    if (!there || there.state !== status.state || there.warning !== status.warning) return event.at;
    next = there.nextChangeAt;
  }
  return next;
}
