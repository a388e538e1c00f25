import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Ticket } from '#shared/domain/ticket.ts';
import { rowSchemas } from '#shared/sync/rows.ts';
import { openDatabase } from '../../../server/db/open.ts';
import { systemPlatform } from '../../../server/platform/system-clock.ts';
import { writeRows } from '../../../server/store/rows.ts';
import { runCli, type ServerStore } from '../../e2e/support/server-process.ts';

const rowsPerWrite = 2_000;
/** Between one round of copies and the next, ms: copies of one ticket do not share an instant. */
const shiftMs = 97_003;
const mostOriginals = 600;

/**
 * Copy `at` of a demo ticket: an id and number of its own, moved back in time, so that ids stay in order of report. The
 * client comes from another ticket, so that titles and people meet in many combinations.
 */
function copyOf(original: Ticket, client: Ticket['client'], at: number, shift: number): Ticket {
  const moved = (instant: number) => instant - shift;
  const movedIfAny = (instant: number | null) => (instant === null ? null : moved(instant));
  const time = moved(original.reportedAt).toString(16).padStart(12, '0');
  // As random as a real id: equal digits would compress better than those of people's tickets.
  const random = createHash('sha256').update(String(at)).digest('hex');
  const tail = `7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6, 18)}`;
  const id = `${time.slice(0, 8)}-${time.slice(8)}-${tail}`;
  return {
    ...original,
    id,
    number: `${original.number.slice(0, original.number.lastIndexOf('-'))}-${String(1_000_000 + at)}`,
    client,
    openEscalation: null,
    reportedAt: moved(original.reportedAt),
    registeredAt: moved(original.registeredAt),
    confirmedAt: movedIfAny(original.confirmedAt),
    resolvedAt: movedIfAny(original.resolvedAt),
    closedAt: movedIfAny(original.closedAt),
    timeline: original.timeline.map((event) => ({ ...event, at: moved(event.at) })),
    updatedAt: moved(original.updatedAt),
  };
}

/**
 * Fills an empty database with demo offices, users and tickets, then copies the tickets until there are `count` in the
 * offices by the usual pack: those the measuring operator works for. Copies have no journal: a first pull of tickets is
 * what the goals speak of.
 * @param which `unfinished` copies only tickets that can still be worked on.
 */
export async function fillWithTickets(
  store: ServerStore,
  count: number,
  which: 'all' | 'unfinished' = 'all',
): Promise<void> {
  const demo = ['demo', '--today', '2026-11-20', '--tickets', String(Math.min(count, mostOriginals))];
  runCli(store, demo);
  const database = await openDatabase(store, systemPlatform);
  const finished = which === 'unfinished' ? ['closed', 'cancelled'] : [];
  try {
    const { rows } = await sql<{ doc: unknown }>`
      SELECT doc FROM stored_row WHERE kind = 'ticket' AND doc #>> '{policy,name}' = 'madiun'
        AND NOT doc ->> 'state' = ANY(${finished}::text[]) ORDER BY id`.execute(database.db);
    const originals = rows.map(({ doc }) => rowSchemas.ticket.parse(doc));
    for (let from = originals.length; from < count; from += rowsPerWrite) {
      const until = Math.min(count, from + rowsPerWrite);
      const copies = Array.from({ length: until - from }, (_, place) => {
        const at = from + place;
        const round = Math.floor(at / originals.length);
        const original = originals[at % originals.length] as Ticket;
        const { client } = originals[(at * 7 + round) % originals.length] as Ticket;
        const doc = copyOf(original, client, at, round * shiftMs);
        return { kind: 'ticket', id: doc.id, doc } as const;
      });
      await database.db.transaction().execute((tx) => writeRows(tx, copies));
    }
  } finally {
    await database.close();
  }
}
