import { describe, expect, it } from 'vitest';
import { compileCalendar } from './calendar.ts';
import { calendarSchema, readCalendarDays } from './hours.ts';
import { compilePolicy } from './policy.ts';
import { withCalendarDays } from './policy-shelf.ts';
import { at, HOUR, monday, statusOf, testPack, testWeek, ticket } from './test-pack.ts';

function issuesOf(days: unknown): string[] {
  const read = readCalendarDays(days);
  return read.ok ? [] : read.error.issues.map(({ path, code }) => `${path}: ${code}`);
}

function dates(from: string, count: number): string[] {
  const start = at(`${from}T00:00:00Z`);
  return Array.from({ length: count }, (_, day) =>
    new Date(start + day * 24 * HOUR).toISOString().slice(0, 10),
  );
}

describe('readCalendarDays', () => {
  it('fills in what was left out', () => {
    const read = readCalendarDays({ holidays: ['2026-08-17'] });
    expect(read).toEqual({
      ok: true,
      value: { holidays: [{ date: '2026-08-17', name: '', decree: '' }], halfDays: [], periods: [] },
    });
  });

  it.each<[string, unknown, string]>([
    ['a date that does not exist', { holidays: ['2026-02-30'] }, 'holidays[0]: date_malformed'],
    [
      'a date that does not exist, with its name',
      { holidays: [{ date: '2026-02-30', name: 'Imlek' }] },
      'holidays[0].date: date_malformed',
    ],
    [
      'a kind there is not',
      { holidays: [{ date: '2026-02-17', kind: 'school' }] },
      'holidays[0].kind: not_allowed',
    ],
    [
      'a closing time there is not',
      { halfDays: [{ date: '2026-02-17', closesAt: '25:00' }] },
      'halfDays[0].closesAt: time_malformed',
    ],
    [
      'a period that ends before it starts',
      { periods: [{ from: '2026-03-19', to: '2026-02-18', hours: testWeek(['08:00', '15:00']) }] },
      'periods[0].to: period_ends_before_start',
    ],
    [
      'overlapping hours within a period',
      {
        periods: [
          {
            from: '2026-02-18',
            to: '2026-03-19',
            hours: {
              mon: [
                ['08:00', '12:00'],
                ['11:00', '15:00'],
              ],
            },
          },
        ],
      },
      'periods[0].hours.mon[1]: blocks_overlap',
    ],
    [
      'periods that overlap',
      {
        periods: [
          { from: '2026-02-18', to: '2026-03-19', hours: {} },
          { from: '2026-03-19', to: '2026-03-20', hours: {} },
        ],
      },
      'periods[1]: periods_overlap',
    ],
    [
      'a period that never ends',
      { periods: [{ from: '2026-02-18', to: '9999-12-31', hours: {} }] },
      'periods: closed_for_good',
    ],
    ['more days than anyone needs', { holidays: dates('2026-01-01', 5001) }, 'holidays: list_too_long'],
    ['no object', [], ': wrong_type'],
  ])('refuses %s', (_, days, issue) => {
    expect(issuesOf(days)).toEqual([issue]);
  });
});

describe('calendars that hardly ever open', () => {
  it('find the next working day behind 10,000 holidays', () => {
    const hours = testWeek(['08:00', '16:00']);
    const holidays = dates('2026-01-01', 10_000);
    const calendar = compileCalendar(calendarSchema.parse({ hours, holidays }), 'Asia/Jakarta');
    expect(holidays.at(-1)).toBe('2053-05-18');
    expect(calendar.add(monday, HOUR)).toBe(at('2053-05-19T09:00:00+07:00'));
  });

  it('have no due instant when days of the office close what the pack leaves open', () => {
    const pack = testPack();
    const closed = {
      holidays: [],
      halfDays: [],
      periods: [{ from: '1900-01-01', to: '2399-12-31', name: '', decree: '', hours: {} }],
    };
    const policy = compilePolicy(withCalendarDays(pack, closed));
    expect(statusOf(policy, 'resolution', ticket([]), monday + 1000 * HOUR)).toMatchObject({
      state: 'running',
      elapsedMs: 0,
      dueAt: null,
      nextChangeAt: null,
    });
  });

  it('take the hours that come first where those of an office lie over those of the pack', () => {
    const ramadan = { from: '2026-02-18', to: '2026-03-19', hours: testWeek(['08:00', '15:00']) };
    const pack = testPack({
      calendars: {
        office: { hours: testWeek(['08:00', '16:00']), periods: [ramadan] },
        always: { always: true },
      },
    });
    const read = readCalendarDays({
      periods: [{ from: '2026-02-25', to: '2026-02-26', hours: testWeek(['08:00', '12:00']) }],
    });
    if (!read.ok) throw new Error('refused');
    const office = compilePolicy(withCalendarDays(pack, read.value)).calendars.get('office')?.open;
    const openHours = (date: string): number =>
      (office?.elapsed(at(`${date}T00:00:00+07:00`), at(`${date}T23:59:00+07:00`)) ?? 0) / HOUR;
    expect(
      ['2026-02-17', '2026-02-18', '2026-02-24', '2026-02-25', '2026-02-26', '2026-02-27', '2026-03-20'].map(
        openHours,
      ),
    ).toEqual([8, 7, 7, 4, 4, 7, 8]);
  });
});
