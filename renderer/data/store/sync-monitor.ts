import type { SyncMonitor, SyncStatus } from '../contract.ts';
import { Listeners } from './listeners.ts';

const unknownStatus: SyncStatus = {
  online: false,
  phase: 'idle',
  pending: 0,
  toReview: 0,
  lastSyncAt: null,
  progress: null,
  clockOffsetMs: 0,
  problem: null,
};

/** The window's picture of the exchange: what the worker last said, with this window's own newer counts. */
export class WindowSyncMonitor implements SyncMonitor {
  readonly #listeners = new Listeners();
  readonly #askNow: () => void;
  #status = unknownStatus;

  readonly subscribe = this.#listeners.subscribe;
  readonly status = (): SyncStatus => this.#status;

  constructor(askNow: () => void) {
    this.#askNow = askNow;
  }

  readonly syncNow = (): void => this.#askNow();

  update(change: Partial<SyncStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.#listeners.notify();
  }
}
