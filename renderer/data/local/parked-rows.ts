import { z } from 'zod';
import wireFormat from '#shared/sync/wire-format.json' with { type: 'json' };
import type { ReviewItem } from '../contract.ts';
import { firstSequence, readMeta, writeMeta } from '../db/meta.ts';
import { affectedBy, applyChanges, isReadable, type PulledChange } from './apply-changes.ts';
import type { LocalStore } from './mutate.ts';
import { isPublishedKey } from './published-shelf.ts';
import { putBackShadows, rerunPending } from './rebase.ts';

const changeSchema = z.object({
  kind: z.string(),
  id: z.string(),
  space: z.string(),
  doc: z.record(z.string(), z.unknown()).nullable(),
});

/**
 * Tries again what an older version of the app could not read, once for every version that reads otherwise, and like a page
 * of a pull: put back what the server had, write, run pending work again, in one transaction. Rows put aside by versions
 * that did not take them away when a newer one came may be outdated: their space is pulled from its beginning.
 * @returns keys of the rows that may read differently now, and whether the review list has grown.
 */
export async function retryParked(
  store: LocalStore,
): Promise<{ readonly keys: readonly string[]; readonly reviewChanged: boolean }> {
  const { db, view, shelf } = store;
  const tables = [db.rows, db.packs, db.shadow, db.outbox, db.counters, db.meta, db.review, db.parked];
  return db.transaction('rw', tables, async () => {
    const meta = await readMeta(db, 'reader', 'cursor', 'packs', 'published', 'sequence');
    if (meta.reader === wireFormat.sha256) return { keys: [], reviewChanged: false };
    await writeMeta(db, 'reader', wireFormat.sha256);
    const parked = await db.parked.toArray();
    const versions = { ...meta.cursor?.versions };
    const ready: PulledChange[] = [];
    const settled: string[] = [];
    for (const record of parked) {
      const change = changeSchema.safeParse(record.change).data;
      const isHeld = change !== undefined && Object.hasOwn(versions, change.space);
      // Of a space the user has no longer, or nothing that can be made out.
      if (!isHeld) settled.push(record.key);
      else if (isReadable(change)) {
        settled.push(record.key);
        if (record.isLatest === true) ready.push(change);
        else versions[change.space] = 0;
      }
    }
    await db.parked.bulkDelete(settled);
    if (meta.cursor !== undefined) await writeMeta(db, 'cursor', { ...meta.cursor, versions });
    if (ready.length === 0) return { keys: [], reviewChanged: false };
    await view.refreshTo(meta.packs?.generation ?? 0);
    await shelf.refreshTo(meta.published?.generation ?? 0);
    const affected = await affectedBy(db, ready);
    const restored = await putBackShadows(store, affected);
    const news = await applyChanges(store, ready);
    if (news.keys.some(isPublishedKey)) await shelf.outdate();
    const { acknowledged } = meta.sequence ?? firstSequence;
    const rerun = await rerunPending(
      store,
      affected,
      (entry) => entry.id <= acknowledged || entry.hasArrived === true,
    );
    const reviews: readonly ReviewItem[] = news.reviews;
    if (reviews.length > 0) await db.review.bulkPut([...reviews]);
    return { keys: [...new Set([...restored, ...news.keys, ...rerun])], reviewChanged: reviews.length > 0 };
  });
}
