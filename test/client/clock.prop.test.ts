import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeskDatabase } from '../../renderer/data/db/database.ts';
import { readMeta, writeMeta } from '../../renderer/data/db/meta.ts';
import { CorrectedClock } from '../../renderer/data/sync/clock.ts';
import { learnFromAnswer, noteMoves } from '../../renderer/data/sync/clock-book.ts';
import { unknownClock } from '../../renderer/data/sync/clock-state.ts';
import { boundedInstant } from '../../server/sync/envelope.ts';
import { seedOf } from '../support/seed.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const year = 365 * 24 * hour;
/** Smaller errors are not told, and a small correction holds the instant back for as long. */
const toleranceMs = 2 * 30_000 + 5 * second;

type Step =
  /** Time goes by; sleep may stop the counter. */
  | { readonly kind: 'pass' | 'sleep'; readonly ms: number }
  /** The whole machine stands still, its clock too, as a virtual one does: nothing on it can notice. */
  | { readonly kind: 'frozen'; readonly ms: number }
  /** Somebody sets the clock, while the app runs or (`closed`) while it is closed. */
  | { readonly kind: 'set' | 'closed'; readonly ms: number }
  | { readonly kind: 'mutate' | 'exchange'; readonly ms: number };

const move = fc.oneof(
  fc.integer({ min: -5 * minute, max: 5 * minute }),
  fc.integer({ min: -26 * hour, max: 26 * hour }),
  fc.integer({ min: -10 * year, max: 10 * year }),
);
const kinds = (kind: Step['kind'], ms: fc.Arbitrary<number>): fc.Arbitrary<Step> =>
  fc.record({ kind: fc.constant(kind), ms });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: kinds('pass', fc.integer({ min: second, max: 3 * hour })) },
  { weight: 2, arbitrary: kinds('sleep', fc.integer({ min: 5 * second, max: 72 * hour })) },
  { weight: 1, arbitrary: kinds('frozen', fc.integer({ min: second, max: 9 * hour })) },
  { weight: 2, arbitrary: kinds('set', move) },
  { weight: 1, arbitrary: kinds('closed', move) },
  { weight: 5, arbitrary: kinds('mutate', fc.constant(0)) },
  { weight: 2, arbitrary: kinds('exchange', fc.integer({ min: 0, max: 4 * second })) },
);

interface Made {
  readonly id: number;
  readonly truth: number;
  /** The clock had not moved by itself since the exchange before, and nothing unseen happened until the one behind. */
  isBeforeMoves: boolean;
  /** It has not moved by itself from here to the exchange behind; undefined until that. */
  movesBehind: number;
}

/** A window and the worker on one PC, with the clock's memory on a real desk database. */
class Pc {
  truth = Date.UTC(2026, 10, 20, 2);
  /** The PC's clock runs ahead of true time by so much. */
  ahead: number;
  #asleep = 0;
  readonly db = new DeskDatabase('orang', { indexedDB: new IDBFactory(), IDBKeyRange });
  window: CorrectedClock;
  #worker: CorrectedClock;
  #moves = 0;
  #shown = 0;
  #hasMoved = false;
  readonly made: Made[] = [];
  #unjudged: Made[] = [];
  #isKnown = false;

  constructor(ahead: number) {
    this.ahead = ahead;
    this.window = this.#openWindow();
    this.#worker = this.#clock();
  }

  #openWindow(): CorrectedClock {
    const clock = this.#clock();
    clock.subscribe(() => {
      this.#hasMoved = true;
    });
    return clock;
  }

  #clock(): CorrectedClock {
    return new CorrectedClock(
      () => this.truth + this.ahead,
      () => this.truth - this.#asleep,
    );
  }

  async act({ kind, ms }: Step): Promise<void> {
    if (kind === 'pass') this.truth += ms;
    if (kind === 'sleep') {
      this.truth += ms;
      this.#asleep += ms;
      this.#moves += 1;
    }
    if (kind === 'frozen') {
      this.truth += ms;
      this.ahead -= ms;
      this.#asleep += ms;
      this.#moves += 1;
      for (const made of this.#unjudged) made.isBeforeMoves = false;
    }
    if (kind === 'set') {
      this.ahead += ms;
      this.#moves += 1;
    }
    if (kind === 'closed') await this.#reopen(ms);
    if (kind === 'mutate') await this.#mutate();
    if (kind === 'exchange') await this.#exchange(ms);
    if (kind === 'exchange' || kind === 'closed') this.#shown = 0;
    await this.#tick();
  }

  /** What the window's ticker and its watch of the clock do; only an exchange may take the shown instant back. */
  async #tick(): Promise<void> {
    expect(this.window.now()).toBeGreaterThanOrEqual(this.#shown);
    await Promise.resolve();
    if (this.#hasMoved) await noteMoves(this.db, this.window);
    this.#hasMoved = false;
    this.#shown = this.window.now();
  }

  async #reopen(ms: number): Promise<void> {
    this.truth += 10 * minute;
    this.ahead += ms;
    this.#moves += 1;
    this.window = this.#openWindow();
    this.#worker = this.#clock();
    const { clock } = await readMeta(this.db, 'clock');
    if (clock === undefined) return;
    this.window.open(clock, true);
    this.#worker.open(clock, false);
    if (this.made.length > 0) await noteMoves(this.db, this.window);
  }

  /** As a mutation does it: stamp, instant and entry in one transaction. */
  async #mutate(): Promise<void> {
    const { db, window } = this;
    const id = this.made.length + 1;
    const stamp = await db.transaction('rw', db.meta, db.outbox, async () => {
      const { clock: shared = window.state } = await readMeta(db, 'clock');
      const stamped = window.stamped(shared);
      const { seenServerTime, epoch } = stamped;
      const occurredAt = Math.max(window.now(), seenServerTime);
      expect(occurredAt).toBeGreaterThanOrEqual(seenServerTime);
      const entry = { name: 'ticket.note', args: {}, aggregate: 'tiket', occurredAt, seenServerTime };
      await db.outbox.add({ id, ...entry, clockEpoch: epoch });
      if (stamped !== shared) await writeMeta(db, 'clock', stamped);
      return stamped;
    });
    window.noted(stamp);
    const made = {
      id,
      truth: this.truth,
      isBeforeMoves: this.#isKnown && this.#moves === 0,
      movesBehind: -this.#moves,
    };
    this.made.push(made);
    this.#unjudged.push(made);
  }

  async #exchange(ms: number): Promise<void> {
    this.truth += ms;
    const receivedAt = this.truth - this.#asleep;
    // The server read its clock at some moment of the exchange.
    const timing = { durationMs: ms, serverTime: this.truth - Math.round(ms / 3), receivedAt };
    await learnFromAnswer(this.db, this.#worker, timing);
    this.window.adopt(this.#worker.state);
    expect(Math.abs(this.window.now() - this.truth)).toBeLessThanOrEqual(toleranceMs);
    for (const made of this.#unjudged) made.movesBehind += this.#moves;
    this.#unjudged = [];
    this.#moves = 0;
    this.#isKnown = true;
  }

  /** Every entry whose error can be known for certain, with what is left of it. */
  async leftErrors(): Promise<{ id: number; left: number }[]> {
    const entries = new Map((await this.db.outbox.toArray()).map((entry) => [entry.id, entry]));
    return this.made
      .filter(({ isBeforeMoves, movesBehind }) => isBeforeMoves || movesBehind === 0)
      .map(({ id, truth }) => {
        const { occurredAt = 0, skewMs = 0 } = entries.get(id) ?? {};
        return { id, left: occurredAt + skewMs - truth };
      });
  }
}

describe('device clock', () => {
  /**
   * Guaranteed: after the next exchange an entry is known to the tolerance where the clock did not move by itself (set,
   * sleep, app closed, frozen) from the entry to that exchange; or from the exchange before to the entry, unless the
   * machine was frozen later. Between two moves only their sizes speak, and they can be read in more than one way.
   */
  it('CLK-5 F35 whatever happens to the clock, the next exchange tells by how much entries are wrong', async () => {
    const seed = seedOf('device clock');
    // What was made before the app was closed is right, though nothing was made after it.
    const setWhileClosed: Step[] = [
      { kind: 'exchange', ms: 0 },
      { kind: 'mutate', ms: 0 },
      { kind: 'closed', ms: 2 * hour },
    ];
    const story = fc.array(step, { minLength: 3, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(story, move, async (steps, ahead) => {
        const pc = new Pc(ahead);
        for (const one of steps) await pc.act(one);
        await pc.act({ kind: 'exchange', ms: 100 });
        const left = await pc.leftErrors();
        expect(left.filter((entry) => Math.abs(entry.left) > toleranceMs)).toEqual([]);
        for (const { occurredAt, seenServerTime } of await pc.db.outbox.toArray()) {
          const bounded = boundedInstant({ occurredAt, seenServerTime }, seenServerTime, pc.truth);
          expect(bounded).toBeGreaterThanOrEqual(Math.min(seenServerTime, pc.truth));
          expect(bounded).toBeLessThanOrEqual(pc.truth);
        }
        pc.db.close();
      }),
      { seed, numRuns: 300, examples: [[setWhileClosed, 0]] },
    );
  });

  it('CLK-5 a desk that never heard the server knows nothing of its clock', async () => {
    const pc = new Pc(-3 * hour);
    expect(pc.window.state).toBe(unknownClock);
    await pc.act({ kind: 'mutate', ms: 0 });
    await pc.act({ kind: 'exchange', ms: 0 });
    expect(await pc.leftErrors()).toEqual([{ id: 1, left: 0 }]);
    expect(await pc.db.outbox.toArray()).toMatchObject([{ skewMs: 3 * hour }]);
    pc.db.close();
  });
});
