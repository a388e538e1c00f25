import { Temporal } from 'temporal-polyfill';
import { err, ok, type Result } from '#shared/domain/result.ts';

/** `20/11/2026 14.05` of an instant (UTC ms) in the office's zone: the form in which people type it back. */
export function formatLocalDateTime(at: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(local.day)}/${two(local.month)}/${local.year} ${two(local.hour)}.${two(local.minute)}`;
}

/**
 * The same instant as a person typed it, told in the zone of another office: choosing the office does not move the
 * report. What cannot be read stays as typed.
 */
export function toldInZone(text: string, from: string, to: string, now: number): string {
  if (from === to) return text;
  const read = parseLocalDateTime(text, from, now);
  return read.ok ? formatLocalDateTime(read.value, to) : text;
}

const pattern = /^(?:(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?[ ,]+)?(\d{1,2})[.:](\d{2})$/;

/**
 * The instant (UTC ms) a person typed in the office's zone: `20/11/2026 14.05`, `20-11-26 14:05`, `20/11 14.05` (the
 * present year) or `14.05` (today). A year of two digits lies in this century.
 * `date_time_malformed` where it is not of that form, `date_time_impossible` where the calendar has no such day or time.
 */
export function parseLocalDateTime(
  text: string,
  zone: string,
  now: number,
): Result<number, 'date_time_malformed' | 'date_time_impossible'> {
  const match = pattern.exec(text.trim());
  if (match === null) return err('date_time_malformed');
  const [, day, month, year, hour, minute] = match;
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  const typedYear = year === undefined ? today.year : Number(year);
  try {
    const local = Temporal.PlainDateTime.from(
      {
        year: typedYear < 100 ? 2000 + typedYear : typedYear,
        month: month === undefined ? today.month : Number(month),
        day: day === undefined ? today.day : Number(day),
        hour: Number(hour),
        minute: Number(minute),
      },
      { overflow: 'reject' },
    );
    return ok(local.toZonedDateTime(zone).epochMilliseconds);
  } catch (problem) {
    if (problem instanceof RangeError) return err('date_time_impossible');
    throw problem;
  }
}
