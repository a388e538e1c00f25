import { isInScope } from '#shared/domain/reference.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { type MonthPeriod, previousMonth } from '#shared/recap/period.ts';
import { buildRecap, type Recap } from '#shared/recap/recap.ts';
import type { DeskStore } from '../../data/contract.ts';

/** Tickets of a month and the one before it, as this device has them; null where they could not be read. */
export interface MonthTickets {
  readonly month: MonthPeriod;
  /** False where some of them are on the server alone: figures of a part are never shown. */
  readonly isWhole: boolean;
  readonly tickets: readonly Ticket[] | null;
  /** UTC ms at which they were read. */
  readonly now: number;
}

/** Reads what a recap of the month needs from the device. */
export async function readMonth(desk: DeskStore, month: MonthPeriod): Promise<MonthTickets> {
  const now = desk.now();
  try {
    // The month before too: it is compared with.
    const { from } = previousMonth(month);
    // Asked first: what is fetched meanwhile is read as well, or read again.
    const isWhole = await desk.older.hasWhole(from, month.to);
    return { month, now, isWhole, tickets: await desk.ticketsForPeriod(from, month.to) };
  } catch {
    return { month, now, isWhole: true, tickets: null };
  }
}

/** The recap of one office, or of all the user works for (`opd` null); null where the tickets could not be read. */
export function recapOfMonth(
  { me, reference }: Pick<DeskStore, 'me' | 'reference'>,
  { month, tickets, now }: MonthTickets,
  opd: string | null,
): Recap | null {
  if (tickets === null) return null;
  return buildRecap({
    tickets,
    period: month,
    previous: previousMonth(month),
    opds: reference.opds().filter(({ code }) => isInScope(me, code)),
    policies: reference.policy,
    now,
    opd,
  });
}
