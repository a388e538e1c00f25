import type { Row } from '#shared/sync/rows.ts';
import { dayMs, oldTicket } from '../../server/contract/old-tickets.ts';
import type { Random } from './random.ts';

/** Days before now: on both sides of the start of a device's window (thirteen months). */
const ages = [20, 300, 380, 460, 900];

/** Imported history: tickets that were over long ago. `no` makes their ids. */
export function drawArchive(random: Random, now: number, no: number): Row[] {
  return ages.flatMap((age) => {
    if (random.chance(0.5)) return [];
    const opd = random.pick(['DINKES', 'DINSOS']);
    const at = now - age * dayMs - random.below(dayMs);
    return oldTicket(`0${at.toString(36)}-arsip${no}`, at, { opd }, 1 + random.below(3));
  });
}

/** True for an entry of the journal that came with imported history: no device has sent it. */
export function isImported(entry: { readonly device: string }): boolean {
  return entry.device === 'impor';
}

export interface TicketRow {
  readonly kind: string;
  readonly doc: Readonly<Record<string, unknown>>;
}

/**
 * True where a device whose window began at `since` (UTC ms) may be without the ticket of these rows: it is over, and
 * nothing was reported, done or received since.
 */
export function mayBeLeftOut(rows: readonly TicketRow[], since: number | undefined): boolean {
  const ticket = rows.find(({ kind }) => kind === 'ticket')?.doc;
  if (since === undefined || ticket === undefined) return false;
  if (ticket.state !== 'closed' && ticket.state !== 'cancelled') return false;
  const instants = rows.flatMap(({ kind, doc }) => {
    if (kind === 'ticket') return [doc.reportedAt, doc.updatedAt];
    return kind === 'journal'
      ? [isImported(doc as { device: string }) ? doc.occurredAt : doc.receivedAt]
      : [];
  });
  return instants.every((instant) => Number(instant) < since);
}
