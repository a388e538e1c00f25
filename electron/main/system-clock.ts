/** The machine's wall clock (UTC ms) and its timers: the one place of the main process that reads them. */
export const systemClock = {
  now: (): number => Date.now(),
  /** Calls back once after `ms`; returns "cancel". */
  startTimer(ms: number, callback: () => void): () => void {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
