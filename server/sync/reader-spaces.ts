import type { User } from '#shared/domain/reference.ts';
import { referenceSpace, spaceOfOpd } from '#shared/sync/rows.ts';
import { readUser } from '../auth/accounts.ts';
import type { DeviceUser } from '../auth/sessions.ts';
import type { Tx } from '../db/open.ts';

/**
 * The spaces a user may read: the reference data and the offices of the scope. `null` means every space. Clients are
 * people who report: they would see other people's tickets in an office's space, so they do not sync.
 */
export function readerSpaces(user: User): readonly string[] | '*' {
  return user.scope === '*' ? '*' : [referenceSpace, ...new Set(user.scope.map(spaceOfOpd))];
}

/** True for users whose devices may synchronise. */
export function maySync(user: User): boolean {
  return user.role !== 'client';
}

/** Whose rights are looked at again while an answer of many lines runs; without a session where it goes into a file. */
export type Reader = DeviceUser & { readonly sessionId?: string };

/**
 * The spaces the reader may read at this moment, as `readerSpaces`.
 * @throws Error where account or session ended since the request began: the lines break off, and no end says that it was all.
 */
export async function spacesNow(tx: Tx, reader: Reader): Promise<readonly string[] | '*'> {
  const user = await readUser(tx, reader.user.id);
  if (user === undefined || !user.active || !maySync(user) || !(await isLoggedIn(tx, reader)))
    throw new Error('the reader may not read any more');
  return readerSpaces(user);
}

async function isLoggedIn(tx: Tx, { sessionId, deviceId }: Reader): Promise<boolean> {
  if (sessionId === undefined) return true;
  const session = await tx
    .selectFrom('session')
    .innerJoin('device', 'device.id', 'session.device_id')
    .select('session.id')
    .where('session.id', '=', sessionId)
    .where('device.id', '=', deviceId)
    .where('device.revoked', '=', false)
    .executeTakeFirst();
  return session !== undefined;
}
