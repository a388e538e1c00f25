/** The one ticker of a window: live countdowns and the index are driven by it, never by a timer per row. */
export interface Ticker {
  /** Starts ticking; returns "stop". */
  start(): () => void;
  /** The instant of the last tick (UTC ms, corrected). */
  now(): number;
  /**
   * The instant of the tick that began the present step of `intervalMs`. Never rounded: what is judged by it agrees to the
   * minute with what the index judged at that tick.
   */
  nowInSteps(intervalMs: number): number;
  subscribe(listener: () => void): () => void;
}

export interface TickerDeps {
  /** Corrected present instant, UTC ms. */
  readNow(): number;
  /** Gets every tick before the listeners do; an exchange may take the instant back. */
  onTick(now: number): void;
  /** Calls back when the corrected instant may have moved by itself; returns "stop". */
  onClockMoved(moved: () => void): () => void;
}

const tickMs = 1000;

/**
 * Ticks once a second, on the full second of the corrected clock, and at once where time may have gone by unseen: a hidden
 * window is shown, the network is back (as after sleep), or the clock has moved. Timers count by themselves, so a clock
 * that is set does not stop or hurry them; each tick reads the clock, which notices.
 */
export function createTicker({ readNow, onTick, onClockMoved }: TickerDeps): Ticker {
  const listeners = new Set<() => void>();
  const stepsBegan = new Map<number, number>();
  let last = readNow();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tick = () => {
    clearTimeout(timer);
    last = readNow();
    timer = setTimeout(tick, tickMs - (last % tickMs));
    onTick(last);
    for (const listener of listeners) listener();
  };
  return {
    start() {
      tick();
      const stopHearing = onClockMoved(tick);
      globalThis.document?.addEventListener('visibilitychange', tick);
      globalThis.addEventListener?.('online', tick);
      return () => {
        clearTimeout(timer);
        stopHearing();
        globalThis.document?.removeEventListener('visibilitychange', tick);
        globalThis.removeEventListener?.('online', tick);
      };
    },
    now: () => last,
    nowInSteps(intervalMs) {
      const began = stepsBegan.get(intervalMs);
      const stepOf = (at: number) => Math.floor(at / intervalMs);
      if (began !== undefined && began <= last && stepOf(began) === stepOf(last)) return began;
      stepsBegan.set(intervalMs, last);
      return last;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
