import type { StartTimer } from '../platform/timer.ts';
import type { Services } from '../services.ts';

/** A round that failed (the database did not answer) is tried again after this long, ms. */
const retryMs = 5000;

/**
 * Runs rounds of work, one at a time: when the timer of the last one comes, and when something moved. What moves during a
 * round starts another.
 */
export class Rounds {
  readonly #services: Services;
  readonly #startTimer: StartTimer;
  readonly #event: string;
  readonly #round: () => Promise<number>;
  #running: Promise<void> | null = null;
  #isWanted = false;
  #isClosed = false;
  #cancelTimer: (() => void) | undefined;
  #unsubscribe: (() => void) | undefined;

  /**
   * @param event name of the log line about a round that failed.
   * @param round does the work; resolves with the ms until the next one at the latest.
   */
  constructor(services: Services, startTimer: StartTimer, event: string, round: () => Promise<number>) {
    this.#services = services;
    this.#startTimer = startTimer;
    this.#event = event;
    this.#round = round;
  }

  start(): void {
    this.#unsubscribe = this.#services.pokes.subscribe(() => this.#want());
    this.#want();
  }

  /** Resolves when nothing is wanted any more. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  /** Ends, after the round under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#unsubscribe?.();
    this.#cancelTimer?.();
    await this.idle();
  }

  /** True once the end is wanted: a long round may stop early. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  #want(): void {
    this.#isWanted = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      // Wanted while this run was already ending.
      if (this.#isWanted && !this.#isClosed) this.#want();
    });
  }

  async #run(): Promise<void> {
    // Whoever pokes goes on first: a round never runs inside another's call.
    await Promise.resolve();
    while (this.#isWanted && !this.#isClosed) {
      this.#isWanted = false;
      this.#cancelTimer?.();
      const waitMs = await this.#safely();
      if (!this.#isClosed) this.#cancelTimer = this.#startTimer(waitMs, () => this.#want());
    }
  }

  async #safely(): Promise<number> {
    try {
      return await this.#round();
    } catch (error) {
      this.#services.log('error', this.#event, { error: error instanceof Error ? error.name : 'unknown' });
      return retryMs;
    }
  }
}
