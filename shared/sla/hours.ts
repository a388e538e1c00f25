import { z } from 'zod';
import { dayOfDate, timeOfDay } from './civil.ts';

/** Schema of one calendar of a policy pack: opening hours, days off, half days, hours that hold for a while. */

const date = z.string().refine((text) => dayOfDate(text) !== null, 'not a date (YYYY-MM-DD)');

const clockTime = z
  .string()
  .refine((text) => timeOfDay(text) !== null, 'not a clock time (HH:MM, 24:00 at most)');

const block = z.tuple([clockTime, clockTime]).superRefine(([start, end], context) => {
  const from = timeOfDay(start);
  const to = timeOfDay(end);
  if (from !== null && to !== null && to <= from) {
    context.addIssue({ code: 'custom', path: [1], message: `end ${end} is not after start ${start}` });
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
      context.addIssue({ code: 'custom', path: [here.index], message: `overlaps block ${before.index}` });
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
    name: z.string().default(''),
    decree: z.string().default(''),
    kind: z.enum(['national', 'joint_leave', 'local']).optional(),
    /** False while no decree fixes the date ("belum dipastikan"). */
    isCertain: z.boolean().optional(),
  }),
]);
export type Holiday = z.infer<typeof holiday>;

const halfDay = z.object({
  date,
  closesAt: clockTime,
  name: z.string().default(''),
  decree: z.string().optional(),
});

const monthDay = z
  .string()
  .refine((text) => dayOfDate(`2024-${text}`) !== null, 'not a day of the year (MM-DD)');
const yearlyHoliday = z.union([
  monthDay.transform((day) => ({ monthDay: day, name: '' })),
  z.object({ monthDay, name: z.string().default('') }),
]);

/** Hours that replace the usual ones from one date to another, both included (Ramadan hours by decree). */
const period = z
  .object({ from: date, to: date, name: z.string().default(''), decree: z.string().default(''), hours: week })
  .refine((value) => value.to >= value.from, { path: ['to'], message: 'ends before it starts' });

function refuseOverlaps(
  { periods }: { readonly periods: readonly z.infer<typeof period>[] },
  context: z.RefinementCtx,
): void {
  const order = periods.map((value, index) => ({ index, value }));
  order.sort((a, b) => (a.value.from < b.value.from ? -1 : 1));
  for (let i = 1; i < order.length; i += 1) {
    const before = order[i - 1];
    const here = order[i];
    if (before && here && here.value.from <= before.value.to) {
      context.addIssue({
        code: 'custom',
        path: ['periods', here.index],
        message: `overlaps period ${before.index}`,
      });
    }
  }
}

/** What a state or an office adds to every calendar that has hours: days off, half days, hours that hold for a while. */
export const calendarDaysSchema = z
  .object({
    holidays: z.array(holiday).max(5000).default([]),
    halfDays: z.array(halfDay).max(5000).default([]),
    periods: z.array(period).max(500).default([]),
  })
  .superRefine(refuseOverlaps);
export type CalendarDays = z.infer<typeof calendarDaysSchema>;

/** The days off of a calendar, which an office keeps per year beside the pack. */
export const daysOffSchema = z.object({
  holidays: z.array(holiday).default([]),
  halfDays: z.array(halfDay).default([]),
  yearlyHolidays: z.array(yearlyHoliday).optional(),
});
export type DaysOff = z.infer<typeof daysOffSchema>;

export const calendarSchema = z
  .object({
    title: z.string().default(''),
    /** Open at every instant: 24x7. Hours and days off then mean nothing. */
    always: z.boolean().default(false),
    hours: week.default({}),
    holidays: z.array(holiday).default([]),
    halfDays: z.array(halfDay).default([]),
    yearlyHolidays: z.array(yearlyHoliday).default([]),
    periods: z.array(period).default([]),
  })
  .superRefine((calendar, context) => {
    if (calendar.always) return;
    if (!Object.values(calendar.hours).some((day) => day && day.length > 0)) {
      context.addIssue({ code: 'custom', path: ['hours'], message: 'no working day' });
    }
    refuseOverlaps(calendar, context);
  });
export type CalendarDefinition = z.infer<typeof calendarSchema>;
