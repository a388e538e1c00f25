import { Listeners } from '../store/listeners.ts';
import { type ClockState, type Heard, leastErrorMs, unknownClock, withStep } from './clock-state.ts';

/** One answer of the server: how long it took, what the server's clock read, and when it came by the monotonic counter. */
export interface Timing {
  readonly durationMs: number;
  readonly serverTime: number;
  readonly receivedAt: number;
}

/** Device clock and counter may differ by so much between two readings; more is a move of the clock, or sleep. */
const jumpMs = 2_000;
/** From this offset on people are told that the clock is wrong, and may mend it. */
const tellsMs = 120_000;
/** A clock mended by hand is right to the minute. */
const mendedMs = 60_000;
/** As long after an exchange the offset holds without asking. */
const freshMs = 600_000;

/**
 * The present instant as one window or worker believes it: the device's reading plus the offset. Each reading compares the
 * clock with a counter that nobody can set, so moves are noticed when they happen:
 * - back: somebody set the clock; the offset grows, the corrected instant runs on.
 * - forward to where the clock is right: somebody mended it; the same.
 * - forward elsewhere: taken for sleep, during which counters may stand still; the corrected instant follows the clock.
 * The next exchange shows which of these beliefs were wrong (see `learn`).
 */
export class CorrectedClock {
  readonly #deviceNow: () => number;
  readonly #monotonicNow: () => number;
  readonly #listeners = new Listeners();
  #state: ClockState = unknownClock;
  #offsetMs = 0;
  #anchor: { device: number; monotonic: number };
  /** True where the app was closed since the last exchange, and nothing written here says so yet. */
  #wasClosed = false;
  /** Moves seen here that the others have not been told of, as the errors of `withStep`. */
  #moves: (number | null)[] = [];
  /** True where the offset follows from a move seen here. */
  #isOwnOffset = false;
  /** How many moves the last stamp held. */
  #stamped = 0;
  /** When the last exchange was adopted, by the counter. */
  #learntAt: number | null = null;
  #given = Number.NEGATIVE_INFINITY;

  /** Called back soon after the corrected instant has moved by itself: a move of the clock, or an exchange. */
  readonly subscribe = this.#listeners.subscribe;

  constructor(deviceNow: () => number, monotonicNow: () => number) {
    this.#deviceNow = deviceNow;
    this.#monotonicNow = monotonicNow;
    this.#anchor = { device: deviceNow(), monotonic: monotonicNow() };
  }

  /** What was adopted last. */
  get state(): ClockState {
    return this.#state;
  }

  /** Corrected instant minus the device's reading, ms: positive where the device's clock is behind. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /**
   * Corrected present instant, UTC ms. Never before the last server time seen; never runs back, unless an exchange shows
   * that it was ahead by half a minute or more.
   */
  now(): number {
    const believed = Math.round(this.#read());
    this.#given = Math.max(believed, this.#state.seenServerTime, this.#given);
    return this.#given;
  }

  /** True where the offset was learnt a moment ago and the clock has not moved since. */
  isFresh(): boolean {
    this.#read();
    return this.#learntAt !== null && this.#monotonicNow() - this.#learntAt <= freshMs;
  }

  /**
   * Begins with what the last run left behind. While the app was closed, the clock may have been set: it certainly was
   * where it shows an instant before the last server time.
   * @param isWindow what is written by a window from here on is in doubt until the next exchange.
   */
  open(state: ClockState, isWindow: boolean): void {
    this.#take(state);
    this.#given = Number.NEGATIVE_INFINITY;
    this.#wasClosed = isWindow && state.isKnown;
    const { device } = this.#anchor;
    if (device + this.#offsetMs >= state.seenServerTime - jumpMs) return;
    this.#offsetMs = state.seenServerTime - device;
    this.#isOwnOffset = true;
  }

  /** Takes over what was learnt or noticed here or elsewhere. */
  adopt(state: ClockState): void {
    const before = this.#read();
    const isExchange = state.since !== this.#state.since || state.isKnown !== this.#state.isKnown;
    if (isExchange) this.#wasClosed = false;
    this.#take(state);
    if (isExchange) this.#learntAt = this.#anchor.monotonic;
    const movedMs = this.#anchor.device + this.#offsetMs - before;
    if (isExchange && Math.abs(movedMs) >= leastErrorMs) this.#given = Number.NEGATIVE_INFINITY;
    if (Math.abs(movedMs) > jumpMs) this.#tell();
  }

  /**
   * What the others know with what happened here, to be written beside a mutation; the same where nothing happened. The
   * others have read the same clock: where they noted something, they have seen every move that was seen here.
   */
  stamped(shared: ClockState): ClockState {
    if (shared.epoch !== this.#state.epoch) this.adopt(shared);
    this.#read();
    this.#stamped = this.#moves.length;
    const begun = this.#wasClosed ? withStep(shared, null) : shared;
    const noted = this.#moves.reduce(withStep, begun);
    return this.#isOwnOffset ? { ...noted, offsetMs: Math.round(this.#offsetMs) } : noted;
  }

  /** The stamp is on the disk. */
  noted(state: ClockState): void {
    if (state === this.#state) return;
    this.#read();
    const later = this.#moves.slice(this.#stamped);
    this.#wasClosed = false;
    if (later.length === 0) {
      this.#take(state);
    } else {
      this.#state = state;
      this.#moves = later;
    }
  }

  /** What an answer tells of the device's clock. The server read its clock somewhere during the exchange: half is taken. */
  heard({ durationMs, serverTime, receivedAt }: Timing): Heard {
    const uncertaintyMs = durationMs / 2;
    const truth = serverTime + uncertaintyMs + (this.#monotonicNow() - receivedAt);
    return { offsetMs: truth - this.#deviceNow(), uncertaintyMs, serverTime };
  }

  #take(state: ClockState): void {
    this.#state = state;
    this.#offsetMs = state.offsetMs;
    this.#isOwnOffset = false;
    this.#moves = [];
    this.#anchor = { device: this.#deviceNow(), monotonic: this.#monotonicNow() };
  }

  /** Corrected instant with fractions, not held; notices moves. */
  #read(): number {
    const device = this.#deviceNow();
    const monotonic = this.#monotonicNow();
    const leapMs = device - this.#anchor.device - (monotonic - this.#anchor.monotonic);
    this.#anchor = { device, monotonic };
    if (Math.abs(leapMs) > jumpMs) this.#moved(leapMs);
    return device + this.#offsetMs;
  }

  #moved(leapMs: number): void {
    const isMended = this.#offsetMs >= tellsMs && Math.abs(leapMs - this.#offsetMs) <= mendedMs;
    if (leapMs < 0 || isMended) {
      this.#offsetMs -= leapMs;
      this.#isOwnOffset = true;
    }
    this.#moves.push(leapMs < 0 ? null : isMended ? leapMs : -leapMs);
    this.#learntAt = null;
    this.#tell();
  }

  // The reading may be part of drawing the screen: listeners hear of it afterwards.
  #tell(): void {
    queueMicrotask(() => this.#listeners.notify());
  }
}
