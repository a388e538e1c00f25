import type { StorageStatus, StorageWatch } from '../contract.ts';
import { Listeners } from './listeners.ts';

/** Below this the user is told to make room, while there still is some (bytes). */
const scarceBelowBytes = 500_000_000;
const lookEveryMs = 60_000;

/** How safe what is typed lies on this device, as the screens show it. */
export class StorageMonitor implements StorageWatch {
  readonly #listeners = new Listeners();
  #status: StorageStatus;

  readonly subscribe = this.#listeners.subscribe;
  readonly status = (): StorageStatus => this.#status;

  constructor(copy: StorageStatus['copy']) {
    this.#status = { copy, scarceBytes: null, mayBeEvicted: false, recovery: null };
  }

  update(change: Partial<StorageStatus>): void {
    const names = Object.keys(change) as (keyof StorageStatus)[];
    if (names.every((name) => this.#status[name] === change[name])) return;
    this.#status = { ...this.#status, ...change };
    this.#listeners.notify();
  }

  dismissRecovery(): void {
    this.update({ recovery: null });
  }

  /** Looks at the free space now and every minute until the signal is aborted. */
  async watchSpace(
    freeBytes: () => Promise<number | null>,
    sleep: (ms: number, signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      const free = await freeBytes().catch(() => null);
      this.update({ scarceBytes: free !== null && free < scarceBelowBytes ? free : null });
      await sleep(lookEveryMs, signal);
    }
  }
}
