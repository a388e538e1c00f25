/** Civil dates as whole days since 1970-01-01 and clock times as ms since local midnight: plain numbers, no zone. */

export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdayNames)[number];

/** Day number of `YYYY-MM-DD`, or null when there is no such date. */
export function dayOfDate(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const day = dayOf(Number(match[1]), Number(match[2]), Number(match[3]));
  return dateOfDay(day) === text ? day : null;
}

/** Day number of a year, month and day of the proleptic Gregorian calendar; out-of-range days run into the next month. */
export function dayOf(year: number, month: number, date: number): number {
  // Years are counted from March, so that the leap day is the last day of its year.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** `YYYY-MM-DD` of a day number. */
export function dateOfDay(day: number): string {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

/** Weekday of a day number (day 0 was a Thursday). */
export function weekdayOf(day: number): Weekday {
  return weekdayNames[(((day + 3) % 7) + 7) % 7] as Weekday;
}

/** ms since local midnight of `HH:MM`; `24:00` is the end of the day; null when it is no clock time. */
export function timeOfDay(text: string): number | null {
  const match = /^(\d{2}):(\d{2})$/.exec(text);
  if (!match) return null;
  const ms = (Number(match[1]) * 60 + Number(match[2])) * MINUTE_MS;
  return Number(match[2]) < 60 && ms <= DAY_MS ? ms : null;
}
