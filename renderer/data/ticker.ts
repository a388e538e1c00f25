/** The one ticker of a window: live countdowns and the index are driven by it, never by a timer per row. */
export interface Ticker {
  /** Starts ticking; returns "stop". */
  start(): () => void;
  /** The instant of the last tick (UTC ms, corrected). */
  now(): number;
  subscribe(listener: () => void): () => void;
}

const tickMs = 1000;

/** Ticks once a second, on the full second of the corrected clock, and once more when a hidden window is shown again. */
export function createTicker(readNow: () => number, onTick: (now: number) => void): Ticker {
  const listeners = new Set<() => void>();
  let last = readNow();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tick = () => {
    last = readNow();
    onTick(last);
    for (const listener of listeners) listener();
  };
  const plan = () => {
    timer = setTimeout(
      () => {
        tick();
        plan();
      },
      tickMs - (readNow() % tickMs),
    );
  };
  return {
    start() {
      tick();
      plan();
      globalThis.document?.addEventListener('visibilitychange', tick);
      return () => {
        clearTimeout(timer);
        globalThis.document?.removeEventListener('visibilitychange', tick);
      };
    },
    now: () => last,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
