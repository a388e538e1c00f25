import { sql } from 'kysely';
import { aggregateOf, type RowKind, referenceSpace, rowKinds } from '#shared/sync/rows.ts';
import { type Db, keepIndexOrder, readMoment, type Tx } from '../db/open.ts';

const docsPerLine = 500;
/** Tickets whose parts are asked for at once: few at first, then as many as make a line. */
const firstSlice = 64;
const largestSlice = 4_000;
/** Tickets whose parts are counted for the head. */
const mostCounted = 1_000;

/** True for the kinds of rows that belong to a ticket. */
export function isTicketKind(kind: RowKind): boolean {
  return rowKinds.indexOf(kind) >= rowKinds.indexOf('ticket');
}

/** Ids of the tickets of these spaces that are not over, or were not before `since` (UTC ms). */
export async function ticketsSince(tx: Tx, spaces: readonly string[], since: number): Promise<string[]> {
  // As one text: a hundred thousand rows of an answer take five times as long. No id has an end of line.
  const { rows } = await sql<{ ids: string | null }>`
    SELECT string_agg(span.id, chr(10)) AS ids FROM unnest(${[...spaces]}::text[]) AS wanted (space)
      JOIN ticket_span AS span ON span.space = wanted.space COLLATE "C" AND span.ended_at >= ${since}`.execute(
    tx,
  );
  const ids = rows[0]?.ids ?? null;
  return ids === null ? [] : ids.split('\n');
}

/**
 * The rows of a kind that belong to these tickets (`tickets` in the order of their parts, newest first). Left to itself the
 * planner holds every row of the kind against every ticket. A kind with fewer rows than there are tickets is looked
 * through; of any other the parts of each ticket are looked up.
 */
function partsOf(kind: RowKind, tickets: readonly string[], isSparse: boolean, bound = sql``) {
  const ids = sql`${[...tickets]}::text[]`;
  return isSparse
    ? sql`SELECT part.id, part.space, part.doc FROM stored_row AS part
        WHERE part.kind = ${kind} AND NOT part.deleted ${bound}
          AND part.id > ${`${tickets.at(-1)}/`} COLLATE "C" AND part.id < ${`${tickets[0]}0`} COLLATE "C"
          AND split_part(part.id, '/', 1) = ANY(${ids})`
    : sql`SELECT part.id, part.space, part.doc FROM unnest(${ids}) AS wanted (id) CROSS JOIN LATERAL (
        SELECT part.id, part.space, part.doc FROM stored_row AS part
        WHERE part.kind = ${kind} AND NOT part.deleted ${bound}
          AND part.id > (wanted.id || '/') COLLATE "C" AND part.id < (wanted.id || '0') COLLATE "C" OFFSET 0) AS part`;
}

/** True where there are fewer rows of the kind than `count`. */
async function hasFewer(tx: Tx, kind: RowKind, count: number): Promise<boolean> {
  const { rows } = await sql<{ found: number }>`
    SELECT count(*) AS found FROM (SELECT FROM stored_row WHERE kind = ${kind} LIMIT ${count}::int) AS seen`.execute(
    tx,
  );
  return (rows[0]?.found ?? 0) < count;
}

/** Tickets in the order of their parts, newest first: a slash stands before digits and letters, but behind a hyphen and a full stop. */
function inOrderOfParts(tickets: readonly string[]): string[] {
  return tickets
    .map((id) => `${id}/`)
    .sort(descending)
    .map((id) => id.slice(0, -1));
}

/**
 * How many rows a window brings: the reference data, and these tickets with their parts. Of many tickets the parts of some
 * are counted and those of all reckoned from them: it is there to show progress, and nobody should wait for it.
 */
export async function countWindow(tx: Tx, tickets: readonly string[]): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    SELECT count(*) AS total FROM stored_row WHERE space = ${referenceSpace} AND NOT deleted`.execute(tx);
  const some = spread(tickets, mostCounted);
  let parts = 0;
  for (const kind of ['form', 'journal', 'attachment'] as const) {
    if (some.length === 0) break;
    const found = await sql<{ count: number }>`
      SELECT count(*) AS count FROM (${partsOf(kind, some, false)}) AS part`.execute(tx);
    parts += found.rows[0]?.count ?? 0;
  }
  const perTicket = parts / Math.max(1, some.length);
  return (rows[0]?.total ?? 0) + tickets.length + Math.round(perTicket * tickets.length);
}

/** At most so many of a list, as far apart as can be. */
function spread<T>(list: readonly T[], most: number): T[] {
  const step = Math.ceil(list.length / most);
  return list.filter((_, at) => at % step === 0);
}

/** The spaces of which rows may be sent at the moment of a transaction. */
export type SpacesNow = (tx: Tx) => Promise<readonly string[] | '*'>;

/** The rows of a list of tickets, kind by kind with the newest id first, as JSON texts of the documents of a line. */
export class WindowedPages {
  readonly #db: Db;
  readonly #spacesNow: SpacesNow;
  readonly #tickets: readonly string[];

  /** @param spacesNow asked for each line: a ticket may leave the spaces while the stream runs, and they the reader. */
  constructor(db: Db, spacesNow: SpacesNow, tickets: readonly string[]) {
    this.#db = db;
    this.#spacesNow = spacesNow;
    this.#tickets = tickets;
  }

  /** @param below the last row a device has stored of this kind; null where it has none. */
  of(kind: RowKind, below: string | null): AsyncGenerator<string> {
    return kind === 'ticket' ? this.#ticketPages(below) : this.#partPages(kind, below);
  }

  async *#ticketPages(below: string | null): AsyncGenerator<string> {
    const ids = this.#tickets.filter((id) => below === null || id < below).sort(descending);
    for (let at = 0; at < ids.length; at += docsPerLine) {
      const docs = await this.#read(sql`
        SELECT id, space, doc FROM stored_row
        WHERE kind = 'ticket' AND id = ANY(${ids.slice(at, at + docsPerLine)}::text[]) AND NOT deleted`);
      if (docs.text !== null) yield docs.text;
    }
  }

  async *#partPages(kind: RowKind, below: string | null): AsyncGenerator<string> {
    const first = below === null ? null : `${aggregateOf(below)}/`;
    const ids = inOrderOfParts(this.#tickets).filter((id) => first === null || `${id}/` <= first);
    const isSparse = await readMoment(this.#db, (tx) => hasFewer(tx, kind, ids.length));
    const bound = below === null ? sql`` : sql`AND part.id < ${below} COLLATE "C"`;
    let slice = firstSlice;
    for (let at = 0; at < ids.length; ) {
      const taken = ids.slice(at, at + slice);
      const docs = await this.#read(partsOf(kind, taken, isSparse, bound));
      if (docs.text !== null) yield docs.text;
      at += taken.length;
      const perTicket = Math.max(docs.count, 1) / taken.length;
      slice = Math.max(1, Math.min(largestSlice, slice * 4, Math.floor(docsPerLine / perTicket)));
    }
  }

  #read(rows: ReturnType<typeof sql>): Promise<{ count: number; text: string | null }> {
    return readMoment(this.#db, async (tx) => {
      const spaces = await this.#spacesNow(tx);
      await keepIndexOrder(tx);
      const within = spaces === '*' ? sql`` : sql`WHERE space = ANY(${[...spaces]}::text[])`;
      const found = await sql<{ count: number; text: string | null }>`
        SELECT count(*) AS count, string_agg(doc::text, ',' ORDER BY id DESC) AS text
        FROM (${rows}) AS row ${within}`.execute(tx);
      return found.rows[0] ?? { count: 0, text: null };
    });
  }
}

function descending(a: string, b: string): number {
  return a < b ? 1 : -1;
}
