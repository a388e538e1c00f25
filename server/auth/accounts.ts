import { sql } from 'kysely';
import { type User, userSchema } from '#shared/domain/reference.ts';
import type { Db, Tx } from '../db/open.ts';
import type { Platform } from '../platform/platform.ts';
import { writeRows } from '../store/rows.ts';
import { hashPassword, type PasswordCost } from './passwords.ts';

export interface Account {
  readonly userId: string;
  readonly passwordHash: string;
  readonly mustChange: boolean;
}

/** The account with this name, whoever asks. */
export async function findAccount(db: Db, username: string): Promise<Account | undefined> {
  return db
    .selectFrom('account')
    .select(['user_id as userId', 'password_hash as passwordHash', 'must_change as mustChange'])
    .where('username', '=', username)
    .executeTakeFirst();
}

/** True while the account has the password this hash is of; the account is locked until the transaction ends. */
export async function hasStillPassword(tx: Tx, userId: string, passwordHash: string): Promise<boolean> {
  const row = await tx
    .selectFrom('account')
    .select('password_hash as passwordHash')
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst();
  return row?.passwordHash === passwordHash;
}

/** The user as stored now, with present rights; undefined when there is none. */
export async function readUser(db: Pick<Db, 'selectFrom'>, id: string): Promise<User | undefined> {
  const row = await db
    .selectFrom('stored_row')
    .select('doc')
    .where('kind', '=', 'user')
    .where('id', '=', id)
    .where('deleted', '=', false)
    .executeTakeFirst();
  return row === undefined ? undefined : userSchema.parse(row.doc);
}

/** Writes a user and the account to log in with; an existing account of the user gets the new password. */
export async function saveAccount(
  tx: Tx,
  user: User,
  passwordHash: string,
  more: { readonly mustChange: boolean; readonly now: number },
): Promise<void> {
  await writeRows(tx, [{ kind: 'user', id: user.id, doc: user }]);
  await sql`
    INSERT INTO account (user_id, username, password_hash, must_change, created_at, changed_at)
    VALUES (${user.id}, ${user.username}, ${passwordHash}, ${more.mustChange}, ${more.now}, ${more.now})
    ON CONFLICT (user_id) DO UPDATE SET username = excluded.username, password_hash = excluded.password_hash,
      must_change = excluded.must_change, changed_at = excluded.changed_at`.execute(tx);
}

/** Sets a password; every session of the user ends, save the one that asked. */
export async function setPassword(
  tx: Tx,
  userId: string,
  passwordHash: string,
  more: { readonly mustChange: boolean; readonly now: number; readonly keepSession: string | null },
): Promise<void> {
  await tx
    .updateTable('account')
    .set({ password_hash: passwordHash, must_change: more.mustChange, changed_at: more.now })
    .where('user_id', '=', userId)
    .execute();
  await sql`DELETE FROM session WHERE user_id = ${userId} AND id IS DISTINCT FROM ${more.keepSession}`.execute(
    tx,
  );
}

const letters = 'abcdefghijkmnpqrstuvwxyz23456789';

/** A password to be read off a screen and typed once: four groups of five, about 98 bits. */
export function generatePassword(platform: Pick<Platform, 'dice'>): string {
  const group = () => Array.from({ length: 5 }, () => letters.charAt(platform.dice(letters.length))).join('');
  return [group(), group(), group(), group()].join('-');
}

/**
 * Creates the first administrator when there is no account at all; of several processes starting at once, one does.
 * @returns the one-time password, or null when accounts exist.
 */
export async function createFirstAdmin(
  db: Db,
  platform: Platform,
  cost: PasswordCost,
): Promise<string | null> {
  const hasAccounts = async (tx: Db) =>
    (await tx.selectFrom('account').select('user_id').limit(1).executeTakeFirst()) !== undefined;
  if (await hasAccounts(db)) return null;
  const password = generatePassword(platform);
  const user = userSchema.parse({
    id: platform.id(),
    username: 'admin',
    name: 'Administrator',
    role: 'admin',
    opd: 'DISKOMINFO',
    scope: '*',
  });
  const hashed = await hashPassword(password, cost);
  return db.transaction().execute(async (tx) => {
    await sql`SELECT value FROM meta WHERE key = 'epoch' FOR UPDATE`.execute(tx);
    if (await hasAccounts(tx)) return null;
    await saveAccount(tx, user, hashed, { mustChange: true, now: platform.clock() });
    return password;
  });
}
