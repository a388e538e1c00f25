/**
 * Lets a few pieces of work of one name run at a time; the others wait their turn. Looking at a password is slow on
 * purpose: many guesses from one address must not take that time away from everybody else, and most of them need not be
 * looked at any more when their turn comes.
 */
export class Lanes {
  readonly #width: number;
  readonly #busy = new Map<string, { running: number; readonly waiting: (() => void)[] }>();

  /** @param width how many run at a time for each name. */
  constructor(width: number) {
    this.#width = width;
  }

  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const lane = this.#busy.get(name) ?? { running: 0, waiting: [] };
    this.#busy.set(name, lane);
    if (lane.running < this.#width) lane.running += 1;
    // Whoever ends gives its place to the next one: the count stays.
    else await new Promise<void>((resolve) => lane.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = lane.waiting.shift();
      if (next !== undefined) next();
      else lane.running -= 1;
      if (lane.running === 0) this.#busy.delete(name);
    }
  }
}
