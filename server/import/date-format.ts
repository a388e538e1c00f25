import { Temporal } from 'temporal-polyfill';

const fields = { yyyy: 'year', MM: 'month', dd: 'day', HH: 'hour', mm: 'minute', ss: 'second' } as const;
type Field = (typeof fields)[keyof typeof fields];

/** Reads local date and time as an instant (UTC ms) of a zone; null when the text is no such date. */
export type DateReader = (text: string, timeZone: string) => number | null;

/**
 * Compiles a format of `yyyy`, `MM`, `dd`, `HH`, `mm`, `ss` and the characters between them; null when it names no date.
 * A time left out is midnight. Days that do not exist are refused; an hour that a clock change skips counts as the next.
 */
export function compileDateFormat(format: string): DateReader | null {
  const order: Field[] = [];
  const source = format.replace(/yyyy|MM|dd|HH|mm|ss|[^A-Za-z0-9]|./g, (token) => {
    const field = Object.hasOwn(fields, token) ? fields[token as keyof typeof fields] : undefined;
    if (field === undefined) return token.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
    order.push(field);
    return field === 'year' ? '(\\d{4})' : '(\\d{1,2})';
  });
  const isDate = (['year', 'month', 'day'] as const).every((field) => order.includes(field));
  if (!isDate || new Set(order).size !== order.length) return null;
  const pattern = new RegExp(`^${source}$`);
  return (text, timeZone) => {
    const match = pattern.exec(text);
    if (match === null) return null;
    const part = (field: Field) => Number(match[order.indexOf(field) + 1] ?? 0);
    const time = (field: Field) => (order.includes(field) ? part(field) : 0);
    try {
      const local = new Temporal.PlainDateTime(
        part('year'),
        part('month'),
        part('day'),
        time('hour'),
        time('minute'),
        time('second'),
      );
      return local.toZonedDateTime(timeZone).epochMilliseconds;
    } catch {
      return null;
    }
  };
}

/** Year and month, `yymm`, at an instant in a zone: the month part of a ticket number. */
export function monthOf(at: number, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  return `${String(local.year % 100).padStart(2, '0')}${String(local.month).padStart(2, '0')}`;
}
