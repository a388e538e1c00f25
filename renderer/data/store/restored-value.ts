import { serviceItemsOf } from '#shared/domain/service-items.ts';
import { serviceFactNames, serviceFactsSchema, type Ticket } from '#shared/domain/ticket.ts';
import type { ReviewItem } from '../contract.ts';

/** A mutation as the user wants it: its name and its arguments, not checked yet. */
export interface Intention {
  readonly name: string;
  readonly args: unknown;
}

/**
 * Puts my value of an overwritten field back over the one that won. Judgement and classification have mutations of their
 * own, which name the whole of what they set: what else stands on the ticket now stays.
 */
export function restoring(
  ticketId: string,
  { field, mine, theirs }: NonNullable<ReviewItem['overwritten']>,
  ticket: Ticket | undefined,
): Intention {
  if (ticket !== undefined && (field === 'urgency' || field === 'impact')) {
    const from = { urgency: ticket.urgency, impact: ticket.impact };
    return {
      name: 'ticket.prioritise',
      args: { id: ticketId, ...from, [field]: mine === '' ? null : mine, from },
    };
  }
  const fact = serviceFactNames.find((name) => name === field);
  if (ticket !== undefined && fact !== undefined) {
    const from = { urgency: ticket.urgency, impact: ticket.impact };
    // Review items keep values as text; nothing stands for a fact that was not known.
    const isYesOrNo = serviceFactsSchema.shape[fact].safeParse(true).success;
    const value = isYesOrNo ? mine === 'true' : mine === '' ? null : mine;
    const facts = { [fact]: value };
    const seen = { [fact]: ticket[fact] ?? (isYesOrNo ? false : null) };
    return {
      name: 'ticket.prioritise',
      args: { id: ticketId, ...from, facts, from: { ...from, facts: seen } },
    };
  }
  if (ticket !== undefined && (field === 'kind' || field === 'category' || field === 'serviceItem')) {
    const { kind, category, serviceItem } = ticket;
    const from = { kind, category, serviceItem };
    const wanted = { ...from, [field]: mine };
    // An item of the other category says nothing under mine.
    const isForeign = field === 'category' && !serviceItemsOf(wanted.category).includes(serviceItem);
    const args = { id: ticketId, ...wanted, ...(isForeign ? { serviceItem: '' } : {}), from };
    return { name: 'ticket.classify', args };
  }
  return { name: 'ticket.edit', args: { id: ticketId, changes: [{ field, from: theirs, to: mine }] } };
}
