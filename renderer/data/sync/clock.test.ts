import { describe, expect, it } from 'vitest';
import { CorrectedClock } from './clock.ts';
import { type ClockState, learn, unknownClock } from './clock-state.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;
const nine = Date.UTC(2026, 10, 20, 2);

/** A computer: true time, its wall clock beside it, and a counter that stands still while it sleeps. */
function computer(aheadMs = 0) {
  const pc = { truth: nine, ahead: aheadMs, asleep: 0 };
  const open = (state?: ClockState) => {
    const clock = new CorrectedClock(
      () => pc.truth + pc.ahead,
      () => pc.truth - pc.asleep,
    );
    if (state !== undefined) clock.open(state, true);
    return clock;
  };
  return {
    pc,
    open,
    wake(clock: CorrectedClock, ms: number) {
      pc.truth += ms;
      clock.now();
    },
    /** An answer that took no time. Returns by how much the clock was behind. */
    ask(clock: CorrectedClock, durationMs = 0): number {
      const receivedAt = pc.truth - pc.asleep;
      const timing = { durationMs, serverTime: pc.truth - durationMs / 2, receivedAt };
      const { state, errorMs } = learn(clock.stamped(clock.state), clock.heard(timing));
      clock.adopt(state);
      return errorMs;
    },
  };
}

/** A running window that has just heard the server. */
function running(aheadMs = 0) {
  const one = computer(aheadMs);
  const clock = one.open();
  one.ask(clock);
  one.wake(clock, minute);
  return { ...one, clock };
}

describe('corrected clock', () => {
  it('CLK-1 the offset is server time minus the middle of the exchange, counted from when the answer came', () => {
    const { pc, open } = computer();
    const clock = open();
    pc.truth += 5_000;
    const heard = clock.heard({ durationMs: 200, serverTime: nine - hour, receivedAt: nine });
    expect(heard).toEqual({ offsetMs: 100 - hour, uncertaintyMs: 100, serverTime: nine - hour });
  });

  it.each([-10 * year, -hour, 0, 3 * hour, 10 * year])(
    'CLK-1 a clock %d ms ahead is corrected by the first answer',
    (ahead) => {
      const { ask, open, pc } = computer(ahead);
      const clock = open();
      expect(clock.now()).toBe(nine + ahead);
      expect(ask(clock)).toBe(ahead === 0 ? 0 : -ahead);
      expect(clock.now()).toBe(nine);
      expect(clock.offsetMs).toBe(ahead === 0 ? 0 : -ahead);
      pc.truth += day;
      expect(clock.now()).toBe(nine + day);
    },
  );

  it('CLK-1 a slow answer does not replace an offset it cannot tell from the true one', () => {
    const { clock, ask, pc } = running();
    const { offsetMs } = clock;
    pc.ahead += 900;
    expect(ask(clock, 4_000)).toBe(0);
    expect(clock.offsetMs).toBe(offsetMs);
    expect(ask(clock, 100)).toBe(-900);
  });

  it('CLK-2 set back an hour while running: the corrected instant runs on, and nothing was wrong', () => {
    const { clock, pc, wake, ask } = running(3 * minute);
    pc.ahead -= hour;
    wake(clock, minute);
    expect(clock.now()).toBe(pc.truth);
    expect(clock.offsetMs).toBe(hour - 3 * minute);
    expect(ask(clock)).toBe(0);
  });

  it('CLK-2 set forward an hour while running looks like sleep, until an answer proves it wrong', () => {
    const { clock, pc, wake, ask } = running();
    pc.ahead += hour;
    wake(clock, minute);
    expect(clock.now()).toBe(pc.truth + hour);
    expect(ask(clock)).toBe(-hour);
    expect(clock.now()).toBe(pc.truth);
  });

  it('CLK-2 three days of sleep have passed, whether the counter stood still or not', () => {
    for (const stands of [true, false]) {
      const { clock, pc, wake, ask } = running(-20 * minute);
      if (stands) pc.asleep += 3 * day;
      wake(clock, 3 * day);
      expect(clock.now()).toBe(pc.truth);
      expect(ask(clock)).toBe(0);
    }
  });

  it('CLK-2 a wrong clock that is put right, or set back and forth, does not move the corrected instant', () => {
    const { clock, pc, wake, ask } = running(-3 * hour);
    pc.ahead = 20_000;
    wake(clock, minute);
    expect(clock.now()).toBe(pc.truth);
    pc.ahead = -5 * hour;
    wake(clock, minute);
    pc.ahead = 0;
    wake(clock, minute);
    expect(clock.now()).toBe(pc.truth);
    expect(ask(clock)).toBe(0);
  });

  it('CLK-2 the instant never runs back for less than half a minute', () => {
    const { clock, pc, ask } = running();
    pc.ahead += 1_500;
    const before = clock.now();
    expect(ask(clock)).toBe(-1_500);
    expect(clock.now()).toBe(before);
    pc.truth += 2_000;
    expect(clock.now()).toBe(pc.truth);
  });

  it('CLK-2 started again with a clock behind the last server time, it counts on from there', () => {
    for (const back of [hour, 10 * year]) {
      const { clock, pc, open, wake, ask } = running();
      pc.ahead -= back;
      const again = open(clock.state);
      expect(again.now()).toBe(nine);
      wake(again, 10 * minute);
      expect(again.now()).toBe(nine + 10 * minute);
      expect(ask(again)).toBe(minute);
      expect(again.now()).toBe(pc.truth);
    }
  });

  it('CLK-2 started again with a clock that was set, the first answer says by how much', () => {
    for (const ahead of [2 * hour, 10 * year]) {
      const { clock, pc, open, ask } = running();
      pc.ahead += ahead;
      const again = open(clock.state);
      expect(again.now()).toBe(pc.truth + ahead);
      expect(ask(again)).toBe(-ahead);
    }
  });

  it('CLK-3 an epoch ends with a move, with being closed and with an answer; a stamp is kept once it is noted', () => {
    const { clock, pc, open, wake, ask } = running();
    const { epoch } = clock.state;
    expect(clock.stamped(clock.state)).toBe(clock.state);
    pc.ahead += hour;
    wake(clock, minute);
    const moved = clock.stamped(clock.state);
    expect(moved).toMatchObject({
      epoch: epoch + 1,
      since: epoch,
      steps: [{ epoch: epoch + 1, errorMs: -hour }],
    });
    expect(clock.stamped(clock.state)).toEqual(moved);
    clock.noted(moved);
    expect(clock.stamped(moved)).toBe(moved);
    const again = open(moved);
    const opened = again.stamped(moved);
    expect(opened.steps).toHaveLength(2);
    expect(opened.steps[1]).toEqual({ epoch: epoch + 2, errorMs: null });
    // Another window has noted the same move already.
    expect(clock.stamped(opened)).toBe(opened);
    ask(clock);
    expect(clock.state).toMatchObject({ epoch: epoch + 3, since: epoch + 3, steps: [] });
  });

  it('CLK-3 listeners hear of a move after the reading that noticed it', async () => {
    const { clock, pc } = running();
    let heard = 0;
    clock.subscribe(() => {
      heard += 1;
    });
    pc.ahead -= hour;
    clock.now();
    expect(heard).toBe(0);
    await Promise.resolve();
    expect(heard).toBe(1);
    expect(clock.isFresh()).toBe(false);
  });
});

describe('what an exchange says of the epochs before it', () => {
  const known = { ...unknownClock, isKnown: true, epoch: 9, since: 4 };
  const errors = (steps: ClockState['steps'], offsetMs: number, state: ClockState = known) => {
    const learnt = learn({ ...state, steps }, { offsetMs, uncertaintyMs: 0, serverTime: nine });
    return [4, 5, 6, 7, 8, 9].map((epoch) => learnt.errorIn(epoch));
  };

  it('CLK-4 without a move, and before the first answer ever, all were wrong by the same', () => {
    expect(errors([], hour)).toEqual([hour, hour, hour, hour, hour, hour]);
    expect(errors([{ epoch: 7, errorMs: null }], hour, { ...known, isKnown: false })).toEqual(
      Array.from({ length: 6 }, () => hour),
    );
    expect(errors([{ epoch: 7, errorMs: null }], 29_999)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('CLK-4 the move that explains the error parts the right from the wrong', () => {
    const steps = [
      { epoch: 5, errorMs: -8 * hour },
      { epoch: 6, errorMs: null },
      { epoch: 8, errorMs: -hour },
    ];
    expect(errors(steps, -hour + 2_000)).toEqual([0, 0, 0, 0, -hour + 2_000, -hour + 2_000]);
    // No move is of that size: the app was closed, and then it can be anything.
    expect(errors(steps, 7 * minute)).toEqual([0, 0, 7, 7, 7, 7].map((minutes) => minutes * minute));
  });

  it('CLK-4 several moves share the error, the fewest that add up to it', () => {
    const steps = [
      { epoch: 5, errorMs: -hour },
      { epoch: 6, errorMs: -9 * hour },
      { epoch: 8, errorMs: -2 * hour },
    ];
    expect(errors(steps, -3 * hour)).toEqual([0, -1, -1, -1, -3, -3].map((hours) => hours * hour));
    expect(errors(steps, 25 * minute)).toEqual([0, 25, 25, 25, 25, 25].map((minutes) => minutes * minute));
  });

  it('CLK-4 a server that was years ahead for a while binds nobody to that instant', () => {
    const wrong = { ...known, seenServerTime: nine + 9 * year };
    expect(learn(wrong, { offsetMs: 0, uncertaintyMs: 0, serverTime: nine }).state.seenServerTime).toBe(nine);
    const stepped = { ...known, seenServerTime: nine + hour };
    const { state } = learn(stepped, { offsetMs: 0, uncertaintyMs: 0, serverTime: nine });
    expect(state.seenServerTime).toBe(nine + hour);
  });
});
