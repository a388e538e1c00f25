import type { TicketState } from '#shared/domain/codes.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { type Doc, isDoc } from '../db/database.ts';

/** What the list and SLA need of a ticket. */
export type ListTicket = Pick<
  Ticket,
  | 'id'
  | 'number'
  | 'title'
  | 'opd'
  | 'category'
  | 'kind'
  | 'priority'
  | 'urgency'
  | 'impact'
  | 'state'
  | 'assignee'
  | 'reportedAt'
  | 'timeline'
  | 'policy'
  | 'alwaysAvailable'
  | 'earlier'
  | 'notices'
  | ListFact
> & { readonly client: { readonly name: string } };

/** Facts a pack may decide by that most tickets do not have. */
export const listFacts = [
  'severity',
  'serviceKind',
  'serviceClass',
  'durationClass',
  'supportContract',
  'onSite',
] as const;
type ListFact = (typeof listFacts)[number];

/**
 * The list's part of a pack, as one text: reading a text and parsing it is several times faster than reading hundreds of
 * whole tickets, and start-up reads all of them.
 */
export function listPageOf(docs: readonly Doc[]): string {
  return JSON.stringify(docs.flatMap((doc) => listPart(doc) ?? []));
}

export function readListPage(page: string): ListTicket[] {
  return JSON.parse(page) as ListTicket[];
}

/** The list's part of a stored ticket; undefined where it lacks something that the list cannot do without. */
export function listPart(doc: Doc): ListTicket | undefined {
  const isPlain =
    isDoc(doc) &&
    typeof doc.id === 'string' &&
    typeof doc.number === 'string' &&
    typeof doc.title === 'string' &&
    typeof doc.opd === 'string' &&
    typeof doc.state === 'string' &&
    typeof doc.reportedAt === 'number' &&
    typeof (doc.client as { name?: unknown } | null)?.name === 'string' &&
    typeof (doc.policy as { name?: unknown } | null)?.name === 'string' &&
    Array.isArray(doc.timeline) &&
    doc.timeline.every((event) => typeof event?.at === 'number');
  if (!isPlain) return undefined;
  const ticket = doc as unknown as Ticket;
  return {
    id: ticket.id,
    number: ticket.number,
    title: ticket.title,
    client: { name: ticket.client.name },
    opd: ticket.opd,
    category: ticket.category,
    kind: ticket.kind,
    priority: ticket.priority ?? null,
    urgency: ticket.urgency ?? null,
    impact: ticket.impact ?? null,
    state: ticket.state,
    assignee: ticket.assignee ?? null,
    reportedAt: ticket.reportedAt,
    timeline: ticket.timeline,
    policy: ticket.policy,
    alwaysAvailable: ticket.alwaysAvailable ?? false,
    ...rarePart(ticket),
  };
}

/** What most tickets do not have is not written: every page is read at each start. */
function rarePart(ticket: Ticket): Partial<ListTicket> {
  const rare: Record<string, unknown> = {};
  for (const name of listFacts) {
    // Not known, and not the case, count as absent everywhere.
    if (ticket[name]) rare[name] = ticket[name];
  }
  const { earlier, notices } = ticket;
  if (earlier !== undefined && earlier.length > 0) rare.earlier = earlier;
  // Nobody is told anything of a ticket that is over.
  if (notices !== undefined && !isOver(ticket.state)) rare.notices = notices;
  return rare as Partial<ListTicket>;
}

/** True for a ticket on which nobody waits any more; a resolved one still waits to be closed. */
export function isOver(state: TicketState): boolean {
  return state === 'closed' || state === 'cancelled';
}
