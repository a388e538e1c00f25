/** Everything the engine needs from outside, handed in so that a simulation can steer it. */
export interface SyncPorts {
  /**
   * Sends a request to the server; rejects where no answer comes. `path` starts with a slash. `timeoutMs` bounds the whole
   * exchange; null for streams, which are watched piece by piece.
   */
  fetch(path: string, init: RequestInit, timeoutMs: number | null): Promise<Response>;
  /** The device's own clock, UTC ms; may be wrong and may jump. */
  deviceNow(): number;
  /** Milliseconds that never go back, for measuring. */
  monotonicNow(): number;
  /** From 0 up to, not including, 1. */
  random(): number;
  /** Resolves after `ms`, or at once when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Does the work while no other window or worker of this profile does work of that name. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T>;
}
