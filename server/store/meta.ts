import { sql } from 'kysely';
import { z } from 'zod';
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

/** So many devices may have been enrolled since the back-up that was put back. */
const mostForgotten = 256;

const forgottenSchema = z.array(z.object({ from: z.int(), to: z.int() }));
type Forgotten = z.infer<typeof forgottenSchema>;

/**
 * Ordinals (`to` excluded) of devices that back-ups lacked when they were put back. Their codes stand in ticket numbers on
 * paper, so no other device is given one.
 */
export async function readForgotten(db: Db): Promise<Forgotten> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', 'forgotten').executeTakeFirst();
  return row === undefined ? [] : forgottenSchema.parse(JSON.parse(row.value));
}

/** Starts a new epoch; to be done once after each restore. */
export async function startEpoch(db: Db, epoch: string): Promise<void> {
  const forgotten = await readForgotten(db);
  const { rows } = await sql<{ next: number }>`
    SELECT coalesce(max(ordinal) + 1, 0) AS next FROM device`.execute(db);
  const from = Math.max(rows[0]?.next ?? 0, ...forgotten.map(({ to }) => to));
  const value = JSON.stringify([...forgotten, { from, to: from + mostForgotten }]);
  await db
    .insertInto('meta')
    .values({ key: 'forgotten', value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
  await db.updateTable('meta').set({ value: epoch }).where('key', '=', 'epoch').execute();
}
