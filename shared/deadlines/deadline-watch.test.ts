import { describe, expect, it } from 'vitest';
import { createDeadlineWatch, graceMs, longestWaitMs } from './deadline-watch.ts';

/** A platform whose clock and timer the test moves. */
function steered(start: number) {
  let now = start;
  let timer: { at: number; callback: () => void } | undefined;
  const announced: string[] = [];
  const waits: number[] = [];
  const watch = createDeadlineWatch<{ id: string; at: number }>({
    now: () => now,
    startTimer(ms, callback) {
      waits.push(ms);
      const mine = { at: now + ms, callback };
      timer = mine;
      return () => {
        if (timer === mine) timer = undefined;
      };
    },
    announce: ({ id }) => void announced.push(`${id}@${now}`),
  });
  return {
    watch,
    announced,
    waits,
    /** Lets time pass timer by timer, as an event loop does. */
    passTo(end: number) {
      while (timer !== undefined && timer.at <= end) {
        const due = timer;
        timer = undefined;
        now = Math.max(now, due.at);
        due.callback();
      }
      now = end;
    },
    /** The clock jumps (sleep, or someone set it); timers know nothing of it. */
    jumpTo(instant: number) {
      now = instant;
    },
    isWaiting: () => timer !== undefined,
  };
}

describe('deadline watch', () => {
  it('announces each deadline at its instant, nearest first', () => {
    const desk = steered(1000);
    desk.watch.set([
      { id: 'late', at: 500_000 },
      { id: 'soon', at: 1500 },
      { id: 'same', at: 1500 },
    ]);
    desk.passTo(600_000);
    expect([...desk.announced].sort()).toEqual(['late@500000', 'same@1500', 'soon@1500']);
    expect(desk.announced.at(-1)).toBe('late@500000');
    expect(desk.isWaiting()).toBe(false);
  });

  it('announces once, however often the list comes again', () => {
    const desk = steered(1000);
    const list = [{ id: 'a', at: 2000 }];
    desk.watch.set(list);
    desk.passTo(2500);
    desk.watch.set(list);
    desk.watch.set([...list, ...list]);
    desk.passTo(100_000);
    expect(desk.announced).toEqual(['a@2000']);
  });

  it('takes a moved deadline for a new one, and drops a removed one', () => {
    const desk = steered(1000);
    desk.watch.set([
      { id: 'a', at: 2000 },
      { id: 'b', at: 3000 },
    ]);
    desk.passTo(2500);
    desk.watch.set([{ id: 'a', at: 4000 }]);
    desk.passTo(5000);
    expect(desk.announced).toEqual(['a@2000', 'a@4000']);
  });

  it('keeps quiet about old news, but not about what passed on its way here', () => {
    const desk = steered(1_000_000);
    desk.watch.set([
      { id: 'old', at: 1_000_000 - graceMs },
      { id: 'just', at: 1_000_000 - graceMs + 1 },
    ]);
    expect(desk.announced).toEqual(['just@1000000']);
  });

  it('never waits long, so that a changed clock is noticed', () => {
    const desk = steered(0);
    desk.watch.set([{ id: 'a', at: 86_400_000 }]);
    expect(Math.max(...desk.waits)).toBe(longestWaitMs);
    desk.jumpTo(86_400_001);
    desk.watch.check();
    expect(desk.announced).toEqual(['a@86400001']);
  });

  it('stops', () => {
    const desk = steered(0);
    desk.watch.set([{ id: 'a', at: 10 }]);
    desk.watch.stop();
    desk.passTo(100);
    expect(desk.announced).toEqual([]);
    expect(desk.isWaiting()).toBe(false);
  });
});
