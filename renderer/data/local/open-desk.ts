import { err, ok, type Result } from '#shared/domain/result.ts';
import type { SessionGrant } from '#shared/sync/protocol.ts';
import { type BrowserFactory, DeskDatabase, keyOf, reoffered, writerVersion } from '../db/database.ts';
import { firstSequence, type MetaValue, readMeta, writeMeta } from '../db/meta.ts';

/** Whose database this is, and as which device it speaks. */
export type DeskIdentity = MetaValue<'identity'>;

/**
 * Looks whose database this is. `newer`: a later version of the app has changed it, and this one must not write;
 * `empty`: nobody has signed in here, or the browser has thrown the data away.
 */
export async function readIdentity(db: DeskDatabase): Promise<Result<DeskIdentity, 'newer' | 'empty'>> {
  if (await db.isOfLaterVersion()) return err('newer');
  const { guard, identity, sequence } = await readMeta(db, 'guard', 'identity', 'sequence');
  if (guard !== undefined && guard.minWriterVersion > writerVersion) return err('newer');
  // Both are written together: without its numbers a desk cannot go on either.
  return identity === undefined || sequence === undefined ? err('empty') : ok(identity);
}

/** True where the user's database is still there and can be worked with. */
export async function hasDesk(userId: string, factory: BrowserFactory | undefined): Promise<boolean> {
  const db = new DeskDatabase(userId, factory);
  try {
    const identity = await readIdentity(db);
    return identity.ok || identity.error === 'newer';
  } finally {
    db.close();
  }
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
 * @param formerDeviceId the device this database spoke as, where it has forgotten that itself.
 */
export async function adoptGrant(
  db: DeskDatabase,
  grant: SessionGrant,
  formerDeviceId?: string,
): Promise<void> {
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
    const isForgetful = identity === undefined || sequence === undefined;
    if (isForgetful && (identity?.deviceId ?? formerDeviceId) === deviceId) {
      await writeMeta(db, 'sequence', joinedTo(lastMutationId, await db.outbox.orderBy('id').primaryKeys()));
      await db.meta.bulkDelete(['cursor', 'snapshot']);
      return;
    }
    // Confirmed but not settled counts as unsent: whether it was refused is not known yet, or the server has lost it.
    const waiting = (await db.outbox.orderBy('id').toArray()).map(
      ({ hasArrived: _arrived, ...entry }) => entry,
    );
    const epoch = (cursor ?? snapshot?.cursor)?.epoch;
    const isRestored = epoch !== grant.epoch;
    const lost = isRestored ? (await db.sent.orderBy('id').toArray()).map(reoffered) : [];
    const offered = [...lost, ...waiting];
    await noteSettled(db, new Set(offered.map(({ journalKey }) => journalKey)));
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

/**
 * The numbers of a desk that has lost them: those behind what the server has are unsent; of those it has, the ones that
 * reach up to its last are sent once more, because only its answer tells that they are the same.
 */
function joinedTo(lastMutationId: number, ids: readonly number[]): MetaValue<'sequence'> {
  const known = new Set(ids);
  let pushed = lastMutationId;
  while (known.has(pushed)) pushed -= 1;
  return { next: Math.max(lastMutationId, ids.at(-1) ?? 0) + 1, pushed, acknowledged: pushed };
}

/** What the server has and this database is about to let go of must not come back from the journal. */
async function noteSettled(db: DeskDatabase, offered: ReadonlySet<string | undefined>): Promise<void> {
  const entries = [...(await db.outbox.toArray()), ...(await db.sent.toArray())];
  const keys = entries.flatMap(({ journalKey }) => (journalKey === undefined ? [] : [journalKey]));
  const settled = keys.filter((key) => !offered.has(key));
  if (settled.length > 0) await writeMeta(db, 'settledKeys', settled);
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
