import { err, ok, type Result } from '#shared/domain/result.ts';
import type { SessionGrant } from '#shared/sync/protocol.ts';
import { type DeskDatabase, keyOf, reoffered, writerVersion } from '../db/database.ts';
import { firstSequence, type MetaValue, readMeta, writeMeta } from '../db/meta.ts';

/** Whose database this is, and as which device it speaks. */
export type DeskIdentity = MetaValue<'identity'>;

/**
 * Looks whose database this is. `newer`: a later version of the app has changed it, and this one must not write;
 * `empty`: nobody has signed in here, or the browser has thrown the data away.
 */
export async function readIdentity(db: DeskDatabase): Promise<Result<DeskIdentity, 'newer' | 'empty'>> {
  const { guard, identity } = await readMeta(db, 'guard', 'identity');
  if (guard !== undefined && guard.minWriterVersion > writerVersion) return err('newer');
  return identity === undefined ? err('empty') : ok(identity);
}

/** Keeps apps older than this one from writing into the database from now on. Where the disk is full, the next start tries. */
export async function claimWriting(db: DeskDatabase): Promise<void> {
  const { guard } = await readMeta(db, 'guard');
  if (guard?.minWriterVersion === writerVersion) return;
  await writeMeta(db, 'guard', { minWriterVersion: writerVersion }).catch(() => undefined);
}

/**
 * Takes a log-in into the user's database. A new database counts on from what the server already has of the device. Where
 * the server gave another device than before, unsent work is numbered anew for it and everything else is pulled again.
 * A server that was restored and does not know the device has nothing of it: what it had acknowledged is offered again.
 */
export async function adoptGrant(db: DeskDatabase, grant: SessionGrant): Promise<void> {
  const { user, deviceId, deviceCode, lastMutationId } = grant;
  const tables = [db.meta, db.rows, db.outbox, db.sent];
  await db.transaction('rw', tables, async () => {
    const { identity, sequence, cursor, snapshot } = await readMeta(
      db,
      'identity',
      'sequence',
      'cursor',
      'snapshot',
    );
    await writeMeta(db, 'guard', { minWriterVersion: writerVersion });
    await writeMeta(db, 'identity', { user, deviceId, deviceCode });
    const key = keyOf('user', user.id);
    if ((await db.rows.get(key)) === undefined) await db.rows.put({ key, doc: { ...user } });
    if (identity !== undefined && identity.deviceId === deviceId && sequence !== undefined) return;
    const unsent = await db.outbox
      .orderBy('id')
      .filter((entry) => entry.id > (sequence ?? firstSequence).pushed)
      .toArray();
    const epoch = (cursor ?? snapshot?.cursor)?.epoch;
    const isRestored = epoch !== undefined && epoch !== grant.epoch;
    const lost = isRestored ? (await db.sent.orderBy('id').toArray()).map(reoffered) : [];
    const offered = [...lost, ...unsent];
    await db.outbox.clear();
    await db.sent.clear();
    await db.outbox.bulkAdd(offered.map((entry, at) => ({ ...entry, id: lastMutationId + 1 + at })));
    await writeMeta(db, 'sequence', {
      next: lastMutationId + 1 + offered.length,
      pushed: lastMutationId,
      acknowledged: lastMutationId,
    });
    await db.meta.bulkDelete(['cursor', 'snapshot']);
  });
}

/** How many mutations the server has not confirmed yet, and files it has not got. */
export async function countUnsent(db: DeskDatabase): Promise<number> {
  const { sequence = firstSequence } = await readMeta(db, 'sequence');
  const files = await db.transfers
    .where('key')
    .startsWith('up|')
    .filter(({ problem }) => problem === null)
    .count();
  return sequence.next - 1 - sequence.pushed + files;
}
