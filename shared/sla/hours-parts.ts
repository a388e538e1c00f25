import { z } from 'zod';
import { dayOfDate, timeOfDay } from './civil.ts';
import { flaw, storedText } from './issues.ts';

/** The parts of a calendar, each by itself: opening hours, days off, half days, hours that hold for a while. */

const note = storedText(500);

const date = z
  .string()
  .refine((text) => dayOfDate(text) !== null, flaw('date_malformed', 'not a date (YYYY-MM-DD)'));

const clockTime = z
  .string()
  .refine(
    (text) => timeOfDay(text) !== null,
    flaw('time_malformed', 'not a clock time (HH:MM, 24:00 at most)'),
  );

const block = z.tuple([clockTime, clockTime]).superRefine(([start, end], context) => {
  const from = timeOfDay(start);
  const to = timeOfDay(end);
  if (from !== null && to !== null && to <= from) {
    const message = `end ${end} is not after start ${start}`;
    const values = { start, end };
    context.addIssue({ code: 'custom', path: [1], ...flaw('block_ends_before_start', message, values) });
  }
});

const blocks = z.array(block).superRefine((list, context) => {
  const order = list
    .map(([start, end], index) => ({ index, from: timeOfDay(start) ?? 0, to: timeOfDay(end) ?? 0 }))
    .sort((a, b) => a.from - b.from);
  for (let i = 1; i < order.length; i += 1) {
    const before = order[i - 1];
    const here = order[i];
    if (before && here && here.from < before.to) {
      const message = `overlaps block ${before.index}`;
      const values = { other: before.index + 1 };
      context.addIssue({ code: 'custom', path: [here.index], ...flaw('blocks_overlap', message, values) });
    }
  }
});

/** Opening hours by weekday; a day left out or empty is not a working day. */
const week = z
  .strictObject({ mon: blocks, tue: blocks, wed: blocks, thu: blocks, fri: blocks, sat: blocks, sun: blocks })
  .partial();
export type WeekHours = z.infer<typeof week>;

/** A day off: national holiday, cuti bersama or one the office adds itself. A bare date stands for a nameless one. */
const holiday = z.union([
  date.transform((day) => ({ date: day, name: '', decree: '' })),
  z.object({
    date,
    name: note.default(''),
    decree: note.default(''),
    kind: z.enum(['national', 'joint_leave', 'local']).optional(),
    /** False while no decree fixes the date ("belum dipastikan"). */
    isCertain: z.boolean().optional(),
  }),
]);

const halfDay = z.object({
  date,
  closesAt: clockTime,
  name: note.default(''),
  decree: note.optional(),
});

const monthDay = z
  .string()
  .refine(
    (text) => dayOfDate(`2024-${text}`) !== null,
    flaw('month_day_malformed', 'not a day of the year (MM-DD)'),
  );
const yearlyHoliday = z.union([
  monthDay.transform((day) => ({ monthDay: day, name: '' })),
  z.object({ monthDay, name: note.default('') }),
]);

/** Hours that replace the usual ones from one date to another, both included (Ramadan hours by decree). */
const period = z
  .object({ from: date, to: date, name: note.default(''), decree: note.default(''), hours: week })
  .refine((value) => value.to >= value.from, {
    path: ['to'],
    ...flaw('period_ends_before_start', 'ends before it starts'),
  });

const days = {
  holidays: z.array(holiday),
  halfDays: z.array(halfDay),
  periods: z.array(period).max(1000),
  yearlyHolidays: z.array(yearlyHoliday),
};

/** What a state or an office adds to every calendar that has hours: days off, half days, hours that hold for a while. */
export const daysShape = z.object({
  holidays: days.holidays.max(5000).default([]),
  halfDays: days.halfDays.max(5000).default([]),
  periods: days.periods.max(500).default([]),
});
export type CalendarDays = z.infer<typeof daysShape>;

/** The days off of a calendar, which an office keeps per year beside the pack. */
export const daysOffSchema = z.object({
  holidays: days.holidays.default([]),
  halfDays: days.halfDays.default([]),
  yearlyHolidays: days.yearlyHolidays.optional(),
});
export type DaysOff = z.infer<typeof daysOffSchema>;

export const calendarShape = z.object({
  title: storedText(500).default(''),
  /** Open at every instant: 24x7. Hours and days off then mean nothing. */
  always: z.boolean().default(false),
  hours: week.default({}),
  holidays: days.holidays.default([]),
  halfDays: days.halfDays.default([]),
  yearlyHolidays: days.yearlyHolidays.default([]),
  periods: days.periods.default([]),
});
export type CalendarDefinition = z.infer<typeof calendarShape>;
