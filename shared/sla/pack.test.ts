import { describe, expect, it } from 'vitest';
import { readPolicyPack } from './pack.ts';
import { testPackJson } from './test-pack.ts';

type Block = [string, string];

function issuesOf(changes: Record<string, unknown>): string[] {
  const read = readPolicyPack(testPackJson(changes));
  return read.ok
    ? []
    : read.error.issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
}

function withHours(
  hours: Record<string, Block[]>,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return { calendars: { office: { hours, ...more }, always: { always: true } } };
}

function withTarget(changes: Record<string, unknown>): Record<string, unknown> {
  const [first] = testPackJson().targets as Record<string, unknown>[];
  return { targets: [{ ...first, ...changes }] };
}

describe('the schema of policy packs', () => {
  it('accepts a sound pack and fills in the usual warnings', () => {
    const read = readPolicyPack(testPackJson());
    expect(read.ok && read.value.targets[0]?.warnings).toEqual([0.5, 0.75, 0.9]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'a misspelt part of a target, which would be left out unseen',
      withTarget({ appliesto: { kind: ['incident'] } }),
      'targets[0]: Unrecognized key: "appliesto"',
    ],
    [
      'a misspelt exception of a calendar',
      withTarget({ calendar: { default: 'office', exept: [] } }),
      'targets[0].calendar: Unrecognized key: "exept"',
    ],
    ['a misspelt part of the pack', { notification: {} }, 'Unrecognized key: "notification"'],
    ['an unknown zone', { timeZone: 'Asia/Nowhere' }, 'timeZone: unknown time zone'],
    ['a bare offset as zone', { timeZone: '+07:00' }, 'timeZone: unknown time zone'],
    [
      'a block that ends before it starts',
      withHours({ mon: [['16:00', '08:00']] }),
      'calendars.office.hours.mon[0][1]: end 08:00 is not after start 16:00',
    ],
    [
      'overlapping blocks, in any order',
      withHours({
        tue: [
          ['12:00', '16:00'],
          ['08:00', '12:30'],
        ],
      }),
      'calendars.office.hours.tue[0]: overlaps block 1',
    ],
    ['a week without a working day', withHours({ mon: [] }), 'calendars.office.hours: no working day'],
    [
      'a time after 24:00',
      withHours({ mon: [['08:00', '24:30']] }),
      'calendars.office.hours.mon[0][1]: not a clock time (HH:MM, 24:00 at most)',
    ],
    [
      'a date that does not exist',
      withHours({ mon: [['08:00', '16:00']] }, { halfDays: [{ date: '2026-02-30', closesAt: '12:00' }] }),
      'calendars.office.halfDays[0].date: not a date (YYYY-MM-DD)',
    ],
    [
      'overlapping periods',
      withHours(
        { mon: [['08:00', '16:00']] },
        {
          periods: [
            { from: '2026-02-18', to: '2026-03-19', hours: {} },
            { from: '2026-03-19', to: '2026-03-20', hours: {} },
          ],
        },
      ),
      'calendars.office.periods[1]: overlaps period 0',
    ],
    [
      'a target with a calendar that is not there',
      withTarget({ calendar: { default: 'night' } }),
      'targets[0].calendar.default: no calendar night',
    ],
    [
      'an exception with a calendar that is not there',
      withTarget({ calendar: { default: 'office', except: [{ when: { priority: [1] }, use: 'night' }] } }),
      'targets[0].calendar.except[0].use: no calendar night',
    ],
    [
      'a duration key with too many parts',
      withTarget({ durations: { by: ['priority'], of: { '1/2': 'PT1H' } } }),
      'targets[0].durations.of.1/2: key does not name priority',
    ],
    ['two targets for one metric', duplicateMetric(), 'targets[1].metric: second target for response'],
    [
      'a matrix key that names too few facts',
      { priority: { by: ['urgency', 'impact'], cells: { high: 1 } } },
      'priority.cells.high: key does not name urgency/impact',
    ],
  ])('refuses %s and names the path', (_, changes, issue) => {
    expect(issuesOf(changes)).toContain(issue);
  });

  it.each(['PT0S', 'PT', '8 h', 'P1D', 'PT-8H', 'PT1.5H'])('refuses the duration %s', (duration) => {
    const issues = issuesOf(withTarget({ durations: { by: ['priority'], of: { '1': duration } } }));
    expect(issues.join()).toContain('targets[0].durations.of.1');
  });

  it('accepts holidays by name or as bare dates, 24:00 and several blocks a day', () => {
    const hours: Record<string, Block[]> = {
      fri: [
        ['13:00', '24:00'],
        ['07:30', '11:30'],
      ],
    };
    const more = {
      holidays: ['2026-08-17', { date: '2026-12-25', name: 'Natal' }],
      yearlyHolidays: ['02-29'],
    };
    expect(issuesOf(withHours(hours, more))).toEqual([]);
  });
});

function duplicateMetric(): Record<string, unknown> {
  const [first] = testPackJson().targets as Record<string, unknown>[];
  return { targets: [first, first] };
}
