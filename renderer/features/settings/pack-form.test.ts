import { describe, expect, it } from 'vitest';
import jabar from '#resources/policies/jabar.json' with { type: 'json' };
import madiun from '#resources/policies/madiun.json' with { type: 'json' };
import magelang from '#resources/policies/magelang.json' with { type: 'json' };
import polewali from '#resources/policies/polewali.json' with { type: 'json' };
import tangerang from '#resources/policies/tangerang.json' with { type: 'json' };
import { type PolicyPack, readPolicyPack } from '#shared/sla/pack.ts';
import { durationFormOf, durationOfForm } from './duration-form.ts';
import { blocksText, openMinutes, readBlocks } from './hours-text.ts';
import { type PackForm, packFormOf, packFormSchema } from './pack-form.ts';
import { packJsonOf } from './pack-json.ts';

function checked(json: unknown): PolicyPack {
  const read = readPolicyPack(json);
  if (!read.ok) throw new Error(JSON.stringify(read.error.issues));
  return read.value;
}

/** Everything a pack may hold that the shipped ones do not. */
const rich = {
  ...madiun,
  name: 'lengkap',
  calendars: {
    office: {
      title: 'Jam kerja',
      hours: {
        mon: [
          ['08:00', '12:00'],
          ['13:00', '16:30'],
        ],
        fri: [['07:30', '24:00']],
      },
      holidays: ['2026-01-01', { date: '2026-01-02', name: 'Libur', kind: 'local', isCertain: false }],
      halfDays: [{ date: '2026-12-24', closesAt: '12:00' }],
      yearlyHolidays: ['08-17'],
      periods: [
        { from: '2026-02-18', to: '2026-03-19', name: 'Ramadan', hours: { mon: [['08:00', '15:00']] } },
      ],
    },
  },
  steps: [{ step: 'verified', title: 'Diperiksa', on: 'hand' }],
  completeness: { within: { months: 1 }, warnDays: [7, 3, 1], reason: 'Kelengkapan tidak dipenuhi' },
  notifications: {
    ladder: [
      { at: 0.35, tell: ['assignee'], metrics: ['resolution'] },
      { at: 2, tell: ['level1', 'level2'] },
    ],
    workingHours: 'office',
    mails: { opened: ['client'], closed: ['client', 'level3'] },
  },
  capacity: [{ title: 'Reset', serviceItems: ['Reset kata sandi', 'Koreksi data'], perDay: 30, warnAt: 24 }],
};

const packs = { jabar, madiun, magelang, polewali, tangerang, lengkap: rich };

describe('a pack as a form', () => {
  it.each(Object.entries(packs))('%s: pack, form, pack again is the same pack', (name, json) => {
    const pack = checked(json);
    const form = packFormOf(pack);
    expect(checked(packJsonOf(form, name, pack.version))).toEqual(pack);
  });

  it.each(Object.entries(packs))('%s: a stored draft of the form is read back as it was', (_, json) => {
    const form = packFormOf(checked(json));
    expect(packFormSchema.parse(JSON.parse(JSON.stringify(form)))).toEqual(form);
  });

  const faultsAfter = (change: (form: PackForm) => void): string[] => {
    const form = structuredClone(packFormOf(checked(rich)));
    change(form);
    const read = readPolicyPack(packJsonOf(form, 'lengkap', 2));
    return read.ok ? [] : read.error.issues.map(({ path }) => path);
  };
  const set =
    <T>(pick: (form: PackForm) => T | undefined, change: (part: T) => void) =>
    (form: PackForm) => {
      const part = pick(form);
      if (part === undefined) throw new Error('no such part');
      change(part);
    };
  it.each<[string, (form: PackForm) => void, string[]]>([
    [
      'a duration of nothing',
      set(
        ({ targets }) => targets[0]?.durations[0],
        (entry) => Object.assign(entry.duration, { hours: '', minutes: '' }),
      ),
      ['targets[0].durations.of.1'],
    ],
    [
      'a duration with letters',
      set(
        ({ targets }) => targets[1]?.durations[2],
        (entry) => Object.assign(entry.duration, { hours: 'dua' }),
      ),
      ['targets[1].durations.of.3'],
    ],
    [
      'hours that cannot be read',
      (form) => Object.assign(form.calendars[0]?.hours ?? {}, { tue: 'pagi' }),
      ['calendars.office.hours.tue[0][0]', 'calendars.office.hours.tue[0][1]'],
    ],
    [
      'a day that ends before it starts',
      (form) => Object.assign(form.calendars[0]?.hours ?? {}, { tue: '16-8' }),
      ['calendars.office.hours.tue[0][1]'],
    ],
    [
      'a share that is no number',
      (form) => Object.assign(form.ladder[1] ?? {}, { at: 'dua kali' }),
      ['notifications.ladder[1].at'],
    ],
    [
      'a warning that is no number',
      (form) => Object.assign(form.targets[0] ?? {}, { warnings: '50; tujuh' }),
      ['targets[0].warnings[1]'],
    ],
    [
      'an empty cell of the matrix',
      (form) => Object.assign(form.cells[0] ?? {}, { value: '' }),
      ['priority.cells.high/high'],
    ],
    [
      'a label without a word',
      (form) => Object.assign(form.labels.levels, { low: ' ' }),
      ['labels.levels.low'],
    ],
    [
      'a capacity without a number',
      (form) => Object.assign(form.capacity[0] ?? {}, { perDay: 'banyak' }),
      ['capacity[0].perDay'],
    ],
    [
      'a limit of no months',
      (form) =>
        Object.assign(form.completeness ?? {}, {
          within: { kind: 'months', hours: '', minutes: '', months: '' },
        }),
      ['completeness.within.months'],
    ],
  ])('%s is refused at its own place', (_, change, paths) => {
    expect(faultsAfter(change)).toEqual(paths);
  });
});

describe('hours of a day as people write them', () => {
  it.each([
    ['08.00–12.00, 13.00–16.00', '08.00–12.00, 13.00–16.00', 7 * 60],
    ['8-12;13:00 - 16:30', '08.00–12.00, 13.00–16.30', 7 * 60 + 30],
    ['07.30 s.d. 24.00', '07.30–24.00', 16 * 60 + 30],
    ['', '', 0],
  ])('%s', (typed, shown, minutes) => {
    expect(blocksText(readBlocks(typed))).toBe(shown);
    expect(openMinutes(typed)).toBe(minutes);
  });
  it('have no sum while they cannot be read', () => {
    expect(openMinutes('08.00–')).toBeNull();
    expect(openMinutes('12-8')).toBeNull();
  });
});

describe('durations as typed', () => {
  it.each([
    ['PT10M', 'PT10M'],
    ['PT90M', 'PT1H30M'],
    ['PT72H', 'PT72H'],
    ['PT20S', 'PT20S'],
    ['PT1H0M1S', 'PT1H1S'],
  ])('%s comes back as %s', (text, back) => {
    expect(durationOfForm(durationFormOf(text))).toBe(back);
  });
});
