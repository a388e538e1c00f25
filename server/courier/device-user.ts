import { ok, type Result } from '#shared/domain/result.ts';
import { readUser } from '../auth/accounts.ts';
import type { DeviceUser } from '../auth/sessions.ts';
import type { Db } from '../db/open.ts';
import { type Failure, fail } from '../failure.ts';
import { maySync } from '../sync/reader-spaces.ts';

/** In whose name a device's file speaks, by the rights of this moment; who may not exchange online may not by file. */
export async function deviceUser(db: Db, deviceId: string): Promise<Result<DeviceUser, Failure>> {
  const device = await db
    .selectFrom('device')
    .select(['user_id as userId', 'revoked'])
    .where('id', '=', deviceId)
    .executeTakeFirst();
  if (device === undefined || device.revoked) return fail('unauthenticated');
  const user = await readUser(db, device.userId);
  if (user === undefined || !user.active) return fail('account_disabled');
  return maySync(user) ? ok({ user, deviceId }) : fail('forbidden');
}
