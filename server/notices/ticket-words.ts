import { type DateFormat, dateFormat } from '#shared/dates/date-format.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import type { Mailing } from '../services.ts';
import type { Fact, LetterPart } from './letter.ts';

/** A ticket with what is needed to speak of it. */
export interface ToldTicket {
  readonly ticket: Ticket;
  readonly policy: CompiledPolicy;
  readonly officeName: string;
}

/** Instants in the zone of the ticket's office, the Indonesian way. */
export function datesOf({ policy }: ToldTicket): DateFormat {
  return dateFormat('id', policy.pack.timeZone);
}

/** What every letter says of its ticket. */
export function ticketFacts({ ticket, policy, officeName }: ToldTicket): Fact[] {
  const { priorities, states } = policy.pack.labels;
  const priority = ticket.priority === null ? undefined : priorities[String(ticket.priority)];
  return [
    ['Nomor tiket', ticket.number],
    ['Judul', ticket.title],
    ['Perangkat daerah', officeName],
    ...(priority === undefined ? [] : [['Prioritas', priority] as const]),
    ['Status', states[ticket.state]],
  ];
}

/** A link to the ticket's page, where the address of the web app is known. */
export function linkTo({ ticket }: Pick<ToldTicket, 'ticket'>, { publicUrl }: Mailing): LetterPart[] {
  if (publicUrl === null) return [];
  return [{ link: `${publicUrl}/tiket/${encodeURIComponent(ticket.id)}`, label: 'Buka tiket' }];
}
