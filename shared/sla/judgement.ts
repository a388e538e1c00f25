import { effectOf } from './phases.ts';
import { type ClockMode, type CompiledPolicy, type CompiledTarget, clock, priorityOf } from './policy.ts';
import type { SlaFacts, SlaInput, TimelineEvent } from './timeline.ts';

/** What a target is judged by where that is not the present: the facts, and the target with the calendars of then. */
export type Judgement = {
  readonly target: CompiledTarget;
  readonly facts: SlaFacts;
  readonly priority: number | null;
};

/**
 * What a target that is over by `now` is judged by: the facts known when it stopped (`SlaInput.earlier`) and the calendars
 * that held then (`CompiledPolicy.superseded`), so that neither a later priority nor a later calendar changes what is
 * over. A cancelled ticket's target keeps the present facts. Null: by the present of both, as everything that is open.
 */
export function judgementOf(
  policy: CompiledPolicy,
  index: number,
  input: SlaInput,
  timeline: readonly TimelineEvent[],
  start: number,
  now: number,
): Judgement | null {
  const present = policy.targets[index] as CompiledTarget;
  let mode: ClockMode = clock.run;
  let overAt = start;
  let isVoid = false;
  for (const event of timeline) {
    if (event.at > now || isVoid) break;
    const effect = effectOf(present, mode, event);
    if (effect === null || effect === mode) continue;
    overAt = Math.max(event.at, start);
    if (effect === 'void') isVoid = true;
    else mode = effect;
  }
  if (mode !== clock.stop && !isVoid) return null;
  const earlier = isVoid
    ? undefined
    : input.earlier?.find((facts) => facts.until > overAt && isDecided(policy, present, facts, start));
  const before = policy.superseded.find(({ until }) => until > overAt);
  if (!earlier && !before) return null;
  const facts = earlier ?? input;
  const target = before?.policy.targets[index] ?? present;
  return { target, facts, priority: priorityOf(policy, facts) };
}

/** False while what decides the duration was not known yet: what came first afterwards then counts. */
function isDecided(policy: CompiledPolicy, target: CompiledTarget, facts: SlaFacts, start: number): boolean {
  const priority = priorityOf(policy, facts);
  if (priority === null && target.definition.needsPriority) return false;
  if (!target.applies(facts, priority)) return true;
  return target.durationOf(facts, priority, start, target.calendarOf(facts, priority).open) !== null;
}

/**
 * The policy as it was known at an instant (UTC ms), without the days off that were published later. Who looks back at a
 * closed month judges by it: what was open at its end must not change with a calendar of today.
 */
export function asKnownAt(policy: CompiledPolicy, at: number): CompiledPolicy {
  const place = policy.superseded.findIndex(({ until }) => until > at);
  const then = policy.superseded[place];
  return then === undefined ? policy : { ...then.policy, superseded: policy.superseded.slice(0, place) };
}

/**
 * The ticket as it was classified at an instant (UTC ms), without what was decided later: of a closed month neither what was
 * open at its end nor its priority may change with a priority of today. While no target had been decided by then, what
 * came first afterwards counts.
 */
export function factsKnownAt(policy: CompiledPolicy, input: SlaInput, at: number): SlaInput {
  const { earlier, reportedAt, timeline } = input;
  if (earlier === undefined || earlier.every(({ until }) => until <= at)) return input;
  const decides = (facts: SlaFacts): boolean => {
    const priority = priorityOf(policy, facts);
    return policy.targets.some(
      (target) => target.applies(facts, priority) && isDecided(policy, target, facts, reportedAt),
    );
  };
  const place = earlier.findIndex((facts) => facts.until > at && decides(facts));
  const then = earlier[place];
  return then === undefined ? input : { ...then, reportedAt, timeline, earlier: earlier.slice(0, place) };
}

/** True where `judgementOf` can differ from the present; asked first, since most tickets and packs have neither. */
export function hasPast(policy: CompiledPolicy, input: SlaInput): boolean {
  return policy.superseded.length > 0 || (input.earlier !== undefined && input.earlier.length > 0);
}
