import { describe, expect, it } from 'vitest';
import { createDeadlineWatch, longestWaitMs, mostRemembered } from './deadline-watch.ts';

/** A platform whose clock and timer the test moves. */
function steered(start: number) {
  let now = start;
  let timer: { at: number; callback: () => void } | undefined;
  const announced: string[] = [];
  const looks: number[] = [];
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
    announce(due, at) {
      looks.push(due.length);
      for (const { id } of due) announced.push(`${id}@${at}`);
    },
  });
  return {
    watch,
    announced,
    looks,
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

  it('announces what has passed already together, once', () => {
    const desk = steered(1_000_000);
    const old = [
      { id: 'old', at: 5 },
      { id: 'just', at: 999_999 },
    ];
    desk.watch.set([...old, { id: 'coming', at: 1_000_001 }]);
    expect(desk.looks).toEqual([2]);
    expect(desk.announced).toEqual(['old@1000000', 'just@1000000']);
    desk.watch.set(old);
    expect(desk.looks).toEqual([2]);
  });

  it('says nothing of what has left the list, also where its instant had come unseen', () => {
    const desk = steered(0);
    desk.watch.set([{ id: 'solved', at: 5000 }]);
    desk.jumpTo(90_000_000);
    desk.watch.set([]);
    desk.watch.check();
    expect(desk.announced).toEqual([]);
  });

  it('counts by the corrected clock', () => {
    const desk = steered(1_000_000);
    desk.watch.set([{ id: 'a', at: 500_000 }], -600_000);
    expect(desk.waits).toEqual([longestWaitMs]);
    desk.passTo(1_200_000);
    expect(desk.announced).toEqual(['a@500000']);
  });

  it('announces nothing again when the clock is put back, nor when a list made meanwhile brings it', () => {
    const desk = steered(1000);
    desk.watch.set([
      { id: 'a', at: 2000 },
      { id: 'b', at: 90_000_000 },
    ]);
    desk.passTo(2500);
    desk.watch.set([{ id: 'b', at: 90_000_000 }]);
    desk.jumpTo(500);
    desk.watch.set([{ id: 'a', at: 2000 }]);
    desk.watch.check();
    desk.passTo(3000);
    expect(desk.announced).toEqual(['a@2000']);
  });

  it('forgets in the end what has left the list', () => {
    const desk = steered(0);
    desk.watch.set([{ id: 'first', at: 0 }]);
    desk.watch.set(Array.from({ length: mostRemembered }, (_, at) => ({ id: 'many', at })));
    desk.passTo(10_000);
    desk.watch.set([]);
    desk.watch.set([{ id: 'first', at: 0 }]);
    expect(desk.announced.filter((said) => said.startsWith('first'))).toHaveLength(2);
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
