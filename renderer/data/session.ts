import { err, ok, type Result } from '#shared/domain/result.ts';
import type { SessionGrant } from '#shared/sync/protocol.ts';
import type { DeskStore, SessionService, SignInFailure } from './contract.ts';
import { createCourierService } from './courier/courier-service.ts';
import { systemCourierMeans } from './courier/system-means.ts';
import { DeskDatabase } from './db/database.ts';
import { ProfileDatabase } from './db/profile-database.ts';
import { RowView } from './db/row-view.ts';
import { copiesFor, deviceFor, findTrouble, markedUser } from './desk-journal.ts';
import { adoptGrant, claimWriting, countUnsent, type DeskIdentity, readIdentity } from './local/open-desk.ts';
import type { FoundEntry } from './local/plan-recovery.ts';
import { PublishedShelf } from './local/published-shelf.ts';
import { recoverUnsent } from './local/recover.ts';
import { findDesk } from './local/replace-desk.ts';
import { browserPlatform, type SessionPlatform } from './session-platform.ts';
import { signInFailureOf } from './sign-in-failure.ts';
import { createAdminService } from './store/admin-service.ts';
import { WindowDeskStore } from './store/desk-store.ts';
import { StorageMonitor } from './store/storage-monitor.ts';
import { Access } from './sync/access.ts';
import type { Line } from './sync/announcement.ts';
import { ServerApi } from './sync/api.ts';
import { CorrectedClock, type Timing } from './sync/clock.ts';
import { learnWhenOpened } from './sync/clock-book.ts';
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

/** How a desk came to be opened. */
interface Opening {
  readonly timing?: Timing | null;
  /** The database was empty: its numbers are the server's, and what is unsent comes from the journal. */
  readonly isGranted?: boolean;
  readonly salvaged?: readonly FoundEntry[];
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
    // A database that cannot be read asks for a log-in, which says what is amiss with it.
    this.#restoring ??= this.#restore()
      .catch(() => null)
      .finally(() => {
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

  trouble = () => findTrouble(this.#journal, this.#platform.factory);

  resetDatabase = async () => (await this.#platform.storage?.reset()) ?? false;

  get #journal() {
    return this.#platform.storage?.journal ?? null;
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
    const marked = await markedUser(this.#journal, username);
    const { deviceId, hasOwn } = await deviceFor(known, marked, this.#platform.factory);
    let timing: Timing | null = null;
    const api = new ServerApi(this.#platform.environment, (heard) => {
      timing = heard;
    });
    const { deviceName = '' } = this.#options;
    const grant = await api.login({ username, password, deviceId, deviceName });
    if (!grant.ok) {
      if (grant.error.kind === 'offline' && known !== undefined && hasOwn) {
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
    const former = (await markedUser(this.#journal, user.username))?.deviceId;
    const { db, identity, salvaged } = await findDesk(user.id, this.#platform, former);
    if (!identity.ok && identity.error === 'newer') {
      db.close();
      return err('too_old');
    }
    await adoptGrant(db, grant, former);
    await this.#profile.remember(grant, verifier);
    const opening = { timing, isGranted: !identity.ok, salvaged };
    return ok(await this.#openStore(db, { user, deviceId, deviceCode }, opening));
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
    { timing = null, isGranted = false, salvaged = [] }: Opening = {},
  ): Promise<DeskStore> {
    const { environment, storage } = this.#platform;
    const userId = identity.user.id;
    const clock = new CorrectedClock(environment.deviceNow, environment.monotonicNow);
    const view = new RowView(db);
    const { deviceId, deviceCode } = identity;
    const shelf = new PublishedShelf(db);
    const monitor = new StorageMonitor(this.#journal === null ? 'none' : 'written');
    const copies = copiesFor(this.#journal, db, identity, monitor, environment.newId);
    const copy = copies?.copy ?? null;
    const local = { db, view, shelf, userId, deviceId, deviceCode, clock, copy };
    const line = this.#platform.openLine(userId);
    const api = new ServerApi(environment);
    const access = new Access(api, this.#profile.tokenStore(userId), deviceId, environment);
    let stopSync = () => {};
    const end = new AbortController();
    const freeBytes = storage === undefined ? async () => null : () => storage.freeBytes();
    const store = new WindowDeskStore({
      local,
      me: identity.user,
      line,
      admin: createAdminService(api, access, () => line.send({ type: 'sync_now' })),
      courier: createCourierService({
        store: local,
        api,
        access,
        alone: environment.alone,
        means: systemCourierMeans(),
        openLine: () => this.#platform.openLine(userId),
      }),
      newId: environment.newId,
      pause: this.#platform.pause,
      storage: monitor,
      fileCopy: copies?.files ?? null,
      freeBytes,
      monotonicNow: environment.monotonicNow,
      sleep: (ms) => environment.sleep(ms, new AbortController().signal),
      stopSync: () => {
        end.abort();
        stopSync();
      },
    });
    const files = copies?.files ?? null;
    monitor.update({ recovery: await recoverUnsent(local, { copy, files, isGranted, salvaged }) });
    if (timing !== null) await learnWhenOpened(db, clock, timing);
    void files?.catchUp().catch(() => undefined);
    // The desk may be left while its list is still being read.
    (await store.start()).listed.catch(() => undefined);
    void monitor.watchSpace(freeBytes, environment.sleep, end.signal);
    void storage?.keep().then((isKept) => monitor.update({ mayBeEvicted: !isKept }));
    stopSync = this.#platform.startSync({ userId, serverOrigin: this.#options.serverOrigin });
    this.#open = { db, store, line };
    return store;
  }
}
