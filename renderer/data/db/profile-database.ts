import Dexie, { type Table } from 'dexie';
import { z } from 'zod';
import { instant, rowId } from '#shared/domain/codes.ts';
import { userSchema } from '#shared/domain/reference.ts';
import type { SessionGrant } from '#shared/sync/protocol.ts';
import { entered, type GuardRecord, guardRecordSchema } from '../guard/guard-record.ts';
import type { TokenStore } from '../sync/tokens.ts';
import type { PasswordVerifier } from '../system-password.ts';
import type { BrowserFactory } from './database.ts';
import { oneWriterAtATime } from './one-writer.ts';

const tokensSchema = z.object({
  accessToken: z.string(),
  accessExpiresAt: instant,
  refreshToken: z.string(),
});

/** A user who has signed in on this profile. Stays when the user signs out, so that unsent work finds its device again. */
const profileUserSchema = z.object({
  userId: rowId,
  user: userSchema,
  deviceId: rowId,
  deviceCode: z.string(),
  tokens: tokensSchema.nullable(),
  verifier: z.object({ salt: z.string(), hash: z.string(), iterations: z.int() }).nullable().default(null),
});
export type ProfileUser = z.infer<typeof profileUserSchema>;

const guardText = z
  .string()
  .transform((text, check): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      check.addIssue({ code: 'custom', message: 'no_json' });
      return z.NEVER;
    }
  })
  .pipe(guardRecordSchema);

function guardKey(userId: string): string {
  return `guard|${userId}`;
}

/** The users of this profile (operating-system account or browser profile), and who worked last. */
export class ProfileDatabase extends Dexie {
  declare users: Table<ProfileUser, string>;
  declare state: Table<{ readonly key: string; readonly value: string }, string>;

  constructor(factory: BrowserFactory = {}) {
    super('tanggap-profile', { chromeTransactionDurability: 'strict', cache: 'disabled', ...factory });
    this.version(1).stores({ users: 'userId', state: 'key' });
    this.use(oneWriterAtATime('state'));
  }

  async userOf(userId: string): Promise<ProfileUser | undefined> {
    const parsed = profileUserSchema.safeParse(await this.users.get(userId));
    return parsed.success ? parsed.data : undefined;
  }

  async userNamed(username: string): Promise<ProfileUser | undefined> {
    const all = (await this.users.toArray()).map((stored) => profileUserSchema.safeParse(stored));
    return all.find((parsed) => parsed.success && parsed.data.user.username === username)?.data;
  }

  /** All who have ever signed in here; records that cannot be read are left out. */
  async everybody(): Promise<readonly ProfileUser[]> {
    const all = (await this.users.toArray()).map((stored) => profileUserSchema.safeParse(stored));
    return all.flatMap(({ data }) => (data === undefined ? [] : [data]));
  }

  /** The user who works on this profile, until signing out. */
  async current(): Promise<ProfileUser | undefined> {
    const record = await this.state.get('current');
    return record === undefined ? undefined : this.userOf(record.value);
  }

  async remember(grant: SessionGrant, verifier: PasswordVerifier | null): Promise<ProfileUser> {
    const { user, deviceId, deviceCode, accessToken, accessExpiresAt, refreshToken } = grant;
    const tokens = { accessToken, accessExpiresAt, refreshToken };
    const record: ProfileUser = { userId: user.id, user, deviceId, deviceCode, tokens, verifier };
    await this.transaction('rw', this.users, this.state, async () => {
      await this.users.put(record);
      await this.state.put({ key: 'current', value: user.id });
      await this.#putGuard(user.id, { ...entered, mustChange: grant.mustChangePassword ?? false });
    });
    return record;
  }

  /** The user unlocked this device without a server. */
  async makeCurrent(userId: string): Promise<void> {
    await this.transaction('rw', this.state, async () => {
      await this.state.put({ key: 'current', value: userId });
      const mustChange = (await this.guardOf(userId))?.mustChange ?? false;
      await this.#putGuard(userId, { ...entered, mustChange });
    });
  }

  /** What is remembered of the user's right to be let in; undefined where nothing is yet. */
  async guardOf(userId: string): Promise<GuardRecord | undefined> {
    const stored = await this.state.get(guardKey(userId));
    if (stored === undefined) return undefined;
    const parsed = guardText.safeParse(stored.value);
    return parsed.success ? parsed.data : undefined;
  }

  /**
   * Changes the record in one transaction, whatever other windows do.
   * @param change is told whether a password could be checked here without the server.
   */
  changeGuard(
    userId: string,
    change: (known: GuardRecord | undefined, canUnlock: boolean) => GuardRecord,
  ): Promise<GuardRecord> {
    return this.transaction('rw', this.users, this.state, async () => {
      const [known, user] = await Promise.all([this.guardOf(userId), this.userOf(userId)]);
      const record = change(known, user !== undefined && user.verifier !== null);
      await this.#putGuard(userId, record);
      return record;
    });
  }

  /** The user has chosen a password. */
  async passwordChosen(userId: string, verifier: PasswordVerifier | null): Promise<void> {
    await this.transaction('rw', this.users, this.state, async () => {
      const record = await this.userOf(userId);
      if (record !== undefined) await this.users.put({ ...record, verifier });
      await this.#putGuard(userId, entered);
    });
  }

  async #putGuard(userId: string, record: GuardRecord): Promise<void> {
    await this.state.put({ key: guardKey(userId), value: JSON.stringify(record) });
  }

  /** Signs the user out: tokens go, the device and its number stay. */
  async forgetCurrent(userId: string): Promise<void> {
    await this.transaction('rw', this.users, this.state, async () => {
      const record = await this.userOf(userId);
      if (record !== undefined) await this.users.put({ ...record, tokens: null });
      await this.state.delete('current');
    });
  }

  tokenStore(userId: string): TokenStore {
    return {
      load: async () => (await this.userOf(userId))?.tokens ?? null,
      replace: (before, after) =>
        this.transaction('rw', this.users, async () => {
          const record = await this.userOf(userId);
          if (record?.tokens?.refreshToken !== before.refreshToken) return;
          await this.users.put({ ...record, tokens: after });
        }),
    };
  }
}
