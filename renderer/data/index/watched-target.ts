import { evaluate, type SlaInput, type TargetStatus } from '#shared/sla/evaluate.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import { watchedOf } from '#shared/sla/watched.ts';
import { type ListTicket, listFacts } from '../local/list-page.ts';

/**
 * What SLA needs to know of a ticket; the rest of it need not stay in memory. Inputs have one of two shapes, because most
 * tickets have no facts beyond the first ones, and evaluating is fastest where shapes are few.
 */
export function slaInputOf(ticket: ListTicket): SlaInput {
  const { urgency, impact, kind, alwaysAvailable, reportedAt, timeline, earlier } = ticket;
  const plain = { urgency, impact, kind, alwaysAvailable, reportedAt, timeline, earlier };
  if (listFacts.every((name) => ticket[name] === undefined)) return plain;
  const { severity, serviceKind, serviceClass, durationClass, supportContract, onSite } = ticket;
  return { ...plain, severity, serviceKind, serviceClass, durationClass, supportContract, onSite };
}

/** What the list shows of a ticket's targets, and when that changes next (UTC ms, infinite when never). */
export interface Watched {
  readonly target: TargetStatus | null;
  readonly nextChangeAt: number;
}

/** The target to watch now. */
export function watchedTarget(policy: CompiledPolicy, input: SlaInput, now: number): Watched {
  const { metrics } = evaluate(policy, input, now);
  let nextChangeAt = nextEventAt(input, now);
  for (const { nextChangeAt: next } of metrics) {
    if (next !== null && next < nextChangeAt) nextChangeAt = next;
  }
  return { target: watchedOf(metrics), nextChangeAt };
}

/** An event still to come (a device's clock ran ahead) may give the list another target to watch. */
function nextEventAt({ timeline }: SlaInput, now: number): number {
  let next = Number.POSITIVE_INFINITY;
  for (let i = 0; i < timeline.length; i += 1) {
    const at = timeline[i]?.at ?? now;
    if (at > now && at < next) next = at;
  }
  return next;
}
