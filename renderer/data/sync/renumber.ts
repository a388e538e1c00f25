import type { DeskDatabase } from '../db/database.ts';
import { firstSequence, readMeta, writeMeta } from '../db/meta.ts';

/**
 * Gives unsent mutations new numbers from `from` on. The server has other mutations under the present ones: this profile
 * was put back from a back-up, or copied, and what was sent in between is no longer known here. Order and words stay.
 */
export async function renumberUnsent(db: DeskDatabase, from: number): Promise<void> {
  await db.transaction('rw', [db.outbox, db.meta], async () => {
    const { sequence = firstSequence } = await readMeta(db, 'sequence');
    const unsent = await db.outbox.where(':id').above(sequence.pushed).sortBy('id');
    await db.outbox.bulkDelete(unsent.map(({ id }) => id));
    await db.outbox.bulkAdd(
      unsent.map(({ hasArrived: _arrived, ...entry }, at) => ({ ...entry, id: from + at })),
    );
    await writeMeta(db, 'sequence', { ...sequence, next: from + unsent.length, pushed: from - 1 });
  });
}
