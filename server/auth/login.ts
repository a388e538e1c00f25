import type { z } from 'zod';
import { isStorableText } from '#shared/domain/codes.ts';
import { weaknessOf } from '#shared/domain/password.ts';
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
import { findAccount, hasStillPassword, readUser, setPassword } from './accounts.ts';
import { type Device, enrolDevice, mayEnrol, ownDevice, rememberServerTime } from './devices.ts';
import { type Attempt, noteFailure, waitOf } from './login-limit.ts';
import { hashPassword, isOutdated, isPassword } from './passwords.ts';
import { type Principal, refreshSession, startSession, type Tokens } from './sessions.ts';

type LoginRequest = z.infer<typeof loginRequestSchema>;

/**
 * Looks at a password offered for an account, or for none at all, within the limit of failures. The failures known at the
 * end decide, not those at the beginning: many attempts at once do not count against each other unless they fail, and
 * where the limit was reached meanwhile nobody learns whether the password was right.
 * @param lane attempts of one lane are looked at a few at a time.
 */
async function lookAt(
  services: Services,
  attempt: Attempt,
  lane: string,
  offered: { readonly password: string; readonly storedHash: string | undefined },
): Promise<Result<void, Failure>> {
  const { db, platform, passwordLanes } = services;
  const { windowMs } = services.loginLimit;
  const tooMany = (retryAfterMs: number) => fail('too_many_requests', { retryAfterMs });
  return passwordLanes.run(lane, async () => {
    const early = await waitOf(db, attempt, windowMs, platform.clock());
    if (early !== null) return tooMany(early);
    const { storedHash, password } = offered;
    const fits = await isPassword(storedHash ?? (await services.decoyHash()), password);
    const isRight = storedHash !== undefined && fits;
    const wait = isRight
      ? await waitOf(db, attempt, windowMs, platform.clock())
      : await withRetries(db, (tx) => noteFailure(tx, attempt, windowMs, platform.clock()));
    if (wait !== null) return tooMany(wait);
    return isRight ? ok(undefined) : fail('wrong_credentials');
  });
}

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
  const { perAccount, perAddress } = loginLimit;
  const limits = new Map([
    [`account ${username}`, perAccount],
    [`address ${address}`, perAddress],
  ]);
  const account = await findAccount(db, username);
  const { password } = request;
  const offered = { password, storedHash: account?.passwordHash };
  const looked = await lookAt(services, { id: platform.id(), limits }, `address ${address}`, offered);
  if (!looked.ok) return looked;
  if (account === undefined) return fail('wrong_credentials');
  const user = await readUser(db, account.userId);
  if (user === undefined || !user.active) return fail('account_disabled');
  const rehashed = isOutdated(account.passwordHash, services.passwordCost)
    ? await hashPassword(password, services.passwordCost)
    : null;
  const granted = await withRetries(db, async (tx) => {
    if (!(await hasStillPassword(tx, account.userId, account.passwordHash))) return null;
    if (rehashed !== null)
      await tx
        .updateTable('account')
        .set({ password_hash: rehashed })
        .where('user_id', '=', account.userId)
        .execute();
    const known =
      request.deviceId === null ? undefined : await ownDevice(tx, request.deviceId, account.userId);
    const { userId } = account;
    const now = platform.clock();
    if (known === undefined) {
      const may = await mayEnrol(tx, userId, loginLimit.newDevicesPerDay, now);
      if (!may.ok) return may;
    }
    const device =
      known ?? (await enrolDevice(tx, { id: platform.id(), userId, name: request.deviceName, now }));
    const tokens = await startSession(tx, device.id, userId, platform);
    return grantFor(tx, services, { userId, device, tokens });
  });
  // Changed while it was looked at: whoever knows the one before must not get in, nor bring it back.
  return granted ?? logIn(services, request, address);
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
  const name = `account ${username}`;
  const attempt = { id: platform.id(), limits: new Map([[name, loginLimit.perAccount]]) };
  const storedHash = (await findAccount(db, username))?.passwordHash;
  const looked = await lookAt(services, attempt, name, { password: request.present, storedHash });
  if (!looked.ok)
    return looked.error.code === 'wrong_credentials'
      ? fail('wrong_credentials', { field: 'present' })
      : looked;
  if (weaknessOf(request.next, username, request.present) !== null)
    return fail('bad_request', { field: 'next' });
  const hashed = await hashPassword(request.next, services.passwordCost);
  const now = platform.clock();
  const isSet = await withRetries(db, async (tx) => {
    if (!(await hasStillPassword(tx, id, storedHash ?? ''))) return false;
    await setPassword(tx, id, hashed, { mustChange: false, now, keepSession: principal.sessionId });
    return true;
  });
  return isSet ? ok({ serverTime: now }) : changePassword(services, principal, request);
}
