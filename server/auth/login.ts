import type { z } from 'zod';
import { isStorableText } from '#shared/domain/codes.ts';
import { ok, type Result } from '#shared/domain/result.ts';
import type {
  loginRequestSchema,
  passwordRequestSchema,
  refreshRequestSchema,
  SessionGrant,
} from '#shared/sync/protocol.ts';
import { type Tx, withRetries } from '../db/open.ts';
import { type Failure, fail } from '../failure.ts';
import type { Services } from '../services.ts';
import { readEpoch } from '../store/meta.ts';
import { findAccount, readUser, setPassword } from './accounts.ts';
import { type Device, enrolDevice, ownDevice, rememberServerTime } from './devices.ts';
import { forgetAttempt, noteAttempt } from './login-limit.ts';
import { hashPassword, isOutdated, isPassword, weaknessOf } from './passwords.ts';
import { type Principal, refreshSession, startSession, type Tokens } from './sessions.ts';

type LoginRequest = z.infer<typeof loginRequestSchema>;

async function grantFor(
  tx: Tx,
  services: Services,
  parts: { readonly userId: string; readonly device: Device; readonly tokens: Tokens },
): Promise<Result<SessionGrant, Failure>> {
  const user = await readUser(tx, parts.userId);
  if (user === undefined || !user.active) return fail('account_disabled');
  const account = await findAccount(tx, user.username);
  const now = services.platform.clock();
  await rememberServerTime(tx, parts.device.id, now);
  return ok({
    user,
    deviceId: parts.device.id,
    deviceCode: parts.device.code,
    accessToken: parts.tokens.accessToken,
    accessExpiresAt: parts.tokens.accessExpiresAt,
    refreshToken: parts.tokens.refreshToken,
    lastMutationId: parts.device.lastMutationId,
    epoch: await readEpoch(tx),
    mustChangePassword: account?.mustChange ?? false,
    serverTime: now,
  });
}

/**
 * Logs a person in and gives the device its identity. An unknown name, a wrong password and a password of another
 * account get the same answer after the same work; only the right password learns that the account is closed.
 */
export async function logIn(
  services: Services,
  request: LoginRequest,
  address: string,
): Promise<Result<SessionGrant, Failure>> {
  const { db, platform, loginLimit } = services;
  const username = request.username.trim().toLowerCase();
  if (!isStorableText(username) || !isStorableText(request.deviceName))
    return fail('bad_request', { field: 'username' });
  const attempt = { id: platform.id(), keys: [`account ${username}`, `address ${address}`] };
  const limits = [loginLimit.perAccount, loginLimit.perAddress];
  const wait = await noteAttempt(db, attempt, limits, loginLimit.windowMs, platform.clock());
  if (wait !== null) return fail('too_many_requests', { retryAfterMs: wait });
  const account = await findAccount(db, username);
  const isRight = await isPassword(account?.passwordHash ?? (await services.decoyHash()), request.password);
  if (account === undefined || !isRight) return fail('wrong_credentials');
  await forgetAttempt(db, attempt);
  const user = await readUser(db, account.userId);
  if (user === undefined || !user.active) return fail('account_disabled');
  const rehashed = isOutdated(account.passwordHash, services.passwordCost)
    ? await hashPassword(request.password, services.passwordCost)
    : null;
  return withRetries(db, async (tx) => {
    if (rehashed !== null)
      await tx
        .updateTable('account')
        .set({ password_hash: rehashed })
        .where('user_id', '=', account.userId)
        .execute();
    const known =
      request.deviceId === null ? undefined : await ownDevice(tx, request.deviceId, account.userId);
    const device =
      known ??
      (await enrolDevice(tx, {
        id: platform.id(),
        userId: account.userId,
        name: request.deviceName,
        now: platform.clock(),
      }));
    const tokens = await startSession(tx, device.id, account.userId, platform);
    return grantFor(tx, services, { userId: account.userId, device, tokens });
  });
}

/** New tokens for a device that kept its refresh token. */
export function refresh(
  services: Services,
  request: z.infer<typeof refreshRequestSchema>,
): Promise<Result<SessionGrant, Failure>> {
  return withRetries(services.db, async (tx) => {
    const tokens = await refreshSession(tx, request.refreshToken, request.deviceId, services.platform);
    if (!tokens.ok) return tokens;
    const device = await ownDevice(tx, request.deviceId, tokens.value.userId);
    if (device === undefined) return fail('unauthenticated');
    return grantFor(tx, services, { userId: tokens.value.userId, device, tokens: tokens.value });
  });
}

/** Changes one's own password; the other sessions of the user end. */
export async function changePassword(
  services: Services,
  principal: Principal,
  request: z.infer<typeof passwordRequestSchema>,
): Promise<Result<{ readonly serverTime: number }, Failure>> {
  const { db, platform, loginLimit } = services;
  const { username, id } = principal.user;
  const attempt = { id: platform.id(), keys: [`account ${username}`] };
  const wait = await noteAttempt(db, attempt, [loginLimit.perAccount], loginLimit.windowMs, platform.clock());
  if (wait !== null) return fail('too_many_requests', { retryAfterMs: wait });
  const account = await findAccount(db, username);
  if (account === undefined || !(await isPassword(account.passwordHash, request.present)))
    return fail('wrong_credentials', { field: 'present' });
  await forgetAttempt(db, attempt);
  if (weaknessOf(request.next, username) !== null || request.next === request.present)
    return fail('bad_request', { field: 'next' });
  const hashed = await hashPassword(request.next, services.passwordCost);
  const now = platform.clock();
  await withRetries(db, (tx) =>
    setPassword(tx, id, hashed, { mustChange: false, now, keepSession: principal.sessionId }),
  );
  return ok({ serverTime: now });
}
