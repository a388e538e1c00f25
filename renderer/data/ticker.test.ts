import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTicker } from './ticker.ts';

const nine = Date.UTC(2026, 10, 20, 2);

/** A ticker over a clock that is set apart from the timers, as a PC's clock is. */
function scene() {
  const clock = { ahead: 250 };
  const began = performance.now();
  const ticks: number[] = [];
  let moved = () => {};
  const ticker = createTicker({
    readNow: () => nine + Math.round(performance.now() - began) + clock.ahead,
    onTick: (now) => ticks.push(now - nine),
    onClockMoved(listener) {
      moved = listener;
      return () => {
        moved = () => {};
      };
    },
  });
  return { clock, ticker, ticks, moveClock: () => moved() };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('ticker', () => {
  it('ticks at once, then on every full second of the corrected clock', () => {
    const { ticker, ticks } = scene();
    const stop = ticker.start();
    vi.advanceTimersByTime(2_800);
    expect(ticks).toEqual([250, 1_000, 2_000, 3_000]);
    stop();
    vi.advanceTimersByTime(5_000);
    expect(ticks).toHaveLength(4);
  });

  it('a clock that is set neither stops nor hurries the ticks', () => {
    for (const jump of [3_600_000, -3_600_000]) {
      const { clock, ticker, ticks } = scene();
      const stop = ticker.start();
      vi.advanceTimersByTime(1_000);
      clock.ahead += jump;
      vi.advanceTimersByTime(3_000);
      expect(ticks.slice(2)).toEqual([2_000, 3_000, 4_000].map((at) => at + jump));
      stop();
    }
  });

  it('ticks at once when the clock is told to have moved, and keeps one timer', () => {
    const { clock, ticker, ticks, moveClock } = scene();
    const stop = ticker.start();
    let heard = 0;
    ticker.subscribe(() => {
      heard += 1;
    });
    vi.advanceTimersByTime(100);
    clock.ahead = -60_000;
    moveClock();
    expect(ticks.at(-1)).toBe(-59_900);
    expect(ticker.now()).toBe(nine - 59_900);
    expect(heard).toBe(1);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1_900);
    expect(ticks.slice(-2)).toEqual([-59_000, -58_000]);
    stop();
    expect(vi.getTimerCount()).toBe(0);
    moveClock();
    expect(ticks.at(-1)).toBe(-58_000);
  });

  it('in steps it gives the instant of the tick itself, so that a ticket and its row in the list say the same minute', () => {
    const { clock, ticker, ticks } = scene();
    const stop = ticker.start();
    const nowInSteps = () => ticker.nowInSteps(10_000) - nine;
    expect(nowInSteps()).toBe(250);
    // Timers come late: the tick is a little after the full second.
    vi.advanceTimersByTime(9_000);
    clock.ahead += 4;
    vi.advanceTimersByTime(750);
    expect(ticks.at(-1)).toBe(10_004);
    expect(nowInSteps()).toBe(10_004);
    vi.advanceTimersByTime(9_000);
    expect(ticks.at(-1)).toBe(19_000);
    expect(nowInSteps()).toBe(10_004);
    clock.ahead -= 15_000;
    vi.advanceTimersByTime(1_000);
    expect(nowInSteps()).toBe(ticks.at(-1));
    stop();
  });

  it('ticks at once when the window is shown again and when the network is back', () => {
    const shown = new EventTarget();
    vi.stubGlobal('document', shown);
    const online = new EventTarget();
    vi.stubGlobal('addEventListener', online.addEventListener.bind(online));
    vi.stubGlobal('removeEventListener', online.removeEventListener.bind(online));
    const { ticker, ticks } = scene();
    const stop = ticker.start();
    vi.advanceTimersByTime(10);
    shown.dispatchEvent(new Event('visibilitychange'));
    vi.advanceTimersByTime(10);
    online.dispatchEvent(new Event('online'));
    expect(ticks).toEqual([250, 260, 270]);
    stop();
    shown.dispatchEvent(new Event('visibilitychange'));
    online.dispatchEvent(new Event('online'));
    expect(ticks).toHaveLength(3);
    vi.unstubAllGlobals();
  });
});
