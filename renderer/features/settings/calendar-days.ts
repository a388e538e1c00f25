import { dateOfDay, dayOfDate } from '#shared/sla/civil.ts';
import type { CalendarDays } from '#shared/sla/hours.ts';

/** Days of a calendar as one list to read and change. All dates are local dates (`YYYY-MM-DD`) of the office. */

/** A day off; a bare date of a file has neither kind nor doubt. */
interface DayOff {
  readonly date: string;
  readonly name: string;
  readonly decree: string;
  readonly kind?: 'national' | 'joint_leave' | 'local' | undefined;
  readonly isCertain?: boolean | undefined;
}

export type DayEntry =
  | { readonly type: 'holiday'; readonly value: DayOff }
  | { readonly type: 'halfDay'; readonly value: CalendarDays['halfDays'][number] }
  | { readonly type: 'period'; readonly value: CalendarDays['periods'][number] };
export type DayType = DayEntry['type'];

export const noDays: CalendarDays = { holidays: [], halfDays: [], periods: [] };

/** First date of an entry. */
export function dateOf(entry: DayEntry): string {
  return entry.type === 'period' ? entry.value.from : entry.value.date;
}

/** Names an entry within its calendar: two on one date differ in their type. */
export function entryKey(entry: DayEntry): string {
  return `${entry.type} ${dateOf(entry)}`;
}

function byDate(a: DayEntry, b: DayEntry): number {
  return dateOf(a).localeCompare(dateOf(b)) || a.type.localeCompare(b.type);
}

/** Everything in a calendar, by date. */
export function entriesOf(days: CalendarDays): readonly DayEntry[] {
  const entries: DayEntry[] = [
    ...days.holidays.map((value) => ({ type: 'holiday' as const, value })),
    ...days.halfDays.map((value) => ({ type: 'halfDay' as const, value })),
    ...days.periods.map((value) => ({ type: 'period' as const, value })),
  ];
  return entries.sort(byDate);
}

function daysOf(entries: readonly DayEntry[]): CalendarDays {
  const sorted = [...entries].sort(byDate);
  return {
    holidays: sorted.flatMap((entry) => (entry.type === 'holiday' ? [entry.value] : [])),
    halfDays: sorted.flatMap((entry) => (entry.type === 'halfDay' ? [entry.value] : [])),
    periods: sorted.flatMap((entry) => (entry.type === 'period' ? [entry.value] : [])),
  };
}

/** The calendar with an entry added, or put in the place of `instead`. */
export function withEntry(days: CalendarDays, entry: DayEntry, instead: DayEntry | null): CalendarDays {
  const others = instead === null ? entriesOf(days) : entriesOf(withoutEntry(days, instead));
  return daysOf([...others, entry]);
}

export function withoutEntry(days: CalendarDays, gone: DayEntry): CalendarDays {
  return daysOf(entriesOf(days).filter((entry) => entryKey(entry) !== entryKey(gone)));
}

/** Both together; where both say something of a date, the second does. A calendar with hours that overlap could not be kept. */
export function mergedDays(first: CalendarDays, second: CalendarDays): CalendarDays {
  const isOver = ({ from, to }: CalendarDays['periods'][number]) =>
    second.periods.some((later) => later.from <= to && later.to >= from);
  const kept = { ...first, periods: first.periods.filter((period) => !isOver(period)) };
  const entries = new Map(entriesOf(kept).map((entry) => [entryKey(entry), entry]));
  for (const entry of entriesOf(second)) entries.set(entryKey(entry), entry);
  return daysOf([...entries.values()]);
}

/** Entries that touch a year. */
export function entriesOfYear(days: CalendarDays, year: number): readonly DayEntry[] {
  const from = `${year}-01-01`;
  const to = `${year}-12-31`;
  return entriesOf(days).filter((entry) => {
    const last = entry.type === 'period' ? entry.value.to : entry.value.date;
    return dateOf(entry) <= to && last >= from;
  });
}

export interface DayChange {
  readonly entry: DayEntry;
  readonly how: 'added' | 'removed' | 'changed';
}

/** What differs between two revisions of a calendar, by date. */
export function dayChanges(before: CalendarDays, after: CalendarDays): readonly DayChange[] {
  const old = new Map(entriesOf(before).map((entry) => [entryKey(entry), entry]));
  const changes: DayChange[] = [];
  for (const entry of entriesOf(after)) {
    const was = old.get(entryKey(entry));
    old.delete(entryKey(entry));
    if (was === undefined) changes.push({ entry, how: 'added' });
    else if (JSON.stringify(was.value) !== JSON.stringify(entry.value))
      changes.push({ entry, how: 'changed' });
  }
  for (const entry of old.values()) changes.push({ entry, how: 'removed' });
  return changes.sort((a, b) => dateOf(a.entry).localeCompare(dateOf(b.entry)));
}

/** What a date of a calendar is, for the view of a year. */
export type DayMark = 'national' | 'joint_leave' | 'local' | 'half' | 'period';

/** Marks by date, of the state's days with an office's over them; days off go before half days and periods. */
export function marksOf(calendars: readonly CalendarDays[], year: number): ReadonlyMap<string, DayMark> {
  const marks = new Map<string, DayMark>();
  const entries = calendars.flatMap((days) => entriesOfYear(days, year));
  for (const entry of entries) {
    if (entry.type !== 'period') continue;
    const first = dayOfDate(entry.value.from) ?? 0;
    const last = dayOfDate(entry.value.to) ?? first;
    for (let day = first; day <= last; day += 1) marks.set(dateOfDay(day), 'period');
  }
  for (const entry of entries) if (entry.type === 'halfDay') marks.set(entry.value.date, 'half');
  for (const entry of entries)
    if (entry.type === 'holiday') marks.set(entry.value.date, entry.value.kind ?? 'local');
  return marks;
}
