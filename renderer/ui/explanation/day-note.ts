import { DAY_MS, dateOfDay } from '#shared/sla/civil.ts';
import type { ExplanationPiece } from '#shared/sla/explain.ts';
import type { CalendarDefinition } from '#shared/sla/hours.ts';
import { offsetsBetween } from '#shared/sla/zone.ts';

/** What stands behind a day off: the decree that fixes it, and whether one does. */
export interface DayNote {
  readonly decree: string;
  readonly isCertain: boolean;
}

/** The local date of an instant (UTC ms) in a zone, `YYYY-MM-DD`. */
function dateAt(at: number, timeZone: string): string {
  const offset = offsetsBetween(timeZone, at, at + 1)[0]?.offset ?? 0;
  return dateOfDay(Math.floor((at + offset) / DAY_MS));
}

/** Decree and certainty of the day off a piece lies on, by its first day; null for a piece that is no day off. */
export function dayNoteOf(
  calendar: CalendarDefinition | undefined,
  { from, reason }: Pick<ExplanationPiece, 'from' | 'reason'>,
  timeZone: string,
): DayNote | null {
  if (calendar === undefined || (reason !== 'holiday' && reason !== 'half_day')) return null;
  const date = dateAt(from, timeZone);
  // The office's own entry comes last and goes before the state's.
  if (reason === 'half_day') {
    const half = calendar.halfDays.findLast((entry) => entry.date === date);
    return half === undefined ? null : { decree: half.decree ?? '', isCertain: true };
  }
  const holiday = calendar.holidays.findLast((entry) => entry.date === date);
  if (holiday === undefined) return null;
  const isCertain = 'isCertain' in holiday ? (holiday.isCertain ?? true) : true;
  return { decree: holiday.decree, isCertain };
}

/** The periods with hours of their own (Ramadan) that touch a stretch of instants, in order. */
export function periodsWithin(
  calendar: CalendarDefinition | undefined,
  from: number,
  to: number,
  timeZone: string,
): CalendarDefinition['periods'] {
  if (calendar === undefined || calendar.always) return [];
  const first = dateAt(from, timeZone);
  const last = dateAt(Math.max(from, to), timeZone);
  return calendar.periods
    .filter((period) => period.from <= last && period.to >= first)
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}
