import { doubtExtent } from '../domain/clock-doubt.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { MutationContext } from './transaction.ts';

/** The ticket with the most doubtful of the instants that made it; the first of equals stays. */
export function withClockDoubt(ticket: Ticket, { clock, occurredAt }: MutationContext): Ticket {
  if (clock === undefined) return ticket;
  const worst = ticket.clockDoubt;
  if (worst !== undefined && doubtExtent(worst, worst.at) >= doubtExtent(clock, occurredAt)) return ticket;
  return { ...ticket, clockDoubt: { ...clock, at: occurredAt } };
}
