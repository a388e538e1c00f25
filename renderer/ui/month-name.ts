import { currentLanguage } from '../i18n/i18n.ts';

/** The latest months (`yyyy-mm`) up to one, newest first, beginning with it. */
export function monthsUpTo(latest: string, many: number): readonly string[] {
  const [year = 0, month = 1] = latest.split('-').map(Number);
  return Array.from({ length: many }, (_, back) => {
    const count = year * 12 + (month - 1) - back;
    return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`;
  });
}

/** `November 2026` of a month `yyyy-mm` in the language on screen. */
export function useMonthName(): (month: string) => string {
  const locale = currentLanguage() === 'en' ? 'en-GB' : 'id-ID';
  const format = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return (month) => {
    const [year = 1970, number = 1] = month.split('-').map(Number);
    return format.format(Date.UTC(year, number - 1, 1));
  };
}
