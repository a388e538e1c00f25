import type { Cursor } from '#shared/sync/protocol.ts';
import { aggregateOf, type RowKind, rowKinds } from '#shared/sync/rows.ts';
import { type DeskDatabase, type Doc, isReferenceKind, olderKey, olderKeys } from '../db/database.ts';
import { type MetaValue, readMeta, writeMeta } from '../db/meta.ts';
import type { PulledChange } from './apply-changes.ts';
import { listPageOf, readListPage } from './list-page.ts';
import type { LocalStore } from './mutate.ts';

/** A stretch of time (UTC ms); `to` is the first instant after it. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Tickets as one line of the server's answer brings them: all their rows. */
export interface OlderLine {
  readonly last: string;
  readonly rows: readonly PulledChange[];
}

/** To which window, in which life of the server, an answer belongs. */
export type OlderAnswer = Pick<Cursor, 'epoch' | 'since'>;

/**
 * Begins to fetch a period, or goes on with it.
 * @returns the last ticket of it that is stored already, null where none is.
 */
export async function beginOlder(
  { db }: Pick<LocalStore, 'db'>,
  { from, to }: Range,
): Promise<string | null> {
  return db.transaction('rw', db.meta, async () => {
    const { older } = await readMeta(db, 'older');
    if (isUnderWay(older, { from, to })) return older.partial.after;
    await writeMeta(db, 'older', { ranges: older?.ranges ?? [], partial: { from, to, after: null } });
    return null;
  });
}

/**
 * Stores whole tickets from before the window under everything that is known of them, together with the point from which
 * to go on with a period. What a pull brought stands over them, whether it came before or comes afterwards: it is never
 * older than what the device shows then. Tickets of an office the user has lost meanwhile are left out.
 * @returns the ids of the tickets, or null where the device began anew meanwhile, or was told that older tickets came to the
 * server (the period must be fetched anew then): nothing was stored.
 */
export async function storeOlder(
  store: LocalStore,
  answer: OlderAnswer,
  line: OlderLine,
  period: Range | null,
): Promise<readonly string[] | null> {
  const { db, view } = store;
  return db.transaction('rw', [db.packs, db.lists, db.meta], async () => {
    const { cursor, packs, older } = await readMeta(db, 'cursor', 'packs', 'older');
    if (!isPresent(cursor, answer) || (period !== null && !isUnderWay(older, period))) return null;
    const tickets = gathered(line.rows.filter(({ space }) => Object.hasOwn(cursor.versions, space)));
    await db.packs.bulkPut(
      tickets.map(({ id, rows }) => ({
        key: olderKey(id),
        docs: rows.map(({ doc }) => doc),
        kinds: rows.map(({ kind }) => kind),
      })),
    );
    if (tickets.length > 0) await addToLists(db, line.last, tickets);
    if (period !== null) {
      const { from, to } = period;
      await writeMeta(db, 'older', { ranges: older?.ranges ?? [], partial: { from, to, after: line.last } });
    }
    const generation = (packs?.generation ?? 0) + 1;
    await writeMeta(db, 'packs', { generation });
    await view.refreshTo(generation);
    return tickets.map(({ id }) => id);
  });
}

/**
 * Notes that every ticket of a period is on the device now.
 * @returns false where the device began anew meanwhile, or was told that older tickets came to the server.
 */
export async function finishOlder(store: LocalStore, answer: OlderAnswer, period: Range): Promise<boolean> {
  const { db } = store;
  return db.transaction('rw', db.meta, async () => {
    const { cursor, older } = await readMeta(db, 'cursor', 'older');
    if (!isPresent(cursor, answer) || !isUnderWay(older, period)) return false;
    await writeMeta(db, 'older', { ranges: joined([...older.ranges, period]), partial: null });
    return true;
  });
}

/**
 * Lets go of everything from before the window; tickets with work that waits to be sent stay.
 * @returns the ids of the tickets that went.
 */
export async function forgetOlder(store: LocalStore): Promise<readonly string[]> {
  const { db, view } = store;
  return db.transaction('rw', [db.packs, db.lists, db.meta, db.outbox], async () => {
    const { packs } = await readMeta(db, 'packs');
    const pending = new Set((await db.outbox.orderBy('aggregate').uniqueKeys()) as string[]);
    const keys = (await db.packs
      .where('key')
      .between(...olderKeys)
      .primaryKeys()) as string[];
    const gone = keys.filter((key) => !pending.has(key.slice(olderKey('').length)));
    const ids = new Set(gone.map((key) => key.slice(olderKey('').length)));
    await db.packs.bulkDelete(gone);
    const lists = await db.lists
      .where('key')
      .between(...olderKeys)
      .toArray();
    await db.lists.bulkDelete(lists.map(({ key }) => key));
    const kept = lists.flatMap(({ key, page }) => {
      const tickets = readListPage(page).filter(({ id }) => !ids.has(id));
      return tickets.length === 0 ? [] : [{ key, page: JSON.stringify(tickets) }];
    });
    await db.lists.bulkPut(kept);
    await db.meta.delete('older');
    const generation = (packs?.generation ?? 0) + 1;
    await writeMeta(db, 'packs', { generation });
    await view.refreshTo(generation);
    return [...ids];
  });
}

/** True where the device has every ticket a period needs: it lies in the window, or in periods that were fetched. */
export function hasWhole(
  since: number | undefined,
  older: MetaValue<'older'> | undefined,
  { from, to }: Range,
): boolean {
  const window = { from: since ?? Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  return joined([...(older?.ranges ?? []), window]).some((range) => range.from <= from && range.to >= to);
}

/** Ranges that overlap or touch, as one: a ticket of two periods side by side belongs to one of them. */
function joined(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last === undefined || range.from > last.to) result.push(range);
    else result[result.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
  }
  return result;
}

function isPresent(cursor: Cursor | undefined, answer: OlderAnswer): cursor is Cursor {
  return cursor !== undefined && cursor.epoch === answer.epoch && cursor.since === answer.since;
}

/** True while a period is being fetched, and nothing says that what came of it is out of date. */
function isUnderWay(
  older: MetaValue<'older'> | undefined,
  { from, to }: Range,
): older is MetaValue<'older'> & { readonly partial: Range & { readonly after: string | null } } {
  return older?.partial?.from === from && older.partial.to === to;
}

interface WholeTicket {
  readonly id: string;
  readonly ticket: Doc;
  readonly rows: readonly { readonly kind: RowKind; readonly doc: Doc }[];
}

/** Rows by ticket, each ticket's own first. Without that row, or of a kind this version does not know, nothing is kept. */
function gathered(changes: readonly PulledChange[]): WholeTicket[] {
  const tickets = new Map<string, { own: Doc | null; parts: { kind: RowKind; doc: Doc }[] }>();
  for (const { kind, id, doc } of changes) {
    if (doc === null || !isTicketKind(kind)) continue;
    const ticketId = aggregateOf(id);
    const ticket = tickets.get(ticketId) ?? { own: null, parts: [] };
    tickets.set(ticketId, ticket);
    if (kind === 'ticket') ticket.own = doc;
    else ticket.parts.push({ kind, doc });
  }
  return [...tickets].flatMap(([id, { own, parts }]) =>
    own === null ? [] : [{ id, ticket: own, rows: [{ kind: 'ticket' as const, doc: own }, ...parts] }],
  );
}

function isTicketKind(kind: string): kind is RowKind {
  return (rowKinds as readonly string[]).includes(kind) && !isReferenceKind(kind);
}

/** Adds to the page of the same last ticket: another search, or a period, may have ended a line with it. */
async function addToLists(db: DeskDatabase, last: string, tickets: readonly WholeTicket[]): Promise<void> {
  const key = olderKey(last);
  const known = await db.lists.get(key);
  const listed = new Set(tickets.map(({ id }) => id));
  const others = known === undefined ? [] : readListPage(known.page).filter(({ id }) => !listed.has(id));
  const page = listPageOf(tickets.map(({ ticket }) => ticket));
  await db.lists.put({ key, page: JSON.stringify([...readListPage(page), ...others]) });
}
