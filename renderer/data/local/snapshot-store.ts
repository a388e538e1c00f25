import type { Cursor } from '#shared/sync/protocol.ts';
import { aggregateOf, type RowKind } from '#shared/sync/rows.ts';
import {
  type DeskDatabase,
  type Doc,
  idOfDoc,
  idOfKey,
  isReferenceKind,
  keyOf,
  kindOfKey,
  type PackRecord,
  type RowRecord,
  reoffered,
  type ShadowRecord,
} from '../db/database.ts';
import { firstSequence, type MetaValue, readMeta, writeMeta } from '../db/meta.ts';
import { listPageOf } from './list-page.ts';
import type { LocalStore } from './mutate.ts';
import { isPublishedKey, publishedBetween } from './published-shelf.ts';
import { putBackShadows, rerunPending } from './rebase.ts';

export interface SnapshotLine {
  readonly kind: RowKind;
  readonly docs: readonly Doc[];
}

/**
 * Starts a first pull: forgets what the server once sent, and keeps the outbox. A server that was restored from a
 * back-up knows fewer mutations than this device has had acknowledged: those are put back to be offered again.
 */
export async function beginSnapshot(
  store: LocalStore,
  head: { readonly cursor: Cursor; readonly total: number; readonly lastMutationId: number },
): Promise<void> {
  const { db, view } = store;
  const tables = [db.rows, db.packs, db.lists, db.shadow, db.outbox, db.sent, db.meta, db.parked];
  await db.transaction('rw', tables, async () => {
    const {
      sequence = firstSequence,
      packs,
      cursor,
      snapshot,
    } = await readMeta(db, 'sequence', 'packs', 'cursor', 'snapshot');
    const epoch = (cursor ?? snapshot?.cursor)?.epoch;
    // In another life of the server a number says nothing about what is behind it: a copy of this profile may have given
    // it again. Only the answer to a push tells, so everything that is kept is offered. The same where the desk has
    // forgotten in which life it was.
    const isRestored = epoch !== head.cursor.epoch;
    const lost = await db.sent
      .where(':id')
      .above(isRestored ? 0 : head.lastMutationId)
      .toArray();
    const offered = lost.map(reoffered);
    await db.outbox.bulkPut(offered);
    const first = isRestored ? (await db.outbox.orderBy('id').first())?.id : offered[0]?.id;
    const known = Math.min(head.lastMutationId, (first ?? Number.POSITIVE_INFINITY) - 1);
    await db.sent.bulkDelete(offered.map(({ id }) => id));
    await db.outbox.filter(({ hasArrived }) => hasArrived === true).modify({ hasArrived: false });
    // Unsent work is settled by the answer to its own push alone: the server may have other mutations under its numbers.
    const hasUnsent = known < head.lastMutationId || sequence.next - 1 > sequence.pushed;
    await writeMeta(db, 'sequence', {
      next: hasUnsent ? sequence.next : Math.max(sequence.next, head.lastMutationId + 1),
      pushed: hasUnsent ? Math.min(known, sequence.pushed) : head.lastMutationId,
      acknowledged: Math.min(sequence.acknowledged, known),
    });
    // Tickets with unsent work stay readable until the stream has brought the server's rows; nothing lies under them.
    const pending = new Set((await db.outbox.orderBy('aggregate').uniqueKeys()) as string[]);
    const isPending = (key: string) => pending.has(aggregateOf(idOfKey(key)));
    const keys = ((await db.rows.toCollection().primaryKeys()) as string[]).filter(
      (key) => !isReferenceKind(kindOfKey(key)),
    );
    await db.rows.bulkDelete(keys.filter((key) => !isPending(key)));
    await db.shadow.clear();
    await db.shadow.bulkPut(
      keys.filter(isPending).map((key) => ({ key, aggregate: aggregateOf(idOfKey(key)), previous: null })),
    );
    await db.packs.clear();
    await db.lists.clear();
    await db.parked.clear();
    const generation = (packs?.generation ?? 0) + 1;
    await writeMeta(db, 'packs', { generation });
    await db.meta.bulkDelete(['cursor', 'older']);
    await writeMeta(db, 'snapshot', { cursor: head.cursor, total: head.total, done: 0, after: null });
    await view.refreshTo(generation);
  });
}

/** True for one first pull, wherever its lines come from; null: none is under way. */
export function isSameHead(a: Cursor | null, b: Cursor | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.epoch !== b.epoch || a.since !== b.since) return false;
  const spaces = new Set([...Object.keys(a.versions), ...Object.keys(b.versions)]);
  return [...spaces].every((space) => a.versions[space] === b.versions[space]);
}

/**
 * Stores lines of the stream as packs together with the point from which to resume. Small reference rows go to `rows`.
 * @param head of the first pull they belong to.
 * @returns the keys of the new packs; null where another first pull was begun meanwhile (by file, beside the line): its
 * point to resume from says nothing about these lines, and nothing was stored.
 */
export async function storeSnapshotLines(
  store: LocalStore,
  head: Cursor,
  lines: readonly SnapshotLine[],
): Promise<{
  readonly packKeys: readonly string[];
  readonly rowKeys: readonly string[];
  readonly done: number;
} | null> {
  const { db, view } = store;
  return db.transaction('rw', [db.rows, db.packs, db.lists, db.shadow, db.meta], async () => {
    const { snapshot, packs } = await readMeta(db, 'snapshot', 'packs');
    if (snapshot === undefined || !isSameHead(snapshot.cursor, head)) return null;
    let { after, done } = snapshot;
    const newPacks: PackRecord[] = [];
    const passed: RowKind[] = [];
    const rows: RowRecord[] = [];
    for (const { kind, docs } of lines) {
      passed.push(...publishedBetween(after?.kind, kind));
      done += docs.length;
      const sorted = inDescendingOrder(kind, docs);
      const largest = sorted[0]?.id;
      const smallest = sorted.at(-1)?.id;
      if (largest === undefined || smallest === undefined) continue;
      // Packs are found by their ranges, so rows outside the promised order are kept one by one.
      const fits = after === null || after.kind !== kind || largest < after.id;
      if (isReferenceKind(kind) || !fits) {
        rows.push(...sorted.map(({ id, doc }) => ({ key: keyOf(kind, id), doc })));
      } else {
        newPacks.push({ key: keyOf(kind, largest), docs: sorted.map(({ doc }) => doc) });
      }
      after = { kind, id: smallest };
    }
    const lists = newPacks.filter(({ key }) => key.startsWith('ticket|'));
    await db.packs.bulkPut(newPacks);
    await db.lists.bulkPut(lists.map(({ key, docs }) => ({ key, page: listPageOf(docs) })));
    const forgotten = await forgetPublished(db, passed);
    await putUnderPending(db, rows);
    const rowKeys = [...new Set([...forgotten, ...rows.map(({ key }) => key)])];
    if (rowKeys.some(isPublishedKey)) await store.shelf.outdate();
    const next: MetaValue<'snapshot'> = { ...snapshot, after, done };
    await writeMeta(db, 'snapshot', next);
    const generation = (packs?.generation ?? 0) + 1;
    await writeMeta(db, 'packs', { generation });
    await view.refreshTo(generation);
    return { packKeys: newPacks.map(({ key }) => key), rowKeys, done };
  });
}

/**
 * Ends the first pull: the cursor of its head becomes the device's, and unsent work is run again over the rows that came.
 * @returns the keys of the rows that may read differently; null where another first pull is under way.
 */
export async function finishSnapshot(store: LocalStore, head: Cursor): Promise<readonly string[] | null> {
  const { db, view, shelf } = store;
  const tables = [db.rows, db.packs, db.shadow, db.outbox, db.counters, db.meta];
  return db.transaction('rw', tables, async () => {
    const meta = await readMeta(db, 'snapshot', 'packs', 'published', 'sequence');
    const { snapshot, packs, published, sequence = firstSequence } = meta;
    if (snapshot === undefined || !isSameHead(snapshot.cursor, head)) return null;
    await view.refreshTo(packs?.generation ?? 0);
    const forgotten = await forgetPublished(db, publishedBetween(snapshot.after?.kind));
    if (forgotten.length > 0) await shelf.outdate();
    else await shelf.refreshTo(published?.generation ?? 0);
    const pending = (await db.outbox.orderBy('aggregate').uniqueKeys()) as string[];
    const stale = await putBackShadows(store, pending);
    const written = await rerunPending(store, pending, (entry) => entry.id <= sequence.pushed);
    await writeMeta(db, 'cursor', snapshot.cursor);
    await writeMeta(db, 'lateKinds', ['attachment']);
    await db.meta.delete('snapshot');
    return [...new Set([...forgotten, ...stale, ...written])];
  });
}

/** What was published in another life of the server goes when the stream comes to the place of its kind. */
async function forgetPublished(db: DeskDatabase, kinds: readonly RowKind[]): Promise<string[]> {
  const keys = await Promise.all(
    kinds.map((kind) => db.rows.where('key').between(`${kind}|`, `${kind}|\uffff`).primaryKeys()),
  );
  await db.rows.bulkDelete(keys.flat());
  return keys.flat();
}

/**
 * Takes in rows of a kind this version is the first to know, as they stand on the server: what an older app left out of its
 * first pull, or put aside. Returns their keys.
 */
export async function storeLateRows(
  store: LocalStore,
  kind: RowKind,
  docs: readonly Doc[],
): Promise<readonly string[]> {
  const { db } = store;
  const rows = inDescendingOrder(kind, docs).map(({ id, doc }) => ({ key: keyOf(kind, id), doc }));
  await db.transaction('rw', [db.rows, db.shadow, db.parked], async () => {
    await putUnderPending(db, rows);
    await db.parked.bulkDelete(rows.map(({ key }) => key));
  });
  return rows.map(({ key }) => key);
}

/** Writes server rows; one that has pending changes over it goes underneath them. */
async function putUnderPending(db: DeskDatabase, rows: readonly RowRecord[]): Promise<void> {
  const shadows = await db.shadow.bulkGet(rows.map(({ key }) => key));
  const over: RowRecord[] = [];
  const under: ShadowRecord[] = [];
  rows.forEach((row, at) => {
    const shadow = shadows[at];
    if (shadow === undefined) over.push(row);
    else under.push({ ...shadow, previous: row });
  });
  await Promise.all([db.rows.bulkPut(over), db.shadow.bulkPut(under)]);
}

function inDescendingOrder(
  kind: RowKind,
  docs: readonly Doc[],
): { readonly id: string; readonly doc: Doc }[] {
  const known = docs.flatMap((doc) => {
    const id = idOfDoc(kind, doc);
    return id === undefined ? [] : [{ id, doc }];
  });
  const isOrdered = known.every(({ id }, at) => at === 0 || id < (known[at - 1]?.id ?? ''));
  return isOrdered ? known : known.sort((a, b) => (a.id < b.id ? 1 : -1));
}
