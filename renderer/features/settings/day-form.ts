import { err, ok, type Result } from '#shared/domain/result.ts';
import { dayOfDate, timeOfDay } from '#shared/sla/civil.ts';
import { type CalendarDays, readCalendarDays } from '#shared/sla/hours.ts';
import { type DayEntry, type DayType, entriesOf, entryKey } from './calendar-days.ts';
import {
  openMinutes,
  readBlocks,
  readWeek,
  type WeekdayName,
  type WeekText,
  weekdays,
  weekText,
} from './hours-text.ts';

/** An entry of a calendar as it is typed. */
export interface DayForm {
  readonly type: DayType;
  /** `YYYY-MM-DD`, as the date field gives it; of a period its first day. */
  readonly date: string;
  readonly to: string;
  readonly name: string;
  readonly decree: string;
  readonly kind: 'national' | 'joint_leave' | 'local';
  readonly isCertain: boolean;
  readonly closesAt: string;
  readonly hours: WeekText;
}

export type DayField = 'date' | 'to' | 'name' | 'closesAt' | WeekdayName;
export type DayFault = 'missing' | 'noDate' | 'taken' | 'before' | 'overlap' | 'time' | 'hours';

/** The fields of an entry, or of a new one of a kind. */
export function dayFormOf(entry: DayEntry | null, kind: DayForm['kind']): DayForm {
  const empty: DayForm = {
    type: 'holiday',
    date: '',
    to: '',
    name: '',
    decree: '',
    kind,
    isCertain: true,
    closesAt: '12.00',
    hours: weekText({}),
  };
  if (entry === null) return empty;
  const { type, value } = entry;
  const common = { ...empty, type, name: value.name, decree: value.decree ?? '' };
  if (type === 'period') return { ...common, date: value.from, to: value.to, hours: weekText(value.hours) };
  if (type === 'halfDay') return { ...common, date: value.date, closesAt: value.closesAt.replace(':', '.') };
  return { ...common, date: value.date, kind: value.kind ?? kind, isCertain: value.isCertain ?? true };
}

function jsonOf(form: DayForm): unknown {
  const { date, name, decree } = form;
  const said = { name: name.trim(), decree: decree.trim() };
  if (form.type === 'period')
    return { periods: [{ from: date, to: form.to, ...said, hours: readWeek(form.hours) }] };
  if (form.type === 'halfDay') {
    const [closesAt] = readBlocks(`00.00-${form.closesAt}`).map(([, end]) => end);
    return { halfDays: [{ date, closesAt, ...said }] };
  }
  const certain = form.isCertain ? {} : { isCertain: false };
  return { holidays: [{ date, ...said, kind: form.kind, ...certain }] };
}

/** The entry of checked fields; an error where they were not checked. */
export function entryOfForm(form: DayForm): Result<DayEntry, 'day_invalid'> {
  const read = readCalendarDays(jsonOf(form));
  const [entry] = read.ok ? entriesOf(read.value) : [];
  return entry === undefined ? err('day_invalid') : ok(entry);
}

/** What is wrong with the fields, beside the other entries of the calendar; empty when nothing is. */
export function checkDay(
  form: DayForm,
  days: CalendarDays,
  instead: DayEntry | null,
): Readonly<Partial<Record<DayField, DayFault>>> {
  const faults: Partial<Record<DayField, DayFault>> = {};
  const others = entriesOf(days).filter((entry) => instead === null || entryKey(entry) !== entryKey(instead));
  if (dayOfDate(form.date) === null) faults.date = 'noDate';
  else if (others.some((entry) => entryKey(entry) === `${form.type} ${form.date}`)) faults.date = 'taken';
  if (form.name.trim() === '') faults.name = 'missing';
  if (form.type === 'halfDay') {
    const [end] = readBlocks(`00.00-${form.closesAt}`);
    if (end === undefined || timeOfDay(end[1]) === null) faults.closesAt = 'time';
  }
  if (form.type !== 'period') return faults;
  if (dayOfDate(form.to) === null) faults.to = 'noDate';
  else if (form.to < form.date) faults.to = 'before';
  const isOver = others.some(
    (entry) => entry.type === 'period' && entry.value.from <= form.to && entry.value.to >= form.date,
  );
  if (isOver && faults.to === undefined && faults.date === undefined) faults.date = 'overlap';
  for (const day of weekdays) if (!areHours(form.hours[day])) faults[day] = 'hours';
  return faults;
}

/** True for hours that a calendar takes: in order within each block, and no block over another. */
function areHours(text: string): boolean {
  if (openMinutes(text) === null) return false;
  const blocks = readBlocks(text);
  return readCalendarDays({
    periods: [{ from: '2026-01-01', to: '2026-01-01', hours: { mon: blocks } }],
  }).ok;
}
