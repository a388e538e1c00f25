import { evaluate, type SlaInput, type TargetStatus } from '#shared/sla/evaluate.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
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

/** Metrics in the order in which the list prefers them once the response is given; others come after. */
const preferred = ['resolution', 'fulfilment', 'handling'];

/** The target to watch now: response while it runs, else resolution (or what stands for it in the pack). */
export function watchedTarget(policy: CompiledPolicy, input: SlaInput, now: number): Watched {
  const { metrics } = evaluate(policy, input, now);
  let nextChangeAt = nextEventAt(input, now);
  for (const { nextChangeAt: next } of metrics) {
    if (next !== null && next < nextChangeAt) nextChangeAt = next;
  }
  return { target: chooseTarget(metrics), nextChangeAt };
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

function chooseTarget(metrics: readonly TargetStatus[]): TargetStatus | null {
  const response = metrics.find(({ metric }) => metric === 'response');
  if (response !== undefined && response.stoppedAt === null && response.state !== 'void') return response;
  for (const metric of preferred) {
    const found = metrics.find((target) => target.metric === metric);
    if (found !== undefined) return found;
  }
  return metrics.find(({ stoppedAt }) => stoppedAt === null) ?? metrics.at(-1) ?? null;
}
