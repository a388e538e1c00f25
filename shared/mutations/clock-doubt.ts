import type { ClockDoubt } from '../domain/journal.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { MutationContext } from './transaction.ts';

/** By how much an instant may be wrong, ms. */
function extentOf(doubt: ClockDoubt, at: number): number {
  const clamped = doubt.claimedAt === null ? 0 : Math.abs(doubt.claimedAt - at);
  return Math.max(Math.abs(doubt.skewMs), clamped);
}

/** The ticket with the most doubtful of the instants that made it; the first of equals stays. */
export function withClockDoubt(ticket: Ticket, { clock, occurredAt }: MutationContext): Ticket {
  if (clock === undefined) return ticket;
  const worst = ticket.clockDoubt;
  if (worst !== undefined && extentOf(worst, worst.at) >= extentOf(clock, occurredAt)) return ticket;
  return { ...ticket, clockDoubt: { ...clock, at: occurredAt } };
}
