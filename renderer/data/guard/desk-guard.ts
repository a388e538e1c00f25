import type { SyncMonitor } from '../contract.ts';
import type { ProfileDatabase } from '../db/profile-database.ts';
import { Listeners } from '../store/listeners.ts';
import type { DeskDemand, DeskGuard } from './contract.ts';
import { afterLook, type GuardRecord, offlineLimitMs } from './guard-record.ts';

export interface GuardDeps {
  readonly profile: ProfileDatabase;
  readonly userId: string;
  /** Corrected present instant, UTC ms. */
  now(): number;
  readonly sync: Pick<SyncMonitor, 'status' | 'subscribe'>;
  /** When the server wrote the last answer by file that was taken in, UTC ms. */
  answeredAt(): Promise<number | null>;
  readonly limitMs?: number;
}

const lookEveryMs = 60_000;

/** Tells when the desk of the signed-in user is not to be seen before a password was typed. */
export class OpenDeskGuard implements DeskGuard {
  readonly #deps: GuardDeps;
  readonly #listeners = new Listeners();
  #demand: DeskDemand | null = null;
  #isPostponed: boolean;

  readonly subscribe = this.#listeners.subscribe;
  readonly demand = (): DeskDemand | null => this.#demand;

  /** @param isPostponed the user came in without a server: no new password can be chosen now. */
  constructor(deps: GuardDeps, isPostponed: boolean) {
    this.#deps = deps;
    this.#isPostponed = isPostponed;
  }

  readonly postpone = (): void => {
    this.#isPostponed = true;
    if (this.#demand === 'new_password') this.#tell(null);
  };

  /** Counts the time and says what is asked for now. Where the profile cannot be read, what was asked stays asked. */
  async look(more: { readonly isClosed?: boolean } = {}): Promise<void> {
    const { profile, userId, now, sync, limitMs = offlineLimitMs } = this.#deps;
    const answeredAt = await this.#deps.answeredAt().catch(() => null);
    const { isClosed = false } = more;
    const record = await profile
      .changeGuard(userId, (known, canUnlock) =>
        afterLook(known, {
          now: now(),
          syncedAt: sync.status().lastSyncAt,
          answeredAt,
          canUnlock,
          isClosed,
          limitMs,
        }),
      )
      .catch(() => undefined);
    if (record !== undefined) this.#tell(this.#demandOf(record));
  }

  /** Looks now, every minute, and when the server says that the account is closed, until the signal is aborted. */
  async watch(sleep: (ms: number, signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    let { problem } = this.#deps.sync.status();
    const stop = this.#deps.sync.subscribe(() => {
      const before = problem;
      problem = this.#deps.sync.status().problem;
      if (problem === 'account_disabled' && before !== problem) void this.look({ isClosed: true });
    });
    signal.addEventListener('abort', stop, { once: true });
    while (!signal.aborted) {
      await this.look();
      await sleep(lookEveryMs, signal);
    }
  }

  #demandOf({ isLocked, isClosed, mustChange }: GuardRecord): DeskDemand | null {
    if (isClosed) return 'account_disabled';
    if (isLocked) return 'password';
    return mustChange && !this.#isPostponed ? 'new_password' : null;
  }

  #tell(demand: DeskDemand | null): void {
    if (demand === this.#demand) return;
    this.#demand = demand;
    this.#listeners.notify();
  }
}
