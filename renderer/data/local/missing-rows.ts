import { type DeskDatabase, docOf, keyOf } from '../db/database.ts';
import { firstSequence, readMeta } from '../db/meta.ts';
import type { LocalStore } from './mutate.ts';

/**
 * A store that was cleared beneath the others shows by what must be in it: my own row, the packs their pages belong to,
 * what lies under pending work. Then everything is pulled anew; unsent work stays. Returns true then.
 */
export async function forgetCursorWhereRowsAreGone({ db, userId }: LocalStore): Promise<boolean> {
  const meta = await readMeta(db, 'cursor', 'snapshot', 'packs', 'sequence', 'identity');
  const { cursor, snapshot, packs, sequence = firstSequence, identity } = meta;
  // A first pull that was cut goes on behind its last row: what is missing before it would never come.
  if (cursor === undefined && snapshot === undefined) return false;
  const [me, packKeys, listKeys, shadows, waiting] = await Promise.all([
    db.rows.get(keyOf('user', userId)),
    db.packs.where('key').startsWith('ticket|').count(),
    db.lists.where('key').startsWith('ticket|').count(),
    db.shadow.count(),
    db.outbox.where(':id').above(sequence.acknowledged).count(),
  ]);
  const isGone = (packs?.generation ?? 0) > 0 && packKeys === 0 && listKeys > 0;
  const isBare = waiting > 0 && shadows === 0 && (await hasPendingRows(db));
  const isIncomplete = me === undefined || isGone || packKeys !== listKeys || isBare;
  if (!isIncomplete) return false;
  // Nobody may do anything on a desk that does not know its own user.
  if (me === undefined && identity !== undefined)
    await db.rows.put({ key: keyOf('user', userId), doc: { ...identity.user } });
  await db.meta.bulkDelete(['cursor', 'snapshot']);
  return true;
}

/** True where pending work has changed rows: its lines of the journal are there, which no server has received. */
async function hasPendingRows(db: DeskDatabase): Promise<boolean> {
  for (const aggregate of await db.outbox.orderBy('aggregate').uniqueKeys()) {
    const lines = `${keyOf('journal', String(aggregate))}/j.`;
    const records = await db.rows.where('key').between(lines, `${lines}\uffff`).toArray();
    if (records.some((record) => docOf(record)?.receivedAt === null)) return true;
  }
  return false;
}
