import type { Result } from '#shared/domain/result.ts';
import { type BrowserFactory, DeskDatabase, type OutboxRecord } from '../db/database.ts';
import type { SessionPlatform } from '../session-platform.ts';
import { type DeskIdentity, readIdentity } from './open-desk.ts';
import type { FoundEntry } from './plan-recovery.ts';

/** A user's database as it was found, or made anew. */
interface FoundDesk {
  readonly db: DeskDatabase;
  readonly identity: Result<DeskIdentity, 'newer' | 'empty'>;
  /** Unsent work that could still be read of a database that had to be given up. */
  readonly salvaged: readonly FoundEntry[];
}

/** Looks into every store, because a damaged one shows only when it is read. Throws what the database throws. */
export async function readWhole(db: DeskDatabase): Promise<Result<DeskIdentity, 'newer' | 'empty'>> {
  const identity = await readIdentity(db);
  await Promise.all([...db.tables.map((table) => table.limit(1).toArray()), db.outbox.toArray()]);
  return identity;
}

/**
 * Finds a user's database for a log-in. Where a journal knows the device it spoke as (`former`), one that cannot be read
 * is made anew; without a journal it is left as it is, because it may hold the only copy of unsent work.
 */
export async function findDesk(
  userId: string,
  { factory, environment }: Pick<SessionPlatform, 'factory' | 'environment'>,
  former: string | undefined,
): Promise<FoundDesk> {
  if (former !== undefined)
    return openOrReplace(userId, factory, { deviceId: former, newKey: environment.newId });
  const db = new DeskDatabase(userId, factory);
  return { db, identity: await readIdentity(db), salvaged: [] };
}

/**
 * Opens a user's database. One that cannot be read is given up for a new one, because everything else in it comes back
 * from the server; its unsent work is saved as far as it can be read. Throws where no database can be made either.
 * @param former the device it spoke as, and a name for entries that have none.
 */
async function openOrReplace(
  userId: string,
  factory: BrowserFactory | undefined,
  former: { readonly deviceId: string; newKey(): string },
): Promise<FoundDesk> {
  const db = new DeskDatabase(userId, factory);
  try {
    return { db, identity: await readWhole(db), salvaged: [] };
  } catch {
    const entries = await salvage(db);
    db.close();
    await db.delete();
    const fresh = new DeskDatabase(userId, factory);
    const salvaged = entries.map((entry) => ({
      deviceId: former.deviceId,
      entry: { ...entry, journalKey: entry.journalKey ?? former.newKey() },
    }));
    return { db: fresh, identity: await readIdentity(fresh), salvaged };
  }
}

/** The outbox entry by entry; those that cannot be read are left to the journal. */
export async function salvage(db: DeskDatabase): Promise<OutboxRecord[]> {
  try {
    const ids = await db.outbox.toCollection().primaryKeys();
    const read = await Promise.all(ids.map((id) => db.outbox.get(id).catch(() => undefined)));
    return read.filter((entry) => entry !== undefined);
  } catch {
    return [];
  }
}
