import { sql } from 'kysely';
import type { JournalEntry } from '#shared/domain/journal.ts';
import { type Ticket, ticketSchema } from '#shared/domain/ticket.ts';
import { formatTicketNumber, parseTicketNumber } from '#shared/domain/ticket-number.ts';
import { type Row, spaceOfOpd } from '#shared/sync/rows.ts';
import { enrolDevice } from '../auth/devices.ts';
import type { Db, Tx } from '../db/open.ts';
import { canonicalJson } from '../store/canonical.ts';
import { writeRows } from '../store/rows.ts';
import { systemDeviceCode } from '../sync/system-actor.ts';
import { importer } from './build-ticket.ts';

const deviceId = 'server-import';

/** The code of the device that numbers imported tickets; enrolled at the first import. */
export async function importDeviceCode(tx: Tx, now: number): Promise<string> {
  const known = await tx.selectFrom('device').select('code').where('id', '=', deviceId).executeTakeFirst();
  if (known !== undefined) return known.code;
  return (await enrolDevice(tx, { id: deviceId, userId: importer, name: 'Impor', now })).code;
}

/** Gives the next free number of an office and month. */
export type NumberGiver = (kind: Ticket['kind'], month: string) => string;

/** Continues behind the highest number that the import device has given so far. */
export async function createNumberGiver(tx: Tx, opd: string, device: string): Promise<NumberGiver> {
  const { rows } = await sql<{ number: string }>`
    SELECT doc ->> 'number' AS number FROM stored_row
    WHERE kind = 'ticket' AND space = ${spaceOfOpd(opd)} AND doc ->> 'number' LIKE ${`%-${device}-%`}`.execute(
    tx,
  );
  const highest = new Map<string, number>();
  for (const { number } of rows) {
    const parsed = parseTicketNumber(number);
    if (!parsed.ok || parsed.value.device !== device) continue;
    const { month, sequence } = parsed.value;
    highest.set(month, Math.max(sequence, highest.get(month) ?? 0));
  }
  return (kind, month) => {
    const sequence = (highest.get(month) ?? 0) + 1;
    highest.set(month, sequence);
    return formatTicketNumber({ kind, opd, month, device, sequence });
  };
}

/** A ticket of an earlier import as stored now, and how it may be written again. */
export interface StoredImport {
  readonly ticket: Ticket;
  readonly journalIds: ReadonlySet<string>;
  /** Somebody has worked on it since: what people did is never overwritten; what the server noted by itself may be. */
  readonly isWorkedOn: boolean;
}

/** Earlier imports of these numbers of the other system, keyed by that number. */
export async function readImported(
  db: Pick<Db, 'getExecutor'>,
  opd: string,
  refs: readonly string[],
): Promise<Map<string, StoredImport>> {
  const { rows } = await sql<{ doc: unknown; journal: { id: string; mutation: number }[] | null }>`
    SELECT ticket.doc, (
      SELECT jsonb_agg(jsonb_build_object('id', line.id, 'mutation', (line.doc ->> 'mutationId')::bigint))
      FROM stored_row AS line WHERE line.kind = 'journal' AND line.doc ->> 'device' <> ${systemDeviceCode}
        AND line.id > (ticket.id || '/') COLLATE "C" AND line.id < (ticket.id || '0') COLLATE "C") AS journal
    FROM stored_row AS ticket
    WHERE ticket.kind = 'ticket' AND ticket.space = ${spaceOfOpd(opd)} AND NOT ticket.deleted
      AND (ticket.doc ->> 'externalRef') = ANY(${refs}::text[])`.execute(db);
  return new Map(
    rows.map(({ doc, journal }) => {
      const ticket = ticketSchema.parse(doc);
      const lines = journal ?? [];
      const isWorkedOn = lines.some((line) => line.mutation > 0);
      return [
        ticket.externalRef ?? '',
        { ticket, journalIds: new Set(lines.map((line) => line.id)), isWorkedOn },
      ];
    }),
  );
}

/**
 * Writes tickets with the journal lines that are not there yet. A ticket whose document is the same is left alone, so
 * that its version does not move.
 * @returns how many tickets were written.
 */
export async function storeTickets(
  tx: Tx,
  tickets: readonly {
    readonly ticket: Ticket;
    readonly journal: readonly JournalEntry[];
    readonly stored: StoredImport | undefined;
  }[],
): Promise<number> {
  const rows: Row[] = [];
  let written = 0;
  for (const { ticket, journal, stored } of tickets) {
    const fresh = journal.filter(({ id }) => stored?.journalIds.has(id) !== true);
    const isSame = stored !== undefined && canonicalJson(stored.ticket) === canonicalJson(ticket);
    if (isSame && fresh.length === 0) continue;
    written += 1;
    rows.push({ kind: 'ticket', id: ticket.id, doc: ticket });
    for (const doc of fresh) rows.push({ kind: 'journal', id: doc.id, doc });
  }
  if (rows.length > 0) await writeRows(tx, rows);
  return written;
}
