/**
 * The device's clock corrected by what the server says. The offset is learnt from every answer: the server read its clock
 * somewhere between our sending and our receiving, so half the exchange is taken, and the error is at most that half.
 */
export interface LearntClock {
  readonly offsetMs: number;
  /** Highest server time seen, UTC ms; 0 where none. */
  readonly seenServerTime: number;
}

const jumpMs = 2_000;

export const unlearntClock: LearntClock = { offsetMs: 0, seenServerTime: 0 };

/** What one exchange teaches. `sentAt` and `receivedAt` are readings of the device's clock, UTC ms. */
export function learnClock(
  known: LearntClock,
  exchange: { readonly sentAt: number; readonly durationMs: number; readonly serverTime: number },
): LearntClock {
  const middle = exchange.sentAt + exchange.durationMs / 2;
  return {
    offsetMs: Math.round(exchange.serverTime - middle),
    seenServerTime: Math.max(known.seenServerTime, exchange.serverTime),
  };
}

/**
 * A clock that notices jumps: between two exchanges time is counted with the monotonic clock, so that someone setting the
 * PC's clock does not move the corrected instant. Sleep stops some monotonic clocks, so a forward difference is believed
 * only up to the device's own reading.
 */
export class CorrectedClock {
  readonly #deviceNow: () => number;
  readonly #monotonicNow: () => number;
  #learnt: LearntClock;
  #anchor: { device: number; monotonic: number };

  constructor(deviceNow: () => number, monotonicNow: () => number, learnt: LearntClock = unlearntClock) {
    this.#deviceNow = deviceNow;
    this.#monotonicNow = monotonicNow;
    this.#learnt = learnt;
    this.#anchor = { device: deviceNow(), monotonic: monotonicNow() };
  }

  get learnt(): LearntClock {
    return this.#learnt;
  }

  /** Takes over what was learnt here or elsewhere. */
  adopt(learnt: LearntClock): void {
    this.#learnt = learnt;
    this.#anchor = { device: this.#deviceNow(), monotonic: this.#monotonicNow() };
  }

  /** Corrected present instant, UTC ms, never before the last server time seen. */
  now(): number {
    const device = this.#deviceNow();
    const counted = this.#anchor.device + (this.#monotonicNow() - this.#anchor.monotonic);
    const slack = device - counted;
    // A step back of the device's clock is a jump; a step forward may be sleep, during which the counter stood still.
    const reading = slack < -jumpMs ? counted : device;
    return Math.max(Math.round(reading + this.#learnt.offsetMs), this.#learnt.seenServerTime);
  }
}
