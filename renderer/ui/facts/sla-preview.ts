import type { TicketKind } from '#shared/domain/codes.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { evaluate, type SlaInput, type TargetStatus } from '#shared/sla/evaluate.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import { type AskedFacts, factsOf, prioritiseArgs } from './asked-facts.ts';

/** What would follow from a choice: the priority and every target with its deadline. */
export interface SlaPreview {
  readonly priority: number | null;
  readonly targets: readonly TargetStatus[];
}

/** A report that is being recorded; it is seen at its own instant (UTC ms): no time has passed. */
export function previewReport(
  policy: CompiledPolicy,
  facts: AskedFacts & { readonly kind: TicketKind },
  reportedAt: number,
): SlaPreview {
  const { priority, metrics } = evaluate(policy, { ...facts, reportedAt, timeline: [] }, reportedAt);
  return { priority, targets: metrics };
}

/**
 * A ticket that exists, as it would be judged from `now` (UTC ms) on: targets that have stopped keep the facts they were
 * judged by, as they do once the choice is saved.
 */
export function previewTicket(
  policy: CompiledPolicy,
  ticket: Ticket,
  chosen: AskedFacts & { readonly kind: TicketKind },
  now: number,
): SlaPreview {
  const present = factsOf(ticket);
  const isSame = prioritiseArgs(ticket.id, present, chosen) === null && chosen.kind === ticket.kind;
  const input: SlaInput = isSame
    ? ticket
    : {
        ...ticket,
        ...chosen,
        earlier: [...(ticket.earlier ?? []), { ...present, kind: ticket.kind, until: now }],
      };
  const { priority, metrics } = evaluate(policy, input, now);
  return { priority, targets: metrics };
}
