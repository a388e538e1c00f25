import type { DeskDatabase } from '../db/database.ts';
import { firstSequence, readMeta, writeMeta } from '../db/meta.ts';
import type { CorrectedClock, Timing } from './clock.ts';
import { learn, leastErrorMs } from './clock-state.ts';

/**
 * Takes an answer of the server into the desk's memory of its clock, and writes beside the unsent mutations made since
 * the last exchange by how much their instants are wrong. One transaction: a mutation made meanwhile stands before it or
 * behind it. Where the disk fails, the clock alone learns.
 */
export async function learnFromAnswer(
  db: DeskDatabase,
  clock: CorrectedClock,
  timing: Timing,
): Promise<void> {
  try {
    const state = await db.transaction('rw', db.meta, db.outbox, async () => {
      const { clock: shared = clock.state, sequence = firstSequence } = await readMeta(
        db,
        'clock',
        'sequence',
      );
      const before = clock.stamped(shared);
      const learnt = learn(before, clock.heard(timing));
      if (Math.abs(learnt.errorMs) >= leastErrorMs) {
        const unsent = await db.outbox.where(':id').above(sequence.pushed).toArray();
        const judged = unsent.flatMap((entry) => {
          const { clockEpoch } = entry;
          if (clockEpoch === undefined || clockEpoch < before.since) return [];
          const skewMs = learnt.errorIn(clockEpoch);
          return skewMs === 0 ? [] : [{ ...entry, skewMs }];
        });
        await db.outbox.bulkPut(judged);
      }
      await writeMeta(db, 'clock', learnt.state);
      return learnt.state;
    });
    clock.adopt(state);
  } catch {
    clock.adopt(learn(clock.stamped(clock.state), clock.heard(timing)).state);
  }
}

/**
 * The same for the answer to a log-in, which comes before the desk is open: what waits was made before the app was closed,
 * and a clock that was set meanwhile says nothing of it.
 */
export async function learnWhenOpened(
  db: DeskDatabase,
  clock: CorrectedClock,
  timing: Timing,
): Promise<void> {
  const { clock: left } = await readMeta(db, 'clock');
  if (left !== undefined) clock.open(left, true);
  await learnFromAnswer(db, clock, timing);
}

/** Writes down what was noticed here of the device's clock, for other windows and the next run. True where there was any. */
export async function noteMoves(db: DeskDatabase, clock: CorrectedClock): Promise<boolean> {
  const written = await db.transaction('rw', db.meta, async () => {
    const { clock: shared = clock.state } = await readMeta(db, 'clock');
    const stamped = clock.stamped(shared);
    if (stamped === shared) return null;
    await writeMeta(db, 'clock', stamped);
    return stamped;
  });
  if (written !== null) clock.noted(written);
  return written !== null;
}
