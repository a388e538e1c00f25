import { describe, expect, it } from 'vitest';
import { packIssueCodes } from './issues.ts';
import { readPolicyPack } from './pack.ts';
import { testPackJson, testWeek } from './test-pack.ts';

type Changes = Record<string, unknown>;

function issuesOf(changes: Changes): string[] {
  const read = readPolicyPack(testPackJson(changes));
  return read.ok ? [] : read.error.issues.map(({ path, code }) => `${path}: ${code}`);
}

function withTarget(changes: Changes, more: Changes = {}): Changes {
  const [first] = testPackJson().targets as Changes[];
  return { targets: [{ ...first, ...changes }], ...more };
}

function withOffice(changes: Changes): Changes {
  const office = { hours: testWeek(['08:00', '16:00']), ...changes };
  return { calendars: { office, always: { always: true } } };
}

const labels = testPackJson().labels as Changes;
const { cells } = testPackJson().priority as { cells: Changes };
const step = (name: string, on = 'hand'): Changes => ({ step: name, title: 'Langkah', on });
const everyDay = Array.from({ length: 366 }, (_, index) =>
  new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(5, 10),
);

describe('what the parts of a pack must have to do with one another', () => {
  it.each<[string, Changes, ...string[]]>([
    [
      'a priority without a label',
      { labels: { ...labels, priorities: { '1': 'Tinggi', '3': 'Rendah' } } },
      'priority.cells.high/low: priority_without_label',
      'priority.cells.medium/medium: priority_without_label',
      'priority.cells.low/high: priority_without_label',
    ],
    [
      'a matrix cell for a level there is not',
      { priority: { by: ['urgency', 'impact'], cells: { ...cells, 'high/huge': 1 } } },
      'priority.cells.high/huge: value_impossible',
    ],
    [
      'a duration for a priority the matrix never gives',
      withTarget({ durations: { by: ['priority'], of: { '4': 'PT1H' } } }),
      'targets[0].durations.of.4: value_impossible',
    ],
    [
      'a duration for everything where the pack looks something up',
      withTarget({ durations: { by: ['urgency'], of: { '*': 'PT1H' } } }),
      'targets[0].durations.of.*: value_impossible',
    ],
    [
      'a table of durations without any',
      withTarget({ durations: { by: ['urgency'], of: {} } }),
      'targets[0].durations.of: list_empty',
    ],
    [
      'a condition with a value its fact cannot have',
      withTarget({ appliesTo: { kind: ['incident', 'complaint'] } }),
      'targets[0].appliesTo.kind[1]: value_impossible',
    ],
    [
      'a yes written as text',
      withTarget({
        calendar: { default: 'office', except: [{ when: { onSite: ['true'] }, use: 'always' }] },
      }),
      'targets[0].calendar.except[0].when.onSite[0]: value_impossible',
    ],
    [
      'a fact there is not',
      withTarget({ appliesTo: { weather: ['rain'] } }),
      'targets[0].appliesTo: unknown_key',
    ],
    [
      'a start at a step that is not in the procedure',
      withTarget({ start: { step: 'openned' } }, { steps: [step('opened')] }),
      'targets[0].start.step: step_unknown',
    ],
    [
      'a stop at a step that is not in the procedure',
      withTarget({ stop: { step: 'verified' } }, { steps: [step('opened')] }),
      'targets[0].stop.step: step_unknown',
    ],
    [
      'a target that starts and stops at one step',
      withTarget({ start: { step: 'opened' }, stop: { step: 'opened' } }),
      'targets[0].stop.step: stops_where_it_starts',
    ],
    ['a step named twice', { steps: [step('opened'), step('opened')] }, 'steps[1].step: step_twice'],
    [
      'an escalation level named twice',
      {
        escalation: [
          { level: 1, title: 'Operator' },
          { level: 1, title: 'Teknisi' },
        ],
      },
      'escalation[1].level: level_twice',
    ],
    [
      'a ladder that tells of a metric without a target',
      { notifications: { ladder: [{ at: 1, tell: ['assignee'], metrics: ['response', 'fulfilment'] }] } },
      'notifications.ladder[0].metrics[1]: metric_unknown',
    ],
    [
      'a share that is no whole percentage',
      { notifications: { ladder: [{ at: 0.905, tell: ['assignee'] }] } },
      'notifications.ladder[0].at: share_not_whole',
    ],
    [
      'a share nobody is told of',
      { notifications: { ladder: [{ at: 1, tell: [] }] } },
      'notifications.ladder[0].tell: list_empty',
    ],
    [
      'working hours of a calendar there is not',
      { notifications: { workingHours: 'night' } },
      'notifications.workingHours: calendar_unknown',
    ],
    [
      'a capacity that warns when it is too late',
      { capacity: [{ title: 'Reset', serviceItems: ['Reset'], perDay: 30, warnAt: 31 }] },
      'capacity[0].warnAt: warns_above_capacity',
    ],
    [
      'a duration of more than ten years',
      withTarget({ durations: 'PT87601H' }),
      'targets[0].durations: duration_out_of_range',
    ],
    [
      'more than 120 calendar months',
      withTarget({ durations: { months: 121 } }),
      'targets[0].durations.months: too_big',
    ],
    [
      'a wait for papers that hangs on office hours',
      { completeness: { within: { startedOpen: 'PT3H', startedClosed: 'nextClosing' }, reason: 'x' } },
      'completeness.within.months: missing',
      'completeness.within: unknown_key',
    ],
    [
      'two closing times for one date',
      withOffice({
        halfDays: [
          { date: '2026-12-24', closesAt: '12:00' },
          { date: '2026-12-24', closesAt: '13:00' },
        ],
      }),
      'calendars.office.halfDays[1].date: half_day_twice',
    ],
    [
      'a period that closes everything',
      withOffice({ periods: [{ from: '2026-01-01', to: '9999-12-31', hours: {} }] }),
      'calendars.office.periods: closed_for_good',
    ],
    [
      'days off that swallow the whole year',
      withOffice({ yearlyHolidays: everyDay }),
      'calendars.office.yearlyHolidays: closed_for_good',
    ],
    ['text no database keeps', { title: 'Uji\u0000' }, 'title: text_not_storable'],
    ['a title of blanks', { title: '  ' }, 'title: text_missing'],
    ['a part left out', { labels: undefined }, 'labels: missing'],
    ['a name with capitals', { name: 'Madiun' }, 'name: name_malformed'],
    ['no target at all', { targets: [] }, 'targets: list_empty'],
  ])('refuses %s', (_, changes, ...issues) => {
    expect(issuesOf(changes)).toEqual(issues);
  });

  it('gives what a sentence in another language needs', () => {
    const read = readPolicyPack(testPackJson(withTarget({ calendar: { default: 'night' } })));
    expect(read.ok ? [] : read.error.issues).toEqual([
      {
        path: 'targets[0].calendar.default',
        message: 'no calendar night',
        code: 'calendar_unknown',
        values: { calendar: 'night' },
      },
    ]);
  });

  it('finds everything at once', () => {
    const changes = {
      timeZone: 'Asia/Nowhere',
      notifications: { workingHours: 'night' },
      steps: [step('opened'), step('opened')],
    };
    expect(issuesOf(changes).sort()).toEqual([
      'notifications.workingHours: calendar_unknown',
      'steps[1].step: step_twice',
      'timeZone: zone_unknown',
    ]);
  });

  it('accepts a procedure, a ladder beyond the due instant and steps told from outside', () => {
    const steps = [step('opened', 'register'), step('verified'), step('closing', 'close')];
    const sound = withTarget(
      {
        start: { step: 'opened' },
        stop: { step: 'verified' },
        durations: { by: ['kind'], of: { change: 'PT1H' } },
      },
      {
        steps,
        completeness: { within: { months: 1 }, reason: 'tidak lengkap' },
        notifications: {
          ladder: [{ at: 2, tell: ['level3'], metrics: ['response'] }],
          workingHours: 'office',
        },
        capacity: [{ title: 'Reset', serviceItems: ['Reset'], perDay: 30, warnAt: 30 }],
      },
    );
    expect(issuesOf(sound)).toEqual([]);
    expect(issuesOf(withTarget({ stop: { step: 'verified' } }))).toEqual([]);
  });

  it('never answers with an exception, whatever it is given', () => {
    for (const json of [null, undefined, 7, 'pack', [], {}, { targets: [null], calendars: { a: null } }]) {
      const read = readPolicyPack(json);
      if (read.ok) throw new Error('accepted');
      expect(read.error.issues.length).toBeGreaterThan(0);
      for (const { code } of read.error.issues) expect(packIssueCodes).toContain(code);
    }
  });
});
