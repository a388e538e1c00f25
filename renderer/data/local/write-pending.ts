import { aggregateOf } from '#shared/sync/rows.ts';
import { type DeskDatabase, idOfKey, type ShadowRecord } from '../db/database.ts';
import type { Writes } from './run-mutation.ts';

/**
 * Writes what a pending mutation changes, inside the running transaction. What stood there before the first pending
 * mutation is kept aside, so that it can be put back when the server's answer comes.
 */
export async function writePending(db: DeskDatabase, writes: Writes): Promise<void> {
  const keys = [...writes.keys()];
  if (keys.length === 0) return;
  const [shadows, present] = await Promise.all([db.shadow.bulkGet(keys), db.rows.bulkGet(keys)]);
  const missing: ShadowRecord[] = [];
  keys.forEach((key, at) => {
    if (shadows[at] === undefined) {
      missing.push({ key, aggregate: aggregateOf(idOfKey(key)), previous: present[at] ?? null });
    }
  });
  await Promise.all([
    missing.length === 0 ? undefined : db.shadow.bulkPut(missing),
    db.rows.bulkPut([...writes].map(([key, doc]) => ({ key, doc }))),
  ]);
}
