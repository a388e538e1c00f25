import { sql } from 'kysely';
import { deviceCodeOf } from '#shared/domain/ticket-number.ts';
import type { Tx } from '../db/open.ts';
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

/** Enrols a new device of this user; its code goes into the ticket numbers it gives. */
export async function enrolDevice(
  tx: Tx,
  device: { readonly id: string; readonly userId: string; readonly name: string; readonly now: number },
): Promise<Device> {
  // One enrolment at a time: two devices must never get the same code.
  await sql`SELECT value FROM meta WHERE key = 'epoch' FOR UPDATE`.execute(tx);
  const { rows } = await sql<{
    next: number;
  }>`SELECT coalesce(max(ordinal) + 1, 0) AS next FROM device`.execute(tx);
  const forgotten = (await readForgotten(tx)).map(({ to }) => to);
  const next = Math.max(rows[0]?.next ?? 0, ...forgotten);
  // What the server does by itself bears a code of its own in the journal.
  const ordinal = deviceCodeOf(next) === systemDeviceCode ? next + 1 : next;
  if (ordinal > lastOrdinal) throw new Error('no device codes left');
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
