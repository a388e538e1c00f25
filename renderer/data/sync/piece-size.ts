/**
 * How many rows or mutations travel at once: as many as may, half as many after each piece that did not get through, so
 * that on a slow or broken line something still arrives within a request's time, and twice as many after each that did.
 */
export class PieceSize {
  readonly #least: number;
  readonly #most: number;
  #now: number;

  constructor(least: number, most: number) {
    this.#least = Math.min(least, most);
    this.#most = most;
    this.#now = most;
  }

  get now(): number {
    return this.#now;
  }

  cameThrough(): void {
    this.#now = Math.min(this.#most, this.#now * 2);
  }

  gotLost(): void {
    this.#now = Math.max(this.#least, this.#now >> 1);
  }
}
