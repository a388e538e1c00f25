import { describe, expect, it } from 'vitest';
import { CorrectedClock, learnClock, unlearntClock } from './clock.ts';

const hour = 3_600_000;

describe('corrected clock', () => {
  it('CLK-1 the offset is server time minus the middle of the exchange', () => {
    const learnt = learnClock(unlearntClock, { sentAt: 1_000, durationMs: 200, serverTime: 5_000 });
    expect(learnt).toEqual({ offsetMs: 3_900, seenServerTime: 5_000 });
    const later = learnClock(learnt, { sentAt: 9_000, durationMs: 0, serverTime: 4_000 });
    expect(later).toEqual({ offsetMs: -5_000, seenServerTime: 5_000 });
  });

  it('CLK-2 a clock set back does not move it, sleep does, and it never goes before the server time seen', () => {
    const device = { now: 10 * hour, monotonic: 0 };
    const clock = new CorrectedClock(
      () => device.now,
      () => device.monotonic,
    );
    clock.adopt({ offsetMs: hour, seenServerTime: 11 * hour });
    device.now -= 5 * hour;
    device.monotonic += 60_000;
    expect(clock.now()).toBe(11 * hour + 60_000);
    device.now += 5 * hour + 60_000 + 8 * hour;
    expect(clock.now()).toBe(19 * hour + 60_000);
    clock.adopt({ offsetMs: -20 * hour, seenServerTime: 11 * hour });
    expect(clock.now()).toBe(11 * hour);
  });
});
