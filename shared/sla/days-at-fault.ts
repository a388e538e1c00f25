import { DAY_MS } from './civil.ts';
import { planDays } from './day-plan.ts';
import type { CalendarDefinition } from './hours-parts.ts';
import { type Flaw, flaw } from './issues.ts';
import { LAST_INSTANT } from './zone.ts';

/** What days off can do to sound hours. The arithmetic bears all of it; what is published must not have it. */

type DayFault = Flaw & { readonly path: readonly (string | number)[] };

/** Days of a calendar that contradict one another, or that leave no working day. Paths start within the calendar. */
export function daysAtFault(calendar: CalendarDefinition): DayFault[] {
  return calendar.always ? [] : [...halfDaysTwice(calendar), ...closedForGood(calendar)];
}

/** A date can close early at one time only; the same holiday named twice does no harm. */
function halfDaysTwice({ halfDays }: CalendarDefinition): DayFault[] {
  const closing = new Map<string, string>();
  const faults: DayFault[] = [];
  halfDays.forEach(({ date, closesAt }, index) => {
    const known = closing.get(date);
    if (known === undefined) closing.set(date, closesAt);
    else if (known !== closesAt) {
      const message = `${date} closes at ${known} already`;
      faults.push({ path: ['halfDays', index, 'date'], ...flaw('half_day_twice', message, { date }) });
    }
  });
  return faults;
}

/** No clock would ever be due in a calendar that closes one day and never opens again. */
function closedForGood(calendar: CalendarDefinition): DayFault[] {
  if (opensAtLast(calendar) || !hasHours(calendar)) return [];
  const withoutPeriods = { ...calendar, periods: [] };
  const part = opensAtLast(withoutPeriods)
    ? 'periods'
    : opensAtLast({ ...withoutPeriods, yearlyHolidays: [] })
      ? 'yearlyHolidays'
      : 'holidays';
  return [{ path: [part], ...flaw('closed_for_good', 'no working day is left') }];
}

export function hasHours({ hours }: Pick<CalendarDefinition, 'hours'>): boolean {
  return Object.values(hours).some((day) => day && day.length > 0);
}

/** Days looked at, back from the end of time: every day of the year on every weekday. */
const LAST_DAYS = 29 * 366;

function opensAtLast(calendar: CalendarDefinition): boolean {
  const planOf = planDays(calendar);
  const last = LAST_INSTANT / DAY_MS - 1;
  for (let day = last; day > last - LAST_DAYS; day -= 1) {
    if (planOf(day).blocks.length > 0) return true;
  }
  return false;
}
