import { sql } from 'kysely';
import { type Ticket, ticketSchema } from '#shared/domain/ticket.ts';
import { openDatabase } from '../../../server/db/open.ts';
import { systemPlatform } from '../../../server/platform/system-clock.ts';
import { writeRows } from '../../../server/store/rows.ts';
import type { ServerStore } from '../../e2e/support/server-process.ts';

const ticketsPerCommit = 500;
/** Between one round of copies and the next: copies of one ticket do not share an instant. */
const shiftMs = 61_001;

/** Another ticket with the same content, reported `shift` ms later. Its id keeps the order of reports. */
function laterCopy(original: Ticket, at: number, shift: number): Ticket {
  const later = <T extends number | null>(instant: T) => (instant === null ? null : instant + shift) as T;
  const time = later(original.reportedAt).toString(16).padStart(12, '0');
  return {
    ...original,
    id: `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${(0xabc0_0000 + at).toString(16).padStart(12, '0')}`,
    number: `${original.number.slice(0, original.number.lastIndexOf('-'))}-${2_000_000 + at}`,
    openEscalation: null,
    reportedAt: later(original.reportedAt),
    registeredAt: later(original.registeredAt),
    confirmedAt: later(original.confirmedAt),
    resolvedAt: later(original.resolvedAt),
    closedAt: later(original.closedAt),
    timeline: original.timeline.map((event) => ({ ...event, at: later(event.at) })),
    updatedAt: later(original.updatedAt),
  };
}

/**
 * Adds so many tickets to a database that no server runs on, as others' work of the last weeks: each a change of its own,
 * behind what devices have pulled. They lie in the offices of the demo's own town.
 * @returns numbers of the newest of all tickets there, by id as the first pull sends them.
 */
export async function addTickets(store: ServerStore, count: number): Promise<readonly string[]> {
  const database = await openDatabase(store, systemPlatform);
  try {
    const { rows } = await sql<{ doc: unknown }>`
      SELECT doc FROM stored_row WHERE kind = 'ticket' AND doc #>> '{policy,name}' = 'madiun' ORDER BY id`.execute(
      database.db,
    );
    const originals = rows.map(({ doc }) => ticketSchema.parse(doc));
    for (let from = 0; from < count; from += ticketsPerCommit) {
      const some = Array.from({ length: Math.min(ticketsPerCommit, count - from) }, (_, place) => {
        const at = from + place;
        const original = originals[at % originals.length];
        if (original === undefined) throw new Error('the demo has no tickets');
        const doc = laterCopy(original, at, (1 + Math.floor(at / originals.length)) * shiftMs);
        return { kind: 'ticket', id: doc.id, doc } as const;
      });
      await database.db.transaction().execute((tx) => writeRows(tx, some));
    }
    const newest = await sql<{ number: string }>`
      SELECT doc ->> 'number' AS number FROM stored_row WHERE kind = 'ticket' ORDER BY id DESC LIMIT 500`.execute(
      database.db,
    );
    return newest.rows.map(({ number }) => number);
  } finally {
    await database.close();
  }
}
