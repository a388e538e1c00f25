import { sql } from 'kysely';
import type { Tx } from '../db/open.ts';
import { changeText, type SpaceChanges, textOfChange } from './changes.ts';

/** From where the device pulls a space, and what it has of it. */
export interface WindowedFrom {
  readonly space: string;
  /** The space's present version. */
  readonly version: number;
  readonly after: number;
  /** The version at which the device had everything last; `after` is above it while pages of one pull wait. */
  readonly base: number;
  /** Start of the window, UTC ms. */
  readonly since: number;
}

interface LookedAt {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly ticket: string;
  /** `out`: the device has nothing of the ticket and needs nothing; `whole`: it may have nothing; `in`: it has the rest. */
  readonly part: 'in' | 'whole' | 'out';
  /** Its document as text, null for a tombstone; not there where it was not asked for. */
  readonly doc?: string | null;
}

/** Rows looked at for one asked for: many may be left out, and none should keep the database for long. */
const looksPerRow = 20;
/** One ticket for so many rows asked for may come whole: each has some ten. */
const rowsPerWhole = 10;

async function lookAt(
  tx: Tx,
  from: WindowedFrom,
  bound: ReturnType<typeof sql>,
  withDocs = false,
): Promise<LookedAt[]> {
  const { space, base, since } = from;
  const doc = withDocs ? sql`, row.doc::text AS doc` : sql``;
  // What is new to the space since the device had everything is not on it. A ticket from another space is: it may be.
  const { rows } = await sql<LookedAt>`
    SELECT row.kind, row.id, row.version, split_part(row.id, '/', 1) AS ticket,
      CASE WHEN span.entered > ${base} AND span.entered <> span.woken AND span.ended_at < ${since} THEN 'out'
        WHEN span.woken > ${base} THEN 'whole' ELSE 'in' END AS part${doc}
    FROM (SELECT kind, id, version${withDocs ? sql`, doc` : sql``} FROM stored_row WHERE space = ${space} AND ${bound}) AS row
      LEFT JOIN LATERAL (
        -- Ticket by ticket: without statistics the planner would read all tickets of the space for a page of two rows.
        SELECT entered, woken, ended_at FROM ticket_span
        WHERE id = split_part(row.id, '/', 1) COLLATE "C" AND space = ${space} LIMIT 1
      ) AS span ON true
    ORDER BY row.version`.execute(tx);
  return rows;
}

/** The rows of `looked` by version, ascending. */
function byVersion(looked: readonly LookedAt[]): (readonly [number, readonly LookedAt[]])[] {
  const groups = new Map<number, LookedAt[]>();
  for (const row of looked) {
    const group = groups.get(row.version);
    if (group === undefined) groups.set(row.version, [row]);
    else group.push(row);
  }
  return [...groups];
}

/**
 * A page of what changed in a space: at most `limit` rows, but always all the rows of a version or none; the first version
 * whatever its size, where `isFirst`. Tickets that are new to the device and were over before its window are left out; of
 * tickets that changed while they were over, which it may not have, the other rows come beside.
 */
export async function windowedChangesOf(
  tx: Tx,
  from: WindowedFrom,
  limit: number,
  isFirst: boolean,
): Promise<SpaceChanges> {
  const { space, version, after } = from;
  const mostWhole = Math.ceil(limit / rowsPerWhole);
  const { looked, isAll } =
    (await lookAtPage(tx, from, limit)) ?? (await lookFurther(tx, from, limit * looksPerRow));
  const kept: LookedAt[] = [];
  const whole = new Set<string>();
  let reached = after;
  let leftOut = false;
  let isFull = false;
  for (const [at, rows] of byVersion(looked)) {
    const told = rows.filter(({ part }) => part !== 'out');
    const wake = told.filter(({ part, ticket }) => part === 'whole' && !whole.has(ticket));
    const isTooMuch = kept.length + told.length > limit || whole.size + wake.length > mostWhole;
    isFull = told.length > 0 && isTooMuch && !(isFirst && kept.length === 0);
    if (isFull) break;
    kept.push(...told);
    for (const { ticket } of wake) whole.add(ticket);
    leftOut ||= told.length < rows.length;
    reached = at;
  }
  return {
    changes: await textsOf(tx, space, kept),
    unchanged: await wholeTexts(tx, [space], [...whole], after),
    kept: kept.length,
    reached: isAll && !isFull ? version : reached,
    leftOut,
  };
}

interface Look {
  readonly looked: readonly LookedAt[];
  /** Nothing is behind them. */
  readonly isAll: boolean;
}

/** As many rows as make a page, with their documents. Null where they make none: some are left out, or one version is larger. */
async function lookAtPage(tx: Tx, from: WindowedFrom, limit: number): Promise<Look | null> {
  const bound = sql`version > ${from.after} ORDER BY version LIMIT ${limit + 1}::int`;
  const looked = await lookAt(tx, from, bound, true);
  if (looked.length <= limit) return { looked, isAll: true };
  const last = looked.at(-1)?.version;
  const whole = looked.filter(({ version }) => version !== last);
  const isPage = whole.length > 0 && looked.every(({ part }) => part !== 'out');
  return isPage ? { looked: whole, isAll: false } : null;
}

/** At most so many rows, without their documents; the first version whatever its size. */
async function lookFurther(tx: Tx, from: WindowedFrom, most: number): Promise<Look> {
  const looked = await lookAt(tx, from, sql`version > ${from.after} ORDER BY version LIMIT ${most + 1}::int`);
  if (looked.length <= most) return { looked, isAll: true };
  const last = looked.at(-1)?.version;
  // The last version looked at may have more rows than were seen.
  return looked[0]?.version === last
    ? { looked: await lookAt(tx, from, sql`version = ${last}`), isAll: false }
    : { looked: looked.filter((row) => row.version !== last), isAll: false };
}

async function textsOf(tx: Tx, space: string, rows: readonly LookedAt[]): Promise<string[]> {
  const texts = rows.flatMap(({ kind, id, doc }) =>
    doc === undefined ? [] : [textOfChange(kind, id, space, doc)],
  );
  if (texts.length === rows.length) return texts;
  const kinds = rows.map(({ kind }) => kind);
  const ids = rows.map(({ id }) => id);
  const found = await sql<{ text: string }>`
    SELECT ${changeText} AS text FROM (
      SELECT stored_row.kind, stored_row.id, space, doc, place
      FROM unnest(${kinds}::text[], ${ids}::text[]) WITH ORDINALITY AS wanted (kind, id, place)
        JOIN stored_row ON stored_row.kind = wanted.kind COLLATE "C" AND stored_row.id = wanted.id COLLATE "C"
    ) AS row ORDER BY place`.execute(tx);
  return found.rows.map(({ text }) => text);
}

/** All rows of these tickets, of these spaces; up to a version where there is one: what is above it comes as changes. */
export async function wholeTexts(
  tx: Tx,
  spaces: readonly string[],
  tickets: readonly string[],
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<string[]> {
  if (tickets.length === 0) return [];
  const found = await sql<{ text: string }>`
    SELECT ${changeText} AS text FROM (
      SELECT kind, id, space, version, doc, deleted FROM stored_row
        WHERE kind = 'ticket' AND id = ANY(${[...tickets]}::text[])
      UNION ALL
      SELECT part.kind, part.id, part.space, part.version, part.doc, part.deleted
        FROM unnest(${[...tickets]}::text[]) AS wanted (id)
          CROSS JOIN (VALUES ('form'), ('journal'), ('attachment')) AS kinds (kind)
          CROSS JOIN LATERAL (
            SELECT kind, id, space, version, doc, deleted FROM stored_row
            WHERE kind = kinds.kind COLLATE "C"
              AND id > (wanted.id || '/') COLLATE "C" AND id < (wanted.id || '0') COLLATE "C" OFFSET 0) AS part
    ) AS row WHERE space = ANY(${[...spaces]}::text[]) AND version <= ${upTo} AND NOT deleted
    ORDER BY id DESC`.execute(tx);
  return found.rows.map(({ text }) => text);
}
