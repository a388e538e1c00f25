import type { Db } from '../db/open.ts';

/**
 * The epoch of this database. It changes when the database is restored from a back-up, so that devices notice that the
 * server went back and offer again what they keep.
 */
export async function readEpoch(db: Db): Promise<string> {
  const row = await db
    .selectFrom('meta')
    .select('value')
    .where('key', '=', 'epoch')
    .executeTakeFirstOrThrow();
  return row.value;
}

/** Starts a new epoch; to be done once after each restore. */
export async function startEpoch(db: Db, epoch: string): Promise<void> {
  await db.updateTable('meta').set({ value: epoch }).where('key', '=', 'epoch').execute();
}
