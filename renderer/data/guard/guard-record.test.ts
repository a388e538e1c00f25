import { describe, expect, it } from 'vitest';
import { afterLook, entered, type GuardRecord, type Look, offlineLimitMs } from './guard-record.ts';

const hour = 3_600_000;
const start = Date.UTC(2026, 10, 20, 2, 0);

function look(change: Partial<Look>): Look {
  return {
    now: start,
    syncedAt: null,
    answeredAt: null,
    canUnlock: true,
    isClosed: false,
    limitMs: offlineLimitMs,
    ...change,
  };
}

/** A record after looks at these hours, counted from the start. */
function lookedAt(hours: readonly number[], change: Partial<Look> = {}): GuardRecord {
  return hours.reduce<GuardRecord>(
    (record, at) => afterLook(record, look({ ...change, now: start + at * hour })),
    entered,
  );
}

describe('the right to be let in without being asked', () => {
  it('SES-5 F23 lasts 72 hours from the password, and not a moment longer', () => {
    expect(lookedAt([0, 72]).isLocked).toBe(false);
    const late = afterLook(lookedAt([0, 72]), look({ now: start + 72 * hour + 1 }));
    expect(late.isLocked).toBe(true);
  });

  it('SES-5 begins anew with every exchange and every new answer by file', () => {
    const before = lookedAt([0, 50]);
    const synced = afterLook(before, look({ now: start + 51 * hour, syncedAt: start + 50.5 * hour }));
    expect(synced.elapsedMs).toBe(0.5 * hour);
    const answered = afterLook(before, look({ now: start + 51 * hour, answeredAt: start + 30 * hour }));
    expect(answered.elapsedMs).toBe(21 * hour);
    // The same exchange looked at again prolongs nothing.
    const again = afterLook(synced, look({ now: start + 60 * hour, syncedAt: start + 50.5 * hour }));
    expect(again.elapsedMs).toBe(9.5 * hour);
  });

  it('SES-5 an answer that is older than what is known takes nothing away', () => {
    const known = lookedAt([0, 2]);
    expect(afterLook(known, look({ now: start + 3 * hour, answeredAt: start - 500 * hour })).elapsedMs).toBe(
      3 * hour,
    );
  });

  it('SES-5 F35 a clock set back hides no time that was seen to pass', () => {
    const looks = [0, 40, 1, 34];
    expect(lookedAt(looks).elapsedMs).toBe((40 + 33) * hour);
    expect(lookedAt(looks).isLocked).toBe(true);
  });

  it('SES-5 a lock stays until the password, whatever the server says meanwhile', () => {
    const locked = lookedAt([0, 73]);
    const heard = afterLook(locked, look({ now: start + 74 * hour, syncedAt: start + 74 * hour }));
    expect(heard).toMatchObject({ isLocked: true, elapsedMs: 0 });
  });

  it('SES-5 time locks nobody out where no password could be checked here', () => {
    expect(lookedAt([0, 2000], { canUnlock: false }).isLocked).toBe(false);
  });

  it('SES-5 a profile without a record counts from the last exchange', () => {
    const found = afterLook(undefined, look({ now: start + 80 * hour, syncedAt: start }));
    expect(found.isLocked).toBe(true);
    expect(afterLook(undefined, look({})).elapsedMs).toBe(0);
  });

  it('SES-6 a closed account stays closed however often it is looked at', () => {
    const closed = afterLook(entered, look({ isClosed: true }));
    expect(afterLook(closed, look({ now: start + hour, syncedAt: start + hour })).isClosed).toBe(true);
  });
});
