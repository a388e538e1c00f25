import { describe, expect, it } from 'vitest';
import { at, HOUR, MINUTE, testCalendar, testWeek } from './test-pack.ts';

const office = testCalendar({ hours: testWeek(['08:00', '16:00']) });

describe('office hours', () => {
  it('starts at the next opening when the clock starts while closed', () => {
    expect(office.add(at('2026-02-07T10:00:00+07:00'), HOUR)).toBe(at('2026-02-09T09:00:00+07:00'));
  });

  it('is due at closing time when the clock ends there, not at the next opening', () => {
    expect(office.add(at('2026-02-06T15:00:00+07:00'), HOUR)).toBe(at('2026-02-06T16:00:00+07:00'));
    expect(office.add(at('2026-02-06T15:00:00+07:00'), HOUR + 1)).toBe(at('2026-02-09T08:00:00.001+07:00'));
  });

  it('adds nothing to an instant, also while closed', () => {
    const night = at('2026-02-07T03:00:00+07:00');
    expect(office.add(night, 0)).toBe(night);
  });

  it('counts 24 hours as three working days', () => {
    expect(office.add(at('2026-02-05T08:00:00+07:00'), 24 * HOUR)).toBe(at('2026-02-09T16:00:00+07:00'));
  });

  it('refuses a negative duration and an instant that is none', () => {
    expect(() => office.add(0, -1)).toThrow(RangeError);
    expect(() => office.add(0, Number.NaN)).toThrow(RangeError);
    expect(() => office.elapsed(Number.NaN, 5)).toThrow(RangeError);
    expect(() => office.openAt(Number.NaN)).toThrow(RangeError);
  });

  it('gives the same answers whether it grew forwards or backwards', () => {
    const forward = testCalendar({ hours: testWeek(['08:00', '16:00']) });
    const backward = testCalendar({ hours: testWeek(['08:00', '16:00']) });
    const instants = [1960, 1975, 1999, 2026, 2031].map((year) => at(`${year}-03-03T12:00:00Z`));
    for (const instant of instants) forward.openAt(instant);
    for (const instant of [...instants].reverse()) backward.openAt(instant);
    for (const from of instants) {
      for (const to of instants) expect(forward.elapsed(from, to)).toBe(backward.elapsed(from, to));
    }
  });

  it('says never instead of searching without end', () => {
    expect(office.add(at('2026-02-06T15:00:00Z'), Number.MAX_SAFE_INTEGER)).toBe(Number.POSITIVE_INFINITY);
    const shut = testCalendar({
      hours: { mon: [['08:00', '09:00']] },
      periods: [{ from: '1900-01-01', to: '2400-12-31', hours: {} }],
    });
    expect(shut.add(at('2026-02-06T15:00:00Z'), 1)).toBe(Number.POSITIVE_INFINITY);
    expect(shut.nextOpen(at('2026-02-06T15:00:00Z'))).toBe(Number.POSITIVE_INFINITY);
    expect(shut.elapsed(at('2026-02-06T15:00:00Z'), at('2027-02-06T15:00:00Z'))).toBe(0);
  });

  it('clamps instants outside the years it knows', () => {
    expect(office.elapsed(-1e15, at('1900-01-02T00:00:00Z'))).toBe(
      office.elapsed(at('1900-01-01T00:00:00Z'), at('1900-01-02T00:00:00Z')),
    );
  });
});

describe('days off', () => {
  const calendar = testCalendar({
    hours: testWeek(['08:00', '12:00'], ['13:00', '17:00']),
    holidays: [{ date: '2026-12-24', name: 'Cuti bersama' }, '2026-12-25'],
    halfDays: [
      { date: '2026-12-23', closesAt: '12:30' },
      { date: '2026-12-22', closesAt: '07:00' },
    ],
    yearlyHolidays: ['01-01'],
    periods: [
      { from: '2026-03-02', to: '2026-03-06', hours: testWeek(['08:00', '14:00']), decree: '12/2026' },
    ],
  });

  it('leaves out the lunch break', () => {
    expect(calendar.elapsed(at('2026-02-02T11:00:00+07:00'), at('2026-02-02T14:00:00+07:00'))).toBe(2 * HOUR);
  });

  it('closes early on half days and skips holidays', () => {
    expect(calendar.elapsed(at('2026-12-23T08:00:00+07:00'), at('2026-12-28T08:00:00+07:00'))).toBe(4 * HOUR);
    expect(calendar.add(at('2026-12-23T11:00:00+07:00'), HOUR)).toBe(at('2026-12-23T12:00:00+07:00'));
    expect(calendar.add(at('2026-12-23T11:00:00+07:00'), HOUR + 1)).toBe(at('2026-12-28T08:00:00.001+07:00'));
  });

  it('has no open time on a half day that closes before it opens', () => {
    expect(calendar.elapsed(at('2026-12-22T00:00:00+07:00'), at('2026-12-23T00:00:00+07:00'))).toBe(0);
  });

  it('keeps a yearly holiday in every year', () => {
    for (const year of [2026, 2027, 2031]) {
      const from = at(`${year}-01-01T00:00:00+07:00`);
      expect(calendar.elapsed(from, from + 24 * HOUR)).toBe(0);
    }
  });

  it('follows the hours of a period while it lasts', () => {
    expect(calendar.elapsed(at('2026-03-02T00:00:00+07:00'), at('2026-03-07T00:00:00+07:00'))).toBe(
      30 * HOUR,
    );
    expect(calendar.elapsed(at('2026-03-09T00:00:00+07:00'), at('2026-03-14T00:00:00+07:00'))).toBe(
      40 * HOUR,
    );
  });

  it('tells why it was closed, in order and without gaps', () => {
    const pieces = calendar.pieces(at('2026-12-23T11:00:00+07:00'), at('2026-12-28T09:00:00+07:00'));
    expect(pieces.map(({ reason, label }) => (label ? `${reason}: ${label}` : reason))).toEqual([
      'open',
      'outside_hours',
      'half_day',
      'outside_hours',
      'holiday: Cuti bersama',
      'holiday',
      'weekend',
      'outside_hours',
      'open',
    ]);
    expect(pieces.map((piece) => (piece.to - piece.from) / MINUTE)).toEqual([
      60, 60, 240, 420, 1440, 1440, 2880, 480, 60,
    ]);
  });
});

describe('days to 24:00', () => {
  it('runs through midnight when the next day opens at 00:00', () => {
    const calendar = testCalendar({ hours: { mon: [['22:00', '24:00']], tue: [['00:00', '06:00']] } });
    expect(calendar.add(at('2026-02-02T21:00:00+07:00'), 3 * HOUR)).toBe(at('2026-02-03T01:00:00+07:00'));
    expect(calendar.pieces(at('2026-02-02T22:00:00+07:00'), at('2026-02-03T06:00:00+07:00'))).toHaveLength(1);
  });

  it('is the same as 24x7 when every day is open from 00:00 to 24:00', () => {
    const day: [string, string][] = [['00:00', '24:00']];
    const hours = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day };
    for (const zone of ['Asia/Jakarta', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia']) {
      const calendar = testCalendar({ hours }, zone);
      const from = at('2011-01-01T00:00:00Z');
      const to = at('2026-11-20T03:04:05.678Z');
      expect(calendar.elapsed(from, to)).toBe(to - from);
    }
  });
});

describe('zones', () => {
  it.each([
    ['Asia/Jakarta', '2026-02-02T01:00:00Z'],
    ['Asia/Makassar', '2026-02-02T00:00:00Z'],
    ['Asia/Jayapura', '2026-02-01T23:00:00Z'],
  ])('opens at 08:00 in %s', (zone, opening) => {
    const calendar = testCalendar({ hours: testWeek(['08:00', '16:00']) }, zone);
    expect(calendar.nextOpen(at('2026-01-31T12:00:00Z'))).toBe(at(opening));
    expect(calendar.nextClosing(at('2026-01-31T12:00:00Z'))).toBe(at(opening) + 8 * HOUR);
  });

  it('keeps wall-clock hours over a clock change (America/New_York)', () => {
    const calendar = testCalendar({ hours: testWeek(['09:00', '17:00']) }, 'America/New_York');
    expect(calendar.add(at('2026-03-06T16:00:00-05:00'), 2 * HOUR)).toBe(at('2026-03-09T10:00:00-04:00'));
    expect(calendar.add(at('2026-10-30T16:00:00-04:00'), 2 * HOUR)).toBe(at('2026-11-02T10:00:00-05:00'));
  });

  it('does not count an hour that the clock skips and counts a repeated one twice', () => {
    const night = { sun: [['00:00', '06:00']] as [string, string][] };
    const calendar = testCalendar({ hours: night }, 'America/New_York');
    expect(calendar.elapsed(at('2026-03-07T12:00:00Z'), at('2026-03-09T12:00:00Z'))).toBe(5 * HOUR);
    expect(calendar.elapsed(at('2026-10-31T12:00:00Z'), at('2026-11-02T12:00:00Z'))).toBe(7 * HOUR);
  });

  it('knows the half-hour change of Lord Howe Island', () => {
    const night = { sun: [['00:00', '06:00']] as [string, string][] };
    const calendar = testCalendar({ hours: night }, 'Australia/Lord_Howe');
    expect(calendar.elapsed(at('2026-04-04T12:00:00+11:00'), at('2026-04-06T12:00:00+10:30'))).toBe(
      6.5 * HOUR,
    );
    expect(calendar.elapsed(at('2026-10-03T12:00:00+10:30'), at('2026-10-05T12:00:00+11:00'))).toBe(
      5.5 * HOUR,
    );
  });

  it('opens again for block edges inside a repeated hour', () => {
    const calendar = testCalendar({ hours: { sun: [['00:00', '01:30']] } }, 'America/New_York');
    const day = at('2026-11-01T00:00:00-04:00');
    expect(
      calendar.pieces(day, day + 4 * HOUR).map(({ open, from }) => [open, (from - day) / MINUTE]),
    ).toEqual([
      [true, 0],
      [false, 90],
      [true, 120],
      [false, 150],
    ]);
    expect(calendar.elapsed(day, day + 4 * HOUR)).toBe(2 * HOUR);
  });

  it('skips the date that Samoa skipped', () => {
    const calendar = testCalendar({ hours: testWeek(['08:00', '16:00']) }, 'Pacific/Apia');
    // Friday 30 December 2011 does not exist there.
    expect(calendar.elapsed(at('2011-12-28T00:00:00-10:00'), at('2012-01-03T00:00:00+14:00'))).toBe(
      24 * HOUR,
    );
  });
});
