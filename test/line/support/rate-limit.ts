/** Spreads bytes evenly over time. Who asks first goes first, so connections share a line packet by packet. */
export class RateLimit {
  readonly #bytesPerSecond: number | null;
  /** When what has been given out so far is through, on the monotonic clock. */
  #freeAt = 0;

  /** @param bytesPerSecond null: no limit. */
  constructor(bytesPerSecond: number | null) {
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** Resolves when so many more bytes may have passed. */
  async take(bytes: number): Promise<void> {
    if (this.#bytesPerSecond === null) return;
    const now = performance.now();
    this.#freeAt = Math.max(now, this.#freeAt) + (bytes / this.#bytesPerSecond) * 1000;
    // Timers count whole milliseconds; what a wait is too long, the next ones are shorter.
    const ms = this.#freeAt - now;
    if (ms >= 1) await new Promise((resolve) => setTimeout(resolve, ms));
  }
}
