import { aggregateOf } from '#shared/sync/rows.ts';
import {
  type Doc,
  idOfKey,
  isDoc,
  isOlderKey,
  isReferenceKind,
  kindOfKey,
  olderKeys,
} from '../db/database.ts';
import { readMeta, writeMeta } from '../db/meta.ts';
import { listPageOf, readListPage } from './list-page.ts';
import type { LocalStore } from './mutate.ts';

/**
 * Removes every row of spaces the user may no longer read, changed and packed, inside the running transaction. Unsent
 * mutations stay in the outbox: the server refuses them, and their content then stands in the review list.
 * Reads all rows; happens only when an office is taken from the user's scope.
 */
export async function dropSpaces(
  store: LocalStore,
  spaces: readonly string[],
): Promise<{ readonly aggregates: ReadonlySet<string> }> {
  const { db, view } = store;
  const opds = new Set(spaces.filter((space) => space.startsWith('opd:')).map((space) => space.slice(4)));
  const isGone = (doc: Doc) => isDoc(doc) && typeof doc.opd === 'string' && opds.has(doc.opd);
  const goneRows: string[] = [];
  await db.rows.each((record) => {
    const kind = kindOfKey(record.key);
    // The days off of an office bear its code, and are for everybody to read.
    if (isReferenceKind(kind) || !('doc' in record)) return;
    if (isGone(record.doc)) goneRows.push(record.key);
  });
  // What lies under a pending change may be of another office than the change shows.
  const goneShadows: string[] = [];
  await db.shadow.each((shadow) => {
    if (shadow.previous !== null && 'doc' in shadow.previous && isGone(shadow.previous.doc)) {
      goneShadows.push(shadow.key);
    }
  });
  const aggregates = new Set([...goneRows, ...goneShadows].map((key) => aggregateOf(idOfKey(key))));
  const underneath = (
    await Promise.all([...aggregates].map((id) => db.shadow.where('aggregate').equals(id).primaryKeys()))
  ).flat();
  await db.rows.bulkDelete([...goneRows, ...goneShadows]);
  await db.shadow.bulkDelete(underneath);
  await rewritePacks(store, isGone);
  const olderLists = await db.lists
    .where('key')
    .between(...olderKeys)
    .toArray();
  await db.lists.bulkPut(
    olderLists.map(({ key, page }) => ({
      key,
      page: JSON.stringify(readListPage(page).filter(({ opd }) => !opds.has(opd))),
    })),
  );
  await db.parked.filter(({ change }) => isDoc(change) && spaces.includes(String(change.space))).delete();
  const { packs } = await readMeta(db, 'packs');
  const generation = (packs?.generation ?? 0) + 1;
  await writeMeta(db, 'packs', { generation });
  await view.refreshTo(generation);
  return { aggregates };
}

async function rewritePacks(store: LocalStore, isGone: (doc: Doc) => boolean): Promise<void> {
  const { db } = store;
  for (const key of (await db.packs.toCollection().primaryKeys()) as string[]) {
    const pack = await db.packs.get(key);
    if (pack === undefined) continue;
    const docs = pack.docs.filter((doc) => !isGone(doc));
    if (docs.length === pack.docs.length) continue;
    if (docs.length === 0 && isOlderKey(key)) {
      await db.packs.delete(key);
      continue;
    }
    if (docs.length === 0) {
      await Promise.all([db.packs.delete(key), db.lists.delete(key)]);
      continue;
    }
    await db.packs.put({ key, docs });
    if (kindOfKey(key) === 'ticket') await db.lists.put({ key, page: listPageOf(docs) });
  }
}
