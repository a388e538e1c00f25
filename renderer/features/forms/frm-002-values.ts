import { z } from 'zod';
import {
  type Category,
  category,
  channel,
  level,
  type TicketKind,
  ticketKind,
} from '#shared/domain/codes.ts';
import { serviceFactsSchema, type Ticket } from '#shared/domain/ticket.ts';
import type { Frm001 } from '#shared/forms/frm-001.ts';
import type { Frm002 } from '#shared/forms/frm-002.ts';
import { factsOf, noFacts } from '../../ui/facts/asked-facts.ts';
import type { TypedDraft } from './draft-shape.ts';
import { formatLocalDateTime } from './local-date-time.ts';

/** What stands in the fields of FRM-002 while it is being filled in; texts are as typed. */
export const frm002ValuesSchema = z.object({
  opd: z.string(),
  channel: channel,
  reportedAt: z.string(),
  title: z.string(),
  clientName: z.string(),
  clientOpd: z.string(),
  clientPosition: z.string(),
  clientPhone: z.string(),
  clientEmail: z.string(),
  guestEmail: z.string(),
  kind: ticketKind,
  category: category.nullable(),
  serviceItem: z.string(),
  body: z.string(),
  urgency: level.nullable(),
  impact: level.nullable(),
  ...serviceFactsSchema.shape,
  status: z.enum(['new', 'in_progress', 'closed']),
  assignee: z.string(),
  solution: z.string(),
  note: z.string(),
  attachments: z.string(),
  configurationItem: z.string(),
  technicalManager: z.string(),
  handling: z.string(),
  cause: z.string(),
});
export type Frm002Values = z.infer<typeof frm002ValuesSchema>;
export type Frm002Field = keyof Frm002Values;

/** Fields in the order in which they stand on the screen: the first one with a mistake gets the focus. */
export const frm002Fields = Object.keys(frm002ValuesSchema.shape) as Frm002Field[];

/** The kind of ticket a category belongs to; `other` says nothing about it. */
export function kindOfCategory(value: Category): TicketKind | null {
  if (value === 'other') return null;
  if (value === 'access') return 'access_request';
  return value.startsWith('incident_') ? 'incident' : 'service_request';
}

/** An empty form for a report that reached the desk at `now`. */
export function emptyFrm002(opd: string, zone: string, now: number): Frm002Values {
  return {
    opd,
    channel: 'telephone',
    reportedAt: formatLocalDateTime(now, zone),
    title: '',
    clientName: '',
    clientOpd: '',
    clientPosition: '',
    clientPhone: '',
    clientEmail: '',
    guestEmail: '',
    kind: 'incident',
    category: null,
    serviceItem: '',
    body: '',
    ...noFacts,
    status: 'new',
    assignee: '',
    solution: '',
    note: '',
    attachments: '',
    configurationItem: '',
    technicalManager: '',
    handling: '',
    cause: '',
  };
}

/** The value of "Status Tiket" for a ticket's state: the form knows only the three the source prints. */
export function statusOnForm(state: Ticket['state']): Frm002Values['status'] {
  if (state === 'new') return 'new';
  return state === 'in_progress' || state === 'waiting' ? 'in_progress' : 'closed';
}

const statusOrder = ['new', 'in_progress', 'closed'] as const satisfies readonly Frm002Values['status'][];

/** The values of "Status Tiket" a ticket may still be brought to: on the form it only goes forward. */
export function statusesFrom(state: Ticket['state']): readonly Frm002Values['status'][] {
  return statusOrder.slice(statusOrder.indexOf(statusOnForm(state)));
}

/** The values with the ticket's own status where an older draft is behind it: others have brought the work on since. */
export function withPresentStatus(values: Frm002Values, state: Ticket['state']): Frm002Values {
  return statusesFrom(state).includes(values.status) ? values : { ...values, status: statusOnForm(state) };
}

/** The form of a ticket that exists: its present fields, and what only the saved form keeps. */
export function frm002ValuesOf(
  ticket: Ticket,
  saved: Frm002 | null,
  report: Frm001 | null,
  zone: string,
): Frm002Values {
  return {
    opd: ticket.opd,
    channel: ticket.channel,
    reportedAt: formatLocalDateTime(ticket.reportedAt, zone),
    title: ticket.title,
    clientName: ticket.client.name,
    clientOpd: ticket.client.opd,
    clientPosition: ticket.client.position,
    clientPhone: ticket.client.phone,
    clientEmail: ticket.client.email,
    guestEmail: ticket.guestEmail,
    kind: ticket.kind,
    category: ticket.category,
    serviceItem: ticket.serviceItem,
    body: ticket.description,
    ...factsOf(ticket),
    status: statusOnForm(ticket.state),
    assignee: ticket.assignee ?? '',
    solution: ticket.solution,
    note: saved?.note ?? '',
    attachments: saved?.attachments ?? report?.attachments ?? '',
    configurationItem: ticket.configurationItem,
    technicalManager: ticket.technicalManager,
    handling: ticket.handling,
    cause: ticket.cause,
  };
}

/** Where the draft of a ticket's FRM-002 is kept. */
export function frm002DraftKey(ticketId: string): string {
  return `frm-002:${ticketId}`;
}

/** The part of a new form that a recorded ticket still lacks, as a draft of the ticket's own form. */
export function statusDraft({ status, solution }: Frm002Values): TypedDraft<Frm002Values> {
  const isSolved = status === 'closed';
  return {
    typed: { status, ...(isSolved ? { solution } : {}) },
    seen: { status: 'new', ...(isSolved ? { solution: '' } : {}) },
  };
}
