import { describe, expect, it } from 'vitest';
import indonesia from '#resources/calendars/indonesia.json' with { type: 'json' };
import { type CalendarDays, calendarDaysSchema } from '#shared/sla/hours.ts';
import {
  type DayEntry,
  dayChanges,
  entriesOf,
  entriesOfYear,
  entryKey,
  marksOf,
  mergedDays,
  noDays,
  withEntry,
  withoutEntry,
} from './calendar-days.ts';
import { readDays, textOfDays } from './calendar-draft.ts';
import { checkDay, type DayForm, dayFormOf, entryOfForm } from './day-form.ts';

const national = calendarDaysSchema.parse(indonesia.days);
const holiday = (date: string, name = 'Libur'): DayEntry => ({
  type: 'holiday',
  value: { date, name, decree: '', kind: 'local' },
});
const ramadan: DayEntry = {
  type: 'period',
  value: {
    from: '2026-02-18',
    to: '2026-03-19',
    name: 'Ramadan',
    decree: 'SE 1',
    hours: { mon: [['08:00', '15:00']] },
  },
};

describe('days of a calendar', () => {
  it('can be added, changed and removed, and stay in the order of their dates', () => {
    const two = withEntry(withEntry(noDays, holiday('2026-12-01'), null), holiday('2026-03-01'), null);
    expect(entriesOf(two).map(entryKey)).toEqual(['holiday 2026-03-01', 'holiday 2026-12-01']);
    const moved = withEntry(two, holiday('2026-12-24', 'Lain'), holiday('2026-03-01'));
    expect(entriesOf(moved).map(entryKey)).toEqual(['holiday 2026-12-01', 'holiday 2026-12-24']);
    expect(withoutEntry(moved, holiday('2026-12-01')).holidays.map(({ name }) => name)).toEqual(['Lain']);
  });

  it('of a year include a period that began the year before', () => {
    const turn: DayEntry = { ...ramadan, value: { ...ramadan.value, from: '2026-12-28', to: '2027-01-02' } };
    const days = withEntry(noDays, turn, null);
    expect(entriesOfYear(days, 2026)).toHaveLength(1);
    expect(entriesOfYear(days, 2027)).toHaveLength(1);
    expect(entriesOfYear(days, 2028)).toHaveLength(0);
  });

  it('merge to a calendar that can be kept: of hours that overlap, those of the later file hold', () => {
    const later: DayEntry = { ...ramadan, value: { ...ramadan.value, from: '2026-02-19', to: '2026-03-20' } };
    const other: DayEntry = { ...ramadan, value: { ...ramadan.value, from: '2026-05-01', to: '2026-05-03' } };
    const merged = mergedDays(
      withEntry(withEntry(noDays, ramadan, null), other, null),
      withEntry(noDays, later, null),
    );
    expect(calendarDaysSchema.safeParse(merged).error?.issues ?? []).toEqual([]);
    expect(entriesOf(merged).map(entryKey)).toEqual(['period 2026-02-19', 'period 2026-05-01']);
  });

  it('merge by date: the later file says what a date is', () => {
    const first = withEntry(withEntry(noDays, holiday('2026-03-01', 'Satu'), null), ramadan, null);
    const second = withEntry(
      withEntry(noDays, holiday('2026-03-01', 'Dua'), null),
      holiday('2026-04-01'),
      null,
    );
    const merged = mergedDays(first, second);
    expect(merged.holidays.map(({ name }) => name)).toEqual(['Dua', 'Libur']);
    expect(merged.periods).toHaveLength(1);
    expect(mergedDays(national, national)).toEqual(national);
  });

  it('tell what changed', () => {
    const before = withEntry(withEntry(noDays, holiday('2026-03-01'), null), holiday('2026-04-01'), null);
    const after = withEntry(
      withEntry(
        withoutEntry(before, holiday('2026-04-01')),
        holiday('2026-03-01', 'Baru'),
        holiday('2026-03-01'),
      ),
      ramadan,
      null,
    );
    expect(dayChanges(before, after).map(({ entry, how }) => `${how} ${entryKey(entry)}`)).toEqual([
      'added period 2026-02-18',
      'changed holiday 2026-03-01',
      'removed holiday 2026-04-01',
    ]);
    expect(dayChanges(national, structuredClone(national))).toEqual([]);
  });

  it('mark the dates of a year, a day off before a period', () => {
    const office = withEntry(withEntry(noDays, ramadan, null), holiday('2026-02-20'), null);
    const marks = marksOf([national, office], 2026);
    expect(marks.get('2026-02-18')).toBe('period');
    expect(marks.get('2026-02-20')).toBe('local');
    expect(marks.get('2026-08-17')).toBe('national');
    expect(marks.get('2026-08-18')).toBeUndefined();
  });
});

describe('the file of a calendar', () => {
  it('comes back as it was saved', () => {
    expect(readDays(textOfDays(national))).toEqual({ ok: true, value: national });
    expect(readDays(JSON.stringify(indonesia))).toEqual({ ok: true, value: national });
  });
  it.each([
    ['{', ''],
    ['[]', ''],
    ['{"hari": []}', ''],
    ['{"holidays": [{"date": "2026-02-30"}]}', 'holidays[0].date'],
  ])('%s is refused', (text, field) => {
    const read = readDays(text);
    expect(read.ok).toBe(false);
    expect(read.ok ? null : read.error.path).toBe(field);
  });
});

describe('a day as it is typed', () => {
  const days: CalendarDays = withEntry(withEntry(noDays, ramadan, null), holiday('2026-12-01'), null);
  it.each(entriesOf(days).map((entry) => [entryKey(entry), entry] as const))('%s comes back', (_, entry) => {
    expect(entryOfForm(dayFormOf(entry, 'local'))).toEqual({ ok: true, value: entry });
  });
  const empty = dayFormOf(null, 'local');
  it.each<[string, Partial<DayForm>, string]>([
    ['no date', { name: 'Libur' }, 'date'],
    ['no name', { date: '2026-05-05' }, 'name'],
    ['a date that is taken', { date: '2026-12-01', name: 'Libur' }, 'date'],
    [
      'a half day without its end',
      { type: 'halfDay', date: '2026-05-05', name: 'x', closesAt: 'siang' },
      'closesAt',
    ],
    [
      'a period that ends before it begins',
      { type: 'period', date: '2026-05-05', to: '2026-05-01', name: 'x' },
      'to',
    ],
    [
      'a period over another',
      { type: 'period', date: '2026-03-01', to: '2026-03-02', name: 'x', decree: 'SE' },
      'date',
    ],
    [
      'hours that cannot be read',
      {
        type: 'period',
        date: '2026-06-01',
        to: '2026-06-02',
        name: 'x',
        hours: { ...empty.hours, tue: 'pagi' },
      },
      'tue',
    ],
  ])('%s is named at its field', (_, typed, field) => {
    expect(Object.keys(checkDay({ ...empty, ...typed }, days, null))).toEqual([field]);
  });
  it('may keep its own date', () => {
    const [, second] = entriesOf(days);
    if (second === undefined) throw new Error('no second entry');
    expect(checkDay({ ...dayFormOf(second, 'local'), name: 'Lain' }, days, second)).toEqual({});
  });
});
