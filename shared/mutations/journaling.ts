import type { JournalChange, JournalEntry, JournalType } from '../domain/journal.ts';
import type { Ticket, TimelineEvent } from '../domain/ticket.ts';
import type { MutationContext, MutationTransaction } from './transaction.ts';

interface EntryContent {
  readonly text?: string;
  readonly changes?: readonly JournalChange[];
  readonly formId?: string | null;
  readonly forUser?: string | null;
}

/**
 * Writes one line of the ticket's journal. The id is made of device, mutation and place, so a replay writes the same
 * line again instead of a second one.
 */
export function record(
  tx: MutationTransaction,
  ticket: Pick<Ticket, 'id' | 'opd'>,
  type: JournalType,
  context: MutationContext,
  content: EntryContent = {},
  place = 0,
): void {
  const entry: JournalEntry = {
    id: `${ticket.id}/j.${context.deviceCode}.${context.mutationId}.${place}`,
    ticketId: ticket.id,
    opd: ticket.opd,
    type,
    by: context.actor.id,
    byName: context.actor.name,
    device: context.deviceCode,
    mutationId: context.mutationId,
    occurredAt: context.occurredAt,
    receivedAt: context.receivedAt,
    text: content.text ?? '',
    changes: [...(content.changes ?? [])],
    formId: content.formId ?? null,
    forUser: content.forUser ?? null,
    ...(context.clock === undefined ? {} : { clock: context.clock }),
  };
  tx.addJournal(entry);
}

/**
 * The timeline with one more event, kept in the order in which things happened: work done offline arrives late but
 * counts from when it was done. Events at the same instant keep their order of arrival.
 */
export function withEvent(timeline: readonly TimelineEvent[], event: TimelineEvent): TimelineEvent[] {
  let at = timeline.length;
  while (at > 0 && (timeline[at - 1]?.at ?? 0) > event.at) at -= 1;
  return [...timeline.slice(0, at), event, ...timeline.slice(at)];
}

/**
 * The ticket moved to another state; the caller has checked that the move is allowed. The move counts from when it was
 * made, but never from before the report or before the move it follows: order comes from arrival, so that the last
 * state on the timeline is always the state of the ticket.
 */
export function movedTo(ticket: Ticket, to: Ticket['state'], context: MutationContext): Ticket {
  const previous = ticket.timeline.findLast((event) => event.type === 'state');
  const at = Math.max(context.occurredAt, ticket.reportedAt, previous?.at ?? ticket.reportedAt);
  return {
    ...ticket,
    state: to,
    timeline: withEvent(ticket.timeline, { at, type: 'state', to }),
    resolvedAt: to === 'resolved' ? at : to === 'closed' ? ticket.resolvedAt : null,
    closedAt: to === 'closed' || to === 'cancelled' ? at : null,
    updatedAt: context.occurredAt,
  };
}

/**
 * The cause found together with a solution, and that its author now is the actor. A cause another person had written is
 * journalled for that person: nothing typed disappears silently. An empty cause leaves the ticket's as it is.
 */
export function withCause(
  tx: MutationTransaction,
  ticket: Ticket,
  cause: string,
  context: MutationContext,
): Pick<Ticket, 'cause' | 'edits'> {
  if (cause === '' || cause === ticket.cause) return { cause: ticket.cause, edits: ticket.edits };
  const author = ticket.edits.cause;
  if (ticket.cause !== '' && author !== undefined && author.by !== context.actor.id) {
    const changes = [{ field: 'cause', from: ticket.cause, to: cause }];
    record(tx, ticket, 'overwritten', context, { changes, forUser: author.by }, 1);
  }
  const edit = { by: context.actor.id, device: context.deviceCode, mutationId: context.mutationId };
  return { cause, edits: { ...ticket.edits, cause: edit } };
}
