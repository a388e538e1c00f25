import { sql } from 'kysely';
import { ok, type Result } from '#shared/domain/result.ts';
import { deviceCodeOf } from '#shared/domain/ticket-number.ts';
import type { Tx } from '../db/open.ts';
import { type Failure, fail } from '../failure.ts';
import { readForgotten } from '../store/meta.ts';
import { systemDeviceCode } from '../sync/system-actor.ts';

export interface Device {
  readonly id: string;
  readonly code: string;
  readonly userId: string;
  readonly lastMutationId: number;
}

/** Highest ordinal for which `deviceCodeOf` has a code of two or three characters. */
const lastOrdinal = 1024 + 32 ** 3 - 1;

const dayMs = 86_400_000;

/** How long until this user may enrol another device; null where that is now. */
async function waitOf(tx: Tx, userId: string, mostPerDay: number, now: number): Promise<number | null> {
  // Not those noted by a clock that was ahead and was put back: they would bar the user for as long as that was ahead.
  const { rows } = await sql<{ at: number }>`
    SELECT enrolled_at AS at FROM device WHERE user_id = ${userId} AND enrolled_at > ${now - dayMs}
      AND enrolled_at <= ${now}
    ORDER BY at DESC OFFSET ${mostPerDay - 1} LIMIT 1`.execute(tx);
  return rows[0] === undefined ? null : rows[0].at + dayMs - now;
}

/** The ordinal of the next device; undefined where all codes are given. No other is enrolled until the transaction ends. */
async function nextOrdinal(tx: Tx): Promise<number | undefined> {
  // One enrolment at a time: two devices must never get the same code.
  await sql`SELECT value FROM meta WHERE key = 'epoch' FOR UPDATE`.execute(tx);
  const { rows } = await sql<{
    next: number;
  }>`SELECT coalesce(max(ordinal) + 1, 0) AS next FROM device`.execute(tx);
  const forgotten = (await readForgotten(tx)).map(({ to }) => to);
  const next = Math.max(rows[0]?.next ?? 0, ...forgotten);
  // What the server does by itself bears a code of its own in the journal.
  const ordinal = deviceCodeOf(next) === systemDeviceCode ? next + 1 : next;
  return ordinal > lastOrdinal ? undefined : ordinal;
}

/**
 * Whether this user may enrol another device at `now` (UTC ms): `too_many_devices` where there have been `mostPerDay` within
 * 24 hours, `no_device_codes` where all codes are given. It stays so until the transaction ends.
 */
export async function mayEnrol(
  tx: Tx,
  userId: string,
  mostPerDay: number,
  now: number,
): Promise<Result<void, Failure>> {
  if ((await nextOrdinal(tx)) === undefined) return fail('no_device_codes');
  const retryAfterMs = await waitOf(tx, userId, mostPerDay, now);
  return retryAfterMs === null ? ok(undefined) : fail('too_many_devices', { retryAfterMs });
}

/** Enrols a new device of this user; its code goes into the ticket numbers it gives, and is never given again. */
export async function enrolDevice(
  tx: Tx,
  device: { readonly id: string; readonly userId: string; readonly name: string; readonly now: number },
): Promise<Device> {
  const ordinal = await nextOrdinal(tx);
  if (ordinal === undefined) throw new Error('no device codes left');
  const code = deviceCodeOf(ordinal);
  await tx
    .insertInto('device')
    .values({
      id: device.id,
      code,
      ordinal,
      user_id: device.userId,
      name: device.name,
      last_seen_server_time: device.now,
      enrolled_at: device.now,
    })
    .execute();
  return { id: device.id, code, userId: device.userId, lastMutationId: 0 };
}

/** The device, locked until the transaction ends, when it belongs to this user and was not revoked. */
export async function ownDevice(tx: Tx, id: string, userId: string): Promise<Device | undefined> {
  const row = await tx
    .selectFrom('device')
    .select(['id', 'code', 'user_id as userId', 'last_mutation_id as lastMutationId'])
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('revoked', '=', false)
    .forUpdate()
    .executeTakeFirst();
  return row;
}

/** Remembers the server time this device has been given; its claims about time are held against it. */
export async function rememberServerTime(
  tx: Pick<Tx, 'updateTable'>,
  id: string,
  now: number,
): Promise<void> {
  await tx
    .updateTable('device')
    .set({ last_seen_server_time: now })
    .where('id', '=', id)
    .where('last_seen_server_time', '<', now)
    .execute();
}

/**
 * Codes of all devices a person ever had, revoked ones included. Whose devices those were that a back-up lacked nobody
 * knows any more: they count as everybody's.
 */
export async function deviceCodesOf(tx: Tx, userId: string): Promise<ReadonlySet<string>> {
  const devices = await tx.selectFrom('device').select('code').where('user_id', '=', userId).execute();
  const forgotten = (await readForgotten(tx)).flatMap(({ from, to }) =>
    Array.from({ length: to - from }, (_, at) => deviceCodeOf(from + at)),
  );
  return new Set([...devices.map(({ code }) => code), ...forgotten]);
}
