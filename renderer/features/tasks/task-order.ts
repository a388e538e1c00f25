import type { Ticket } from '#shared/domain/ticket.ts';
import type { Frm006 } from '#shared/forms/frm-006.ts';
import type { ListRow, TicketIndex } from '../../data/contract.ts';

/** An escalation that waits for the reader's answer, found at a slot of the index. */
export interface FoundEscalation {
  readonly slot: number;
  readonly ticket: Ticket;
  readonly formId: string;
  readonly data: Frm006;
}

export interface WaitingEscalation extends FoundEscalation {
  readonly row: ListRow;
}

/** Late and running first by their due instant; what waits or has no target comes after, the oldest report first. */
export function byDeadline(a: ListRow, b: ListRow): number {
  const dueA = a.sla?.dueAt ?? Number.POSITIVE_INFINITY;
  const dueB = b.sla?.dueAt ?? Number.POSITIVE_INFINITY;
  if (dueA !== dueB) return dueA < dueB ? -1 : 1;
  return a.reportedAt - b.reportedAt;
}

/**
 * The tasks as the index shows them at this moment, by deadline. Rows carry the countdown, so they are read whenever the
 * tasks are drawn. A ticket whose escalation waits for the reader is not told among the assigned ones again.
 */
export function tasksOf(
  index: Pick<TicketIndex, 'row'>,
  own: Uint32Array,
  found: readonly FoundEscalation[],
): { readonly escalations: readonly WaitingEscalation[]; readonly assigned: readonly ListRow[] } {
  const escalations = found
    .map((each) => ({ ...each, row: index.row(each.slot) }))
    // The slot may hold another ticket by now.
    .filter(({ row, ticket }) => row.id === ticket.id)
    .sort((a, b) => byDeadline(a.row, b.row));
  const waiting = new Set(escalations.map(({ row }) => row.id));
  const assigned = Array.from(own, (slot) => index.row(slot)).filter(({ id }) => !waiting.has(id));
  return { escalations, assigned: assigned.sort(byDeadline) };
}
