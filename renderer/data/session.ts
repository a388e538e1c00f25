import { err, ok, type Result } from '#shared/domain/result.ts';
import type { SessionGrant } from '#shared/sync/protocol.ts';
import type { DeskStore, PasswordFailure, SessionService, SignInFailure } from './contract.ts';
import { systemCourierMeans } from './courier/system-means.ts';
import { DeskDatabase } from './db/database.ts';
import { ProfileDatabase, type ProfileUser } from './db/profile-database.ts';
import { deviceFor, findTrouble, markedUser } from './desk-journal.ts';
import { changePassword } from './guard/change-password.ts';
import { entered } from './guard/guard-record.ts';
import { SessionGuard } from './guard/session-guard.ts';
import { adoptGrant, claimWriting, countUnsent, type DeskIdentity, readIdentity } from './local/open-desk.ts';
import { findDesk } from './local/replace-desk.ts';
import { type Opening, type OpenStore, openStore } from './open-store.ts';
import { createRescueDesk } from './rescue/rescue-desk.ts';
import { browserPlatform, type SessionPlatform } from './session-platform.ts';
import { isNoAnswer, signInFailureOf } from './sign-in-failure.ts';
import { ServerApi } from './sync/api.ts';
import type { Timing } from './sync/clock.ts';
import type { PasswordVerifier } from './system-password.ts';

export interface SessionOptions {
  /** Where the server is: `location.origin` in a browser, the configured address in the desktop app. */
  readonly serverOrigin: string;
  /** Shown in the list of devices. */
  readonly deviceName?: string;
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
  readonly guard: SessionGuard;
  #open: OpenStore | null = null;
  #restoring: Promise<DeskStore | null> | null = null;

  constructor(options: SessionOptions, platform: SessionPlatform) {
    this.#options = options;
    this.#platform = platform;
    this.#profile = new ProfileDatabase(platform.factory);
    this.guard = new SessionGuard(platform.environment.sleep);
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

  get rescue() {
    const { environment, factory } = this.#platform;
    const { serverOrigin } = this.#options;
    const { newId, deviceNow: now } = environment;
    return createRescueDesk({
      journal: this.#journal,
      factory,
      newId,
      now,
      means: systemCourierMeans(),
      serverOrigin,
    });
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
      const failure = signInFailureOf(grant.error);
      if (known === undefined || !hasOwn) return err(failure);
      if (failure === 'account_disabled') await this.#close(known.userId);
      return isNoAnswer(failure) ? this.#unlock(known, password, failure) : err(failure);
    }
    return this.#enter(grant.value, await this.#platform.passwords.make(password), timing);
  }

  async #enter(
    grant: SessionGrant,
    verifier: PasswordVerifier | null,
    timing: Timing | null,
  ): Promise<Result<DeskStore, SignInFailure>> {
    const { user, deviceId, deviceCode } = grant;
    // Opened anew where a restored server has made it another device: numbers and tokens are that device's from now on.
    if (this.#open?.store.me.id === user.id && this.#open.store.device.id === deviceId) {
      await this.#profile.remember(grant, verifier);
      this.#open.store.sync.update({ problem: null });
      this.#open.line.send({ type: 'session' });
      await this.#open.guard.look();
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

  /** Opens the local copy of a known user while the server says nothing of the password; `failure` is what it said. */
  async #unlock(
    { userId, verifier }: ProfileUser,
    password: string,
    failure: SignInFailure,
  ): Promise<Result<DeskStore, SignInFailure>> {
    if (verifier === null) return err(failure);
    if (!(await this.#platform.passwords.fits(password, verifier))) {
      // What has to be mended first where the two sides do not speak one language; another password would not help.
      const isVersion = failure === 'too_old' || failure === 'server_too_old';
      return err(isVersion ? failure : 'wrong_credentials');
    }
    if ((await this.#profile.guardOf(userId))?.isClosed === true) return err('account_disabled');
    if (this.#open?.store.me.id === userId) {
      await this.#profile.makeCurrent(userId);
      this.#open.guard.postpone();
      await this.#open.guard.look();
      return ok(this.#open.store);
    }
    await this.#leave();
    const db = new DeskDatabase(userId, this.#platform.factory);
    const identity = await readIdentity(db);
    if (!identity.ok) {
      db.close();
      return err(identity.error === 'newer' ? 'too_old' : failure);
    }
    await claimWriting(db);
    await this.#profile.makeCurrent(userId);
    return ok(await this.#openStore(db, identity.value, { isOffline: true }));
  }

  /** The server has said that the account is closed. */
  async #close(userId: string): Promise<void> {
    if (this.#open?.store.me.id === userId) return this.#open.guard.look({ isClosed: true });
    await this.#profile.changeGuard(userId, (known) => ({ ...(known ?? entered), isClosed: true }));
  }

  async changePassword(present: string, next: string): Promise<Result<void, PasswordFailure>> {
    const open = this.#open;
    if (open === null) return err({ kind: 'signed_out' });
    const { id, username } = open.store.me;
    const changed = await changePassword({ ...open, username }, present, next);
    if (!changed.ok) return changed;
    await this.#profile.passwordChosen(id, await this.#platform.passwords.make(next));
    await open.guard.look();
    return changed;
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
    this.guard.guards(null);
    await open?.store.close();
  }

  async #openStore(db: DeskDatabase, identity: DeskIdentity, opening: Opening = {}): Promise<DeskStore> {
    const parts = {
      platform: this.#platform,
      profile: this.#profile,
      serverOrigin: this.#options.serverOrigin,
    };
    this.#open = await openStore(parts, db, identity, opening);
    const { store, guard } = this.#open;
    // Before anything of the desk is drawn.
    await guard.look();
    this.guard.guards(guard);
    return store;
  }
}
