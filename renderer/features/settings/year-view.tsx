import { useTranslation } from 'react-i18next';
import { DAY_MS, dateOfDay, dayOf, weekdayOf } from '#shared/sla/civil.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import type { DayMark } from './calendar-days.ts';
import { weekdays } from './hours-text.ts';
import classes from './year-view.module.css';

const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const shownMarks: readonly DayMark[] = ['national', 'joint_leave', 'local', 'half', 'period'];

interface YearViewProps {
  readonly year: number;
  readonly marks: ReadonlyMap<string, DayMark>;
}

/** Twelve months at a glance. The list beside says the same in words, so screen readers are spared the picture. */
export function YearView({ year, marks }: YearViewProps) {
  const { t } = useTranslation('settings');
  const monthName = new Intl.DateTimeFormat(currentLanguage() === 'id' ? 'id-ID' : 'en-GB', {
    month: 'long',
    timeZone: 'UTC',
  });
  return (
    <div>
      <div className={classes.year} aria-hidden>
        {months.map((month) => (
          <div key={month} className={classes.month}>
            <div className={classes.name}>{monthName.format(dayOf(year, month, 1) * DAY_MS)}</div>
            <div className={classes.grid}>
              {weekdays.map((day) => (
                <span key={day} className={classes.head}>
                  {t(`weekdayShort.${day}`)}
                </span>
              ))}
              {daysOfMonth(year, month).map((day) => {
                const date = dateOfDay(day);
                const weekday = weekdays.indexOf(weekdayOf(day));
                return (
                  <span
                    key={date}
                    className={classes.day}
                    data-mark={marks.get(date)}
                    data-weekend={weekday > 4}
                    style={date.endsWith('-01') ? { gridColumnStart: weekday + 1 } : undefined}
                  >
                    {Number(date.slice(8))}
                  </span>
                );
              })}
            </div>
          </div>
        ))}
      </div>
      <ul className={classes.legend} aria-label={t('calendar.legend')}>
        {shownMarks.map((mark) => (
          <li key={mark}>
            <span className={classes.day} data-mark={mark} aria-hidden>
              1
            </span>
            {t(`calendar.mark.${mark}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function daysOfMonth(year: number, month: number): readonly number[] {
  const first = dayOf(year, month, 1);
  const next = month === 12 ? dayOf(year + 1, 1, 1) : dayOf(year, month + 1, 1);
  return Array.from({ length: next - first }, (_, at) => first + at);
}
