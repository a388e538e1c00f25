import { DAY_MS, dateOfDay, dayOfDate, timeOfDay, type Weekday, weekdayOf } from './civil.ts';
import type { CalendarDefinition, WeekHours } from './hours-parts.ts';

/** Opening hours of a day, as ms since local midnight. */
type Block = { readonly from: number; readonly to: number };

/** Why a closed part of a day is closed. */
export type ClosedReason = 'outside_hours' | 'weekend' | 'holiday' | 'half_day';

/** What a calendar says of one local date. `usual` are the hours without the half-day closing. */
export type DayPlan = {
  readonly blocks: readonly Block[];
  readonly usual: readonly Block[];
  readonly closed: Exclude<ClosedReason, 'half_day'>;
  /** Name of the holiday, half day or period, where there is one. */
  readonly label: string;
};

type Week = Readonly<Record<Weekday, readonly Block[]>>;

/** Turns a calendar definition into a function from day number to plan; plans of ordinary days are shared. */
export function planDays(calendar: CalendarDefinition): (day: number) => DayPlan {
  const usualWeek = weekOf(calendar.hours);
  const holidays = new Map(calendar.holidays.map((entry) => [dayOfDate(entry.date) as number, entry.name]));
  const yearly = new Map(calendar.yearlyHolidays.map((entry) => [entry.monthDay, entry.name]));
  const halfDays = new Map(calendar.halfDays.map((entry) => [dayOfDate(entry.date) as number, entry]));
  const ordinary = plansOfWeek(usualWeek, '');
  const special = calendar.periods.map((period) => ({
    from: dayOfDate(period.from) as number,
    to: dayOfDate(period.to) as number,
    plans: plansOfWeek(weekOf(period.hours), period.name),
  }));
  const weekAt = special.length > 0 ? stretchesOf(special) : () => null;

  return (day) => {
    const weekday = weekdayOf(day);
    const plan = (weekAt(day) ?? ordinary)[weekday];
    const holiday = holidays.get(day) ?? (yearly.size > 0 ? yearly.get(dateOfDay(day).slice(5)) : undefined);
    if (holiday !== undefined) {
      return { blocks: [], usual: plan.usual, closed: 'holiday', label: holiday };
    }
    const half = halfDays.get(day);
    if (!half) return plan;
    const closing = timeOfDay(half.closesAt) as number;
    const blocks = plan.usual
      .filter((block) => block.from < closing)
      .map((block) => ({ from: block.from, to: Math.min(block.to, closing) }));
    return { ...plan, blocks, label: half.name };
  };
}

type WeekPlans = Record<Weekday, DayPlan>;
type Special = { readonly from: number; readonly to: number; readonly plans: WeekPlans };

/** Which week holds on a day; where periods overlap (an office's beside the pack's) the one that was given first does. */
function stretchesOf(periods: readonly Special[]): (day: number) => WeekPlans | null {
  const starts = [...new Set(periods.flatMap(({ from, to }) => [from, to + 1]))].sort((a, b) => a - b);
  const weeks = starts.map(
    (start) => periods.find(({ from, to }) => start >= from && start <= to)?.plans ?? null,
  );
  return (day) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= day) low = middle + 1;
      else high = middle;
    }
    return weeks[low - 1] ?? null;
  };
}

function weekOf(hours: WeekHours): Week {
  const of = (day: Weekday): readonly Block[] =>
    (hours[day] ?? [])
      .map(([from, to]) => ({ from: timeOfDay(from) ?? 0, to: timeOfDay(to) ?? DAY_MS }))
      .sort((a, b) => a.from - b.from);
  return {
    mon: of('mon'),
    tue: of('tue'),
    wed: of('wed'),
    thu: of('thu'),
    fri: of('fri'),
    sat: of('sat'),
    sun: of('sun'),
  };
}

function plansOfWeek(week: Week, label: string): WeekPlans {
  const plan = (blocks: readonly Block[]): DayPlan => ({
    blocks,
    usual: blocks,
    closed: blocks.length === 0 ? 'weekend' : 'outside_hours',
    label,
  });
  return {
    mon: plan(week.mon),
    tue: plan(week.tue),
    wed: plan(week.wed),
    thu: plan(week.thu),
    fri: plan(week.fri),
    sat: plan(week.sat),
    sun: plan(week.sun),
  };
}
