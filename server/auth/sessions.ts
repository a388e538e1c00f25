import { sql } from 'kysely';
import { type User, userSchema } from '#shared/domain/reference.ts';
import { ok, type Result } from '#shared/domain/result.ts';
import type { Db, Tx } from '../db/open.ts';
import { type Failure, fail } from '../failure.ts';
import type { Platform } from '../platform/platform.ts';
import { sha256 } from '../store/canonical.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
export const accessLifeMs = 15 * minute;
/** A session nobody refreshed for this long ends, and any session at its absolute end. */
const idleLifeMs = 30 * day;
const absoluteLifeMs = 180 * day;

export interface Tokens {
  readonly accessToken: string;
  readonly accessExpiresAt: number;
  readonly refreshToken: string;
}

/** Who asks, as the database says at this moment. */
export interface Principal {
  readonly user: User;
  readonly sessionId: string;
  readonly deviceId: string;
  readonly deviceCode: string;
  readonly accessExpiresAt: number;
}

/** Whose work it is and where it was done, all that exchanging asks about: by session, or by file. */
export type DeviceUser = Pick<Principal, 'user' | 'deviceId'>;

type Secrets = Pick<Platform, 'clock' | 'id' | 'secret'>;

async function issueAccess(tx: Tx, sessionId: string, generation: number, platform: Secrets) {
  const accessToken = platform.secret(32);
  const accessExpiresAt = platform.clock() + accessLifeMs;
  await sql`DELETE FROM access_token WHERE session_id = ${sessionId} AND expires_at <= ${platform.clock()}`.execute(
    tx,
  );
  await tx
    .insertInto('access_token')
    .values({ hash: sha256(accessToken), session_id: sessionId, generation, expires_at: accessExpiresAt })
    .execute();
  return { accessToken, accessExpiresAt };
}

/** Starts a session on a device; the device's earlier ones end. Tokens are stored as hashes only. */
export async function startSession(
  tx: Tx,
  deviceId: string,
  userId: string,
  platform: Secrets,
): Promise<Tokens> {
  await tx.deleteFrom('session').where('device_id', '=', deviceId).execute();
  const id = platform.id();
  const refreshToken = `${id}.${platform.secret(32)}`;
  const now = platform.clock();
  await tx
    .insertInto('session')
    .values({
      id,
      device_id: deviceId,
      user_id: userId,
      refresh_hash: sha256(refreshToken),
      previous_refresh_hash: null,
      created_at: now,
      used_at: now,
    })
    .execute();
  return { ...(await issueAccess(tx, id, 1, platform)), refreshToken };
}

/**
 * Exchanges a refresh token for new tokens. The one before stays good until the new ones are first used, because the
 * answer may have been lost; a token older than that is a copy in wrong hands, and ends the session.
 */
export async function refreshSession(
  tx: Tx,
  refreshToken: string,
  deviceId: string,
  platform: Secrets,
): Promise<Result<Tokens & { readonly userId: string }, Failure>> {
  const sessionId = refreshToken.split('.', 1)[0] ?? '';
  if (!/^[A-Za-z0-9-]{1,64}$/.test(sessionId)) return fail('unauthenticated');
  const session = await tx
    .selectFrom('session')
    .selectAll()
    .where('id', '=', sessionId)
    .where('device_id', '=', deviceId)
    .forUpdate()
    .executeTakeFirst();
  if (session === undefined) return fail('unauthenticated');
  const now = platform.clock();
  const offered = sha256(refreshToken);
  const isKnown = offered === session.refresh_hash || offered === session.previous_refresh_hash;
  const isOver = now > session.used_at + idleLifeMs || now > session.created_at + absoluteLifeMs;
  if (!isKnown || isOver) {
    await tx.deleteFrom('session').where('id', '=', sessionId).execute();
    return fail('unauthenticated');
  }
  const generation = session.generation + 1;
  const next = `${sessionId}.${platform.secret(32)}`;
  await tx
    .updateTable('session')
    .set({
      generation,
      refresh_hash: sha256(next),
      previous_refresh_hash: offered,
      used_at: now,
    })
    .where('id', '=', sessionId)
    .execute();
  return ok({
    ...(await issueAccess(tx, sessionId, generation, platform)),
    refreshToken: next,
    userId: session.user_id,
  });
}

/** Who bears this access token; `unauthenticated`, or `account_disabled` when the account was closed meanwhile. */
export async function authenticate(
  db: Db,
  accessToken: string,
  now: number,
): Promise<Result<Principal, Failure>> {
  const { rows } = await sql<{
    session_id: string;
    device_id: string;
    code: string;
    expires_at: number;
    generation: number;
    is_first_use: boolean;
    doc: unknown;
  }>`
    SELECT t.session_id, s.device_id, d.code, t.expires_at, t.generation, u.doc,
      (s.previous_refresh_hash IS NOT NULL AND t.generation = s.generation) AS is_first_use
    FROM access_token t JOIN session s ON s.id = t.session_id
      JOIN device d ON d.id = s.device_id AND NOT d.revoked
      LEFT JOIN stored_row u ON u.kind = 'user' AND u.id = s.user_id AND NOT u.deleted
    WHERE t.hash = ${sha256(accessToken)} AND t.expires_at > ${now}`.execute(db);
  const row = rows[0];
  if (row === undefined) return fail('unauthenticated');
  const user = userSchema.safeParse(row.doc);
  if (!user.success || !user.data.active) return fail('account_disabled');
  if (row.is_first_use) {
    await db
      .updateTable('session')
      .set({ previous_refresh_hash: null })
      .where('id', '=', row.session_id)
      // Refreshed since it was read: the one before is needed, should the new tokens be lost on their way.
      .where('generation', '=', row.generation)
      .execute();
  }
  return ok({
    user: user.data,
    sessionId: row.session_id,
    deviceId: row.device_id,
    deviceCode: row.code,
    accessExpiresAt: row.expires_at,
  });
}

/** Ends a session; its tokens are worthless from now on. The device and its queue are not touched. */
export async function endSession(db: Db, sessionId: string): Promise<void> {
  await db.deleteFrom('session').where('id', '=', sessionId).execute();
}
