import type { Ticket } from '#shared/domain/ticket.ts';
import { compileCondition } from '#shared/sla/facts.ts';
import { judgementOf } from '#shared/sla/judgement.ts';
import type { FactName } from '#shared/sla/pack.ts';
import { startOf } from '#shared/sla/phases.ts';
import { type CompiledPolicy, priorityOf } from '#shared/sla/policy.ts';
import type { CalendarRow } from '#shared/sla/published.ts';
import { inOrder } from '#shared/sla/timeline.ts';
import { type AskedFacts, factsOf } from '../facts/asked-facts.ts';

/** What one target of a ticket is judged by: facts, pack and days off, as they are or as they were when it stopped. */
export interface JudgedBy {
  readonly facts: AskedFacts;
  readonly priority: number | null;
  /** Until when those facts held (UTC ms), where they are no longer the ticket's present ones; else null. */
  readonly earlierUntil: number | null;
  /** The policy whose calendars counted. */
  readonly policy: CompiledPolicy;
  /** When newer days off came into force that do not concern this target (UTC ms); else null. */
  readonly supersededAt: number | null;
  /** Revisions of the days off that counted; null where none was published by then. */
  readonly national: number | null;
  readonly office: number | null;
  /** The facts that decide the duration, and those that decide the priority. */
  readonly durationBy: readonly FactName[];
  readonly priorityBy: readonly FactName[];
  /** The facts for which another calendar than the usual one holds; none where the usual one does. */
  readonly calendarBy: readonly FactName[];
}

/** Tells by what a target is judged at `now` (UTC ms); null where the ticket has no such target (yet). */
export function judgedBy(
  policy: CompiledPolicy,
  ticket: Ticket,
  metric: string,
  calendars: readonly CalendarRow[],
  now: number,
): JudgedBy | null {
  const index = policy.targets.findIndex((target) => target.metric === metric);
  const present = policy.targets[index];
  if (present === undefined) return null;
  const timeline = inOrder(ticket.timeline);
  const startAt = startOf(present, ticket, timeline, now);
  if (startAt === null) return null;
  const past = judgementOf(policy, index, ticket, timeline, startAt, now);
  const earlier = past === null ? undefined : ticket.earlier?.find((facts) => facts === past.facts);
  const superseded =
    past === null
      ? undefined
      : policy.superseded.find((entry) => entry.policy.targets[index] === past.target);
  const counted = calendars.filter(
    ({ appliesFrom }) => superseded === undefined || appliesFrom < superseded.until,
  );
  const revisionOf = (opd: string | null) => counted.findLast((row) => row.opd === opd)?.revision ?? null;
  const facts = earlier ?? ticket;
  const priority = past === null ? priorityOf(policy, ticket) : past.priority;
  const exception = present.definition.calendar.except.find(({ when }) =>
    compileCondition(when)(facts, priority),
  );
  const calendarBy = Object.keys(exception?.when ?? {}) as FactName[];
  return {
    facts: factsOf(facts),
    priority,
    earlierUntil: earlier?.until ?? null,
    policy: superseded?.policy ?? policy,
    supersededAt: superseded?.until ?? null,
    national: revisionOf(null),
    office: revisionOf(ticket.opd),
    durationBy: present.definition.durations.by,
    priorityBy: policy.pack.priority.by,
    calendarBy,
  };
}
