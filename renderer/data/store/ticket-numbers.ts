import { Temporal } from 'temporal-polyfill';
import type { TicketKind } from '#shared/domain/codes.ts';
import { formatTicketNumber } from '#shared/domain/ticket-number.ts';
import type { DeskDatabase } from '../db/database.ts';

/** Office-local year and month of an instant (UTC ms) as printed in ticket numbers: `2611`. */
export function monthOf(at: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return `${String(local.year % 100).padStart(2, '0')}${String(local.month).padStart(2, '0')}`;
}

/**
 * Reserves the next number of this device for the month (domain, "Ticket": the sequence counts per device and month).
 * Durable before it is given out, so no two windows and no later run can get the same; one that is not used is skipped.
 */
export async function reserveTicketNumber(
  db: DeskDatabase,
  device: string,
  ticket: { readonly kind: TicketKind; readonly opd: string; readonly month: string },
): Promise<string> {
  const key = `sequence|${ticket.month}`;
  const sequence = await db.transaction('rw', db.counters, async () => {
    const record = await db.counters.get(key);
    const next = (typeof record?.value === 'number' ? record.value : 0) + 1;
    await db.counters.put({ key, value: next });
    return next;
  });
  return formatTicketNumber({ ...ticket, device, sequence });
}
