import { dateOfDay, dayOf } from '#shared/sla/civil.ts';

/** `17/08/2026` of `2026-08-17`; anything else stays as it is. */
export function dateText(date: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  return match === null ? date : `${match[3]}/${match[2]}/${match[1]}`;
}

/** `2026-08-17` of `17/8/2026`, `17-08-2026` or `17.8.2026`; what is no date of the calendar stays as it was typed. */
export function readDate(text: string): string {
  const match = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text.trim());
  if (match === null) return text.trim();
  const [date, month, year] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12) return text.trim();
  const read = dateOfDay(dayOf(year, month, date));
  return Number(read.slice(8)) === date ? read : text.trim();
}
