import { useTranslation } from 'react-i18next';
import { DAY_MS, dayOfDate } from '#shared/sla/civil.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { dateFormat } from '../../ui/date-format.ts';
import type { DayEntry } from './calendar-days.ts';
import { blocksText, weekdays } from './hours-text.ts';

interface DayWords {
  /** `Sen, 17 Agu` of a local date. */
  date(date: string): string;
  /** `Senin, 17 Agustus 2026`. */
  longDate(date: string): string;
  /** The date or dates of an entry. */
  dates(entry: DayEntry): string;
  /** What kind of day it is: national holiday, joint leave, half day until, hours of a period. */
  kind(entry: DayEntry): string;
}

/** Words for the days of a calendar. Local dates have no zone: they are written as UTC and read as UTC. */
export function useDayWords(): DayWords {
  const { t } = useTranslation('settings');
  const format = dateFormat(currentLanguage(), 'UTC');
  const msOf = (date: string) => (dayOfDate(date) ?? 0) * DAY_MS;
  const date = (text: string) => format.dayShort(msOf(text));
  return {
    date,
    longDate: (text) => format.day(msOf(text)),
    dates: (entry) =>
      entry.type === 'period'
        ? `${date(entry.value.from)} – ${date(entry.value.to)}`
        : date(entry.value.date),
    kind(entry) {
      if (entry.type === 'halfDay')
        return t('day.closesAt', { time: entry.value.closesAt.replace(':', '.') });
      if (entry.type === 'holiday') return t(`day.kind.${entry.value.kind ?? 'local'}`);
      const { hours } = entry.value;
      return weekdays
        .filter((name) => (hours[name]?.length ?? 0) > 0)
        .map((name) => `${t(`weekdayShort.${name}`)} ${blocksText(hours[name])}`)
        .join('; ');
    },
  };
}
