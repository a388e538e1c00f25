/** The browser's wall clock (UTC ms) and timers, for the deadlines that the page itself watches. */
export const systemClock = {
  now: (): number => Date.now(),
  /** Calls back once after `ms`; returns "cancel". */
  startTimer(ms: number, callback: () => void): () => void {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
