import type { z } from 'zod';
import { err, ok, type Result } from '../domain/result.ts';
import { daysAtFault, hasHours } from './days-at-fault.ts';
import { type CalendarDays, calendarShape, daysShape } from './hours-parts.ts';
import { flaw, issuesOf, type PackIssue } from './issues.ts';
import { unknownKeys } from './unknown-keys.ts';

/** Schemas of a calendar and of the days a state or an office adds to it; issues carry the path of the value at fault. */

export {
  type CalendarDays,
  type CalendarDefinition,
  type DaysOff,
  daysOffSchema,
  type WeekHours,
} from './hours-parts.ts';

export const calendarSchema = calendarShape.superRefine((calendar, context) => {
  if (calendar.always) return;
  refuseOverlaps(calendar, context);
  if (!hasHours(calendar)) {
    context.addIssue({ code: 'custom', path: ['hours'], ...flaw('no_working_day', 'no working day') });
  }
});

export const calendarDaysSchema = daysShape.superRefine((days, context) => {
  refuseOverlaps(days, context);
  // The hours they will be added to are not known here: the widest there can be.
  const all: [string, string][] = [['00:00', '24:00']];
  const hours = { mon: all, tue: all, wed: all, thu: all, fri: all, sat: all, sun: all };
  for (const { path, ...found } of daysAtFault({
    title: '',
    always: false,
    hours,
    yearlyHolidays: [],
    ...days,
  })) {
    context.addIssue({ code: 'custom', path: [...path], ...found });
  }
});

/** Checks the days off of the state or of an office, read from a file, a form or the wire. */
export function readCalendarDays(
  json: unknown,
): Result<CalendarDays, { code: 'calendar_invalid'; issues: PackIssue[] }> {
  const parsed = calendarDaysSchema.safeParse(json);
  const issues = parsed.success ? unknownKeys(json, parsed.data) : issuesOf(parsed.error);
  return parsed.success && issues.length === 0 ? ok(parsed.data) : err({ code: 'calendar_invalid', issues });
}

function refuseOverlaps({ periods }: Pick<CalendarDays, 'periods'>, context: z.RefinementCtx): void {
  const order = periods.map((value, index) => ({ index, value }));
  order.sort((a, b) => (a.value.from < b.value.from ? -1 : 1));
  for (let i = 1; i < order.length; i += 1) {
    const before = order[i - 1];
    const here = order[i];
    if (before && here && here.value.from <= before.value.to) {
      const message = `overlaps period ${before.index}`;
      const values = { other: before.index + 1 };
      const path = ['periods', here.index];
      context.addIssue({ code: 'custom', path, ...flaw('periods_overlap', message, values) });
    }
  }
}
