import { evaluate, type SlaInput, type TargetStatus } from '#shared/sla/evaluate.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import type { ListTicket } from '../local/list-page.ts';

/** What SLA needs to know of a ticket; the rest of it need not stay in memory. */
export function slaInputOf(ticket: ListTicket): SlaInput {
  const { urgency, impact, kind, alwaysAvailable, reportedAt, timeline } = ticket;
  return { urgency, impact, kind, alwaysAvailable, reportedAt, timeline };
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
  let nextChangeAt = Number.POSITIVE_INFINITY;
  for (const { nextChangeAt: next } of metrics) {
    if (next !== null && next < nextChangeAt) nextChangeAt = next;
  }
  return { target: chooseTarget(metrics), nextChangeAt };
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
