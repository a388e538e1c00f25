type Timer = { at: number; readonly run: () => void; real: NodeJS.Timeout | undefined };

/**
 * The clock of one launched main process: it runs with the machine's, and a test can put it forward. What falls due on
 * the way runs in order, each at its own instant, as if the time had passed. The built bundle gets it in place of the
 * globals of the same names.
 */
export class SteeredTime {
  #aheadMs = 0;
  /** The machine's reading at which this clock was held. */
  #heldAt: number | undefined;
  #nextId = 1;
  readonly #timers = new Map<number, Timer>();
  readonly Date: DateConstructor;

  constructor() {
    const now = () => this.now();
    this.Date = class extends globalThis.Date {
      static override now(): number {
        return now();
      }
    } as DateConstructor;
  }

  /** UTC ms. */
  now(): number {
    return (this.#heldAt ?? globalThis.Date.now()) + this.#aheadMs;
  }

  readonly setTimeout = (callback: () => void, ms = 0): number => {
    const id = this.#nextId;
    this.#nextId += 1;
    const run = () => {
      this.clearTimeout(id);
      callback();
    };
    const real = this.#heldAt === undefined ? setTimeout(run, ms) : undefined;
    this.#timers.set(id, { at: this.now() + ms, run, real });
    return id;
  };

  readonly clearTimeout = (id: number | undefined): void => {
    const timer = id === undefined ? undefined : this.#timers.get(id);
    if (id === undefined || timer === undefined) return;
    clearTimeout(timer.real);
    this.#timers.delete(id);
  };

  /** From now on time passes by `advance` and `jump` alone: instants can be compared to the millisecond. */
  hold(): void {
    this.#heldAt ??= globalThis.Date.now();
    for (const timer of this.#timers.values()) clearTimeout(timer.real);
  }

  /** The clock moves by `ms`, forward or back, and no timer with it: the computer slept, or somebody set the clock. */
  jump(ms: number): void {
    this.#aheadMs += ms;
    for (const timer of this.#timers.values()) timer.at += ms;
  }

  /** Puts the clock forward by `ms` and runs what falls due. */
  advance(ms: number): void {
    const end = this.now() + ms;
    for (let next = this.#earliest(); next !== undefined && next.at <= end; next = this.#earliest()) {
      this.#aheadMs += Math.max(0, next.at - this.now());
      next.run();
    }
    this.#aheadMs += Math.max(0, end - this.now());
    if (this.#heldAt !== undefined) return;
    for (const timer of this.#timers.values()) {
      clearTimeout(timer.real);
      timer.real = setTimeout(timer.run, timer.at - this.now());
    }
  }

  /** Ends every timer: the process they belong to is gone. */
  stop(): void {
    for (const id of [...this.#timers.keys()]) this.clearTimeout(id);
  }

  #earliest(): Timer | undefined {
    return [...this.#timers.values()].sort((a, b) => a.at - b.at)[0];
  }
}
