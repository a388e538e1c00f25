import { z } from 'zod';
import { err, ok, type Result } from '#shared/domain/result.ts';
import { type CalendarDays, calendarDaysSchema, readCalendarDays } from '#shared/sla/hours.ts';
import type { CalendarRow } from '#shared/sla/published.ts';
import { noDays } from './calendar-days.ts';
import type { Fault } from './fault.ts';

/** Days off that are being changed, of the state or of one office; kept on this device until published. */
export const calendarDraftSchema = z.object({
  /** The newest revision its writer saw; 0 where there was none. */
  base: z.int().min(0),
  days: calendarDaysSchema,
  note: z.string(),
});
export type CalendarDraft = z.infer<typeof calendarDraftSchema>;

export const calendarDraftKey = (opd: string | null): string => `settings/calendar/${opd ?? 'national'}`;

/** Revisions of the state's days (null) or of an office's, newest first. */
export function revisionsOf(rows: readonly CalendarRow[], opd: string | null): readonly CalendarRow[] {
  return rows.filter((row) => row.opd === opd).sort((a, b) => b.revision - a.revision);
}

/** A draft that changes nothing yet. */
export function draftOfRevision(row: CalendarRow | undefined): CalendarDraft {
  return { base: row?.revision ?? 0, days: row?.days ?? noDays, note: '' };
}

/** A calendar's file as it is saved: the days alone. */
export function textOfDays(days: CalendarDays): string {
  return `${JSON.stringify(days, null, 2)}\n`;
}

const parts = ['holidays', 'halfDays', 'periods'];

/** The days of a file: as this app saves them, or within `days`; else the first thing that stands against them. */
export function readDays(text: string): Result<CalendarDays, Fault> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (problem) {
    return err({ path: '', code: 'not_json', message: problem instanceof Error ? problem.message : '' });
  }
  const inner = typeof json === 'object' && json !== null && 'days' in json ? json.days : json;
  const isOurs =
    typeof inner === 'object' && inner !== null && Object.keys(inner).some((key) => parts.includes(key));
  // Every part may be left out, so that any object at all would pass as a calendar without days.
  if (!isOurs) return err({ path: '', code: 'not_a_calendar', message: '' });
  const read = readCalendarDays(inner);
  if (read.ok) return ok(read.value);
  const [issue] = read.error.issues;
  return err(issue ?? { path: '', code: 'not_a_calendar', message: '' });
}
