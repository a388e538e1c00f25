import { sql } from 'kysely';
import { type User, userSchema } from '#shared/domain/reference.ts';
import { referenceSpace, spaceOfOpd } from '#shared/sync/rows.ts';
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
  const { sessionId } = reader;
  // One query: it is asked for every line.
  const session =
    sessionId === undefined
      ? sql``
      : sql`AND EXISTS (SELECT FROM session JOIN device ON device.id = session.device_id AND NOT device.revoked
          WHERE session.id = ${sessionId} AND session.user_id = account.id AND device.id = ${reader.deviceId})`;
  const { rows } = await sql<{ doc: unknown }>`
    SELECT doc FROM stored_row AS account
    WHERE kind = 'user' AND id = ${reader.user.id} AND NOT deleted ${session}`.execute(tx);
  const user = rows[0] === undefined ? undefined : userSchema.parse(rows[0].doc);
  if (user === undefined || !user.active || !maySync(user))
    throw new Error('the reader may not read any more');
  return readerSpaces(user);
}
