import { Temporal } from 'temporal-polyfill';
import { err, ok, type Result } from '../domain/result.ts';

/** A stretch of office-local time as instants (UTC ms): `from` belongs to it, `to` is the first instant after it. */
export interface Period {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  /** Start of every office-local day of the period (UTC ms), for the series by day; left out, there is none. */
  readonly dayStarts?: readonly number[];
}

/** A calendar month of an office. */
export interface MonthPeriod extends Period {
  /** `yyyy-mm`. */
  readonly month: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly dayStarts: readonly number[];
}

const monthNames = [
  'Januari',
  'Februari',
  'Maret',
  'April',
  'Mei',
  'Juni',
  'Juli',
  'Agustus',
  'September',
  'Oktober',
  'November',
  'Desember',
] as const;

function parseMonth(month: string): Temporal.PlainYearMonth | null {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month);
  if (match === null) return null;
  return Temporal.PlainYearMonth.from({ year: Number(match[1]), month: Number(match[2]) });
}

/**
 * The calendar month `yyyy-mm` of an office in a time zone (IANA name); `malformed` where the text is none. Throws
 * RangeError for an unknown zone.
 */
export function monthPeriod(month: string, timeZone: string): Result<MonthPeriod, 'malformed'> {
  const parsed = parseMonth(month);
  if (parsed === null) return err('malformed');
  const startOf = (day: Temporal.PlainDate) => day.toZonedDateTime(timeZone).epochMilliseconds;
  const first = parsed.toPlainDate({ day: 1 });
  const dayStarts = Array.from({ length: parsed.daysInMonth }, (_, days) => startOf(first.add({ days })));
  return ok({
    month,
    timeZone,
    from: startOf(first),
    to: startOf(first.add({ months: 1 })),
    label: `${monthNames[parsed.month - 1]} ${parsed.year}`,
    dayStarts,
  });
}

/** The month before, in the same zone. */
export function previousMonth(period: MonthPeriod): MonthPeriod {
  const month = parseMonth(period.month)?.subtract({ months: 1 }).toString() ?? '';
  const previous = monthPeriod(month, period.timeZone);
  if (!previous.ok) throw new Error(`not a month: ${period.month}`);
  return previous.value;
}

/** The month (`yyyy-mm`) in which an instant (UTC ms) lies for an office in this zone. */
export function monthOf(at: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toPlainYearMonth()
    .toString();
}
