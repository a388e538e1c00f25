import { sql } from 'kysely';
import { type Ticket, ticketSchema } from '#shared/domain/ticket.ts';
import { referenceSpace } from '#shared/sync/rows.ts';
import { type Db, keepIndexOrder, readMoment, type Tx } from '../db/open.ts';

/** A ticket as stored; `ticket` is null where it is gone, and undefined where its document is damaged. */
export interface FoundTicket {
  readonly id: string;
  readonly ticket: Ticket | null | undefined;
  /** Keys of what has been dealt with. */
  readonly told: ReadonlySet<string>;
}

const pageSize = 500;

/** Keys of what has been dealt with, by ticket. */
export async function readTold(tx: Tx, tickets: readonly string[]): Promise<Map<string, Set<string>>> {
  const told = new Map(tickets.map((id) => [id, new Set<string>()]));
  if (tickets.length === 0) return told;
  const { rows } = await sql<{ ticket: string; key: string }>`
    SELECT ticket, key FROM told WHERE ticket = ANY(${[...tickets]}::text[])`.execute(tx);
  for (const { ticket, key } of rows) told.get(ticket)?.add(key);
  return told;
}

/** Writes down what has been dealt with at `now` (UTC ms). */
export async function saveTold(
  tx: Tx,
  told: readonly { readonly ticket: string; readonly key: string }[],
  now: number,
): Promise<void> {
  if (told.length === 0) return;
  await sql`
    INSERT INTO told (ticket, key, at)
    SELECT ticket, key, ${now}::bigint FROM jsonb_to_recordset(${JSON.stringify(told)}::text::jsonb)
      AS x (ticket text, key text)
    ON CONFLICT DO NOTHING`.execute(tx);
}

async function found(
  tx: Tx,
  rows: readonly { readonly id: string; readonly doc: unknown }[],
): Promise<FoundTicket[]> {
  const told = await readTold(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, doc }) => ({
    id,
    ticket: doc === null ? null : ticketSchema.safeParse(doc).data,
    told: told.get(id) ?? new Set<string>(),
  }));
}

/** All tickets that are neither closed nor cancelled, page by page. */
export async function* openTickets(db: Db): AsyncGenerator<readonly FoundTicket[]> {
  let after = '';
  for (;;) {
    const from = after;
    const page = await readMoment(db, async (tx) => {
      await keepIndexOrder(tx);
      // As the partial index has it, or it would not be used.
      const { rows } = await sql<{ id: string; doc: unknown }>`
        SELECT id, doc FROM stored_row
        WHERE kind = 'ticket' AND NOT deleted AND (doc ->> 'state') NOT IN ('closed', 'cancelled') AND id > ${from}
        ORDER BY id LIMIT ${pageSize}::int`.execute(tx);
      return found(tx, rows);
    });
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    after = last.id;
  }
}

/** Tickets of a space that changed after a version, up to another, page by page. */
export async function* changedTickets(
  db: Db,
  space: string,
  after: number,
  upTo: number,
): AsyncGenerator<readonly FoundTicket[]> {
  let reached = after;
  while (reached < upTo) {
    const from = reached;
    const { page, last } = await readMoment(db, async (tx) => {
      await keepIndexOrder(tx);
      const { rows } = await sql<{ id: string; doc: unknown; version: number }>`
        SELECT id, version, doc FROM stored_row
        WHERE space = ${space} AND version > ${from} AND version <= ${upTo} AND kind = 'ticket'
        ORDER BY version LIMIT ${pageSize}::int`.execute(tx);
      // A version is one ticket's as a rule; should the last one go on behind the page, it is read again.
      const last = rows.length < pageSize ? upTo : Math.max((rows.at(-1)?.version ?? upTo) - 1, from + 1);
      return { page: await found(tx, rows), last };
    });
    if (page.length > 0) yield page;
    reached = last;
  }
}

/** True when packs or days off were published between two versions of the reference space. */
export async function hasPublished(db: Db, after: number, upTo: number): Promise<boolean> {
  if (after === upTo) return false;
  const row = await db
    .selectFrom('stored_row')
    .select('id')
    .where('space', '=', referenceSpace)
    .where('version', '>', after)
    .where('version', '<=', upTo)
    .where('kind', 'in', ['policy', 'calendar'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
