import { err, ok, type Result } from '#shared/domain/result.ts';
import type { SessionGrant } from '#shared/sync/protocol.ts';
import type { DeskStore, SessionService, SignInFailure } from './contract.ts';
import { type BrowserFactory, DeskDatabase } from './db/database.ts';
import { ProfileDatabase } from './db/profile-database.ts';
import { RowView } from './db/row-view.ts';
import { adoptGrant, claimWriting, countUnsent, type DeskIdentity, readIdentity } from './local/open-desk.ts';
import { PublishedShelf } from './local/published-shelf.ts';
import { browserPlatform, type SessionPlatform } from './session-platform.ts';
import { createAdminService } from './store/admin-service.ts';
import { WindowDeskStore } from './store/desk-store.ts';
import { Access } from './sync/access.ts';
import type { Line } from './sync/announcement.ts';
import { type CallFailure, ServerApi } from './sync/api.ts';
import { CorrectedClock, type Timing } from './sync/clock.ts';
import { learnFromAnswer } from './sync/clock-book.ts';
import type { PasswordVerifier } from './system-password.ts';

export interface SessionOptions {
  /** Where the server is: `location.origin` in a browser, the configured address in the desktop app. */
  readonly serverOrigin: string;
  /** Shown in the list of devices. */
  readonly deviceName?: string;
}

interface Open {
  readonly db: DeskDatabase;
  readonly store: WindowDeskStore;
  readonly line: Line;
}

/** Signing in and out on this profile. */
export function openSessionService(
  options: SessionOptions,
  platform: SessionPlatform = browserPlatform(options.serverOrigin),
): SessionService {
  return new ProfileSessionService(options, platform);
}

class ProfileSessionService implements SessionService {
  readonly #options: SessionOptions;
  readonly #platform: SessionPlatform;
  readonly #profile: ProfileDatabase;
  #open: Open | null = null;
  #restoring: Promise<DeskStore | null> | null = null;

  constructor(options: SessionOptions, platform: SessionPlatform) {
    this.#options = options;
    this.#platform = platform;
    this.#profile = new ProfileDatabase(platform.factory);
  }

  restore(): Promise<DeskStore | null> {
    this.#restoring ??= this.#restore().finally(() => {
      this.#restoring = null;
    });
    return this.#restoring;
  }

  async #restore(): Promise<DeskStore | null> {
    if (this.#open !== null) return this.#open.store;
    const current = await this.#profile.current();
    if (current === undefined) return null;
    const db = new DeskDatabase(current.userId, this.#platform.factory);
    const identity = await readIdentity(db);
    // An emptied database of a known user is no fresh start: logging in enrols a new device, with numbers of its own.
    if (!identity.ok) {
      db.close();
      return null;
    }
    await claimWriting(db);
    return this.#openStore(db, identity.value);
  }

  async signIn(username: string, password: string): Promise<Result<DeskStore, SignInFailure>> {
    try {
      return await this.#signIn(username.trim().toLowerCase(), password);
    } catch {
      return err('storage');
    }
  }

  async #signIn(username: string, password: string): Promise<Result<DeskStore, SignInFailure>> {
    const known = await this.#profile.userNamed(username);
    const deviceId =
      known !== undefined && (await hasDesk(known.userId, this.#platform.factory)) ? known.deviceId : null;
    let timing: Timing | null = null;
    const api = new ServerApi(this.#platform.environment, (heard) => {
      timing = heard;
    });
    const deviceName = this.#options.deviceName ?? '';
    const grant = await api.login({ username, password, deviceId, deviceName });
    if (!grant.ok) {
      if (grant.error.kind === 'offline' && known !== undefined && deviceId !== null) {
        return this.#unlock(known.userId, password, known.verifier);
      }
      return err(signInFailureOf(grant.error));
    }
    return this.#enter(grant.value, await this.#platform.passwords.make(password), timing);
  }

  async #enter(
    grant: SessionGrant,
    verifier: PasswordVerifier | null,
    timing: Timing | null,
  ): Promise<Result<DeskStore, SignInFailure>> {
    const { user, deviceId, deviceCode } = grant;
    if (this.#open !== null && this.#open.store.me.id === user.id) {
      await this.#profile.remember(grant, verifier);
      this.#open.line.send({ type: 'session' });
      return ok(this.#open.store);
    }
    await this.#leave();
    const db = new DeskDatabase(user.id, this.#platform.factory);
    const identity = await readIdentity(db);
    if (!identity.ok && identity.error === 'newer') {
      db.close();
      return err('too_old');
    }
    await adoptGrant(db, grant);
    await this.#profile.remember(grant, verifier);
    return ok(await this.#openStore(db, { user, deviceId, deviceCode }, timing));
  }

  /** Opens the local copy of a known user while the server cannot be reached. */
  async #unlock(
    userId: string,
    password: string,
    verifier: PasswordVerifier | null,
  ): Promise<Result<DeskStore, SignInFailure>> {
    if (verifier === null) return err('offline');
    if (!(await this.#platform.passwords.fits(password, verifier))) return err('wrong_credentials');
    if (this.#open !== null && this.#open.store.me.id === userId) return ok(this.#open.store);
    await this.#leave();
    const db = new DeskDatabase(userId, this.#platform.factory);
    const identity = await readIdentity(db);
    if (!identity.ok) {
      db.close();
      return err(identity.error === 'newer' ? 'too_old' : 'offline');
    }
    await claimWriting(db);
    await this.#profile.makeCurrent(userId);
    return ok(await this.#openStore(db, identity.value));
  }

  async signOut(keepUnsent: boolean): Promise<Result<void, { readonly unsent: number }>> {
    const open = this.#open;
    if (open === null) return ok(undefined);
    const unsent = await countUnsent(open.db);
    if (unsent > 0 && !keepUnsent) return err({ unsent });
    const userId = open.store.me.id;
    const tokens = await this.#profile.tokenStore(userId).load();
    await this.#profile.forgetCurrent(userId);
    open.line.send({ type: 'session' });
    await this.#leave();
    // Told to the server where it can be reached; nobody waits for it.
    if (tokens !== null) void new ServerApi(this.#platform.environment).logout(tokens.accessToken);
    return ok(undefined);
  }

  async #leave(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    await open?.store.close();
  }

  async #openStore(
    db: DeskDatabase,
    identity: DeskIdentity,
    timing: Timing | null = null,
  ): Promise<DeskStore> {
    const { environment } = this.#platform;
    const userId = identity.user.id;
    const clock = new CorrectedClock(environment.deviceNow, environment.monotonicNow);
    const view = new RowView(db);
    const { deviceId, deviceCode } = identity;
    const shelf = new PublishedShelf(db);
    const local = { db, view, shelf, userId, deviceId, deviceCode, clock };
    const line = this.#platform.openLine(userId);
    const api = new ServerApi(environment);
    const access = new Access(api, this.#profile.tokenStore(userId), deviceId, environment);
    let stopSync = () => {};
    const store = new WindowDeskStore({
      local,
      me: identity.user,
      line,
      admin: createAdminService(api, access, () => line.send({ type: 'sync_now' })),
      newId: environment.newId,
      pause: this.#platform.pause,
      freeBytes: this.#platform.freeBytes ?? (async () => null),
      monotonicNow: environment.monotonicNow,
      sleep: (ms) => environment.sleep(ms, new AbortController().signal),
      stopSync: () => stopSync(),
    });
    if (timing !== null) await learnFromAnswer(db, clock, timing);
    await store.start();
    stopSync = this.#platform.startSync({ userId, serverOrigin: this.#options.serverOrigin });
    this.#open = { db, store, line };
    return store;
  }
}

/** True where the user's database is still there and can be worked with. */
async function hasDesk(userId: string, factory: BrowserFactory | undefined): Promise<boolean> {
  const db = new DeskDatabase(userId, factory);
  try {
    const identity = await readIdentity(db);
    return identity.ok || identity.error === 'newer';
  } finally {
    db.close();
  }
}

function signInFailureOf(failure: CallFailure): SignInFailure {
  if (failure.kind === 'offline') return 'offline';
  switch (failure.code) {
    case 'wrong_credentials':
    case 'account_disabled':
    case 'too_many_requests':
      return failure.code;
    case 'client_too_old':
      return 'too_old';
    default:
      return 'server';
  }
}
