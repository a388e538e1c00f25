import { DAY_MS } from './civil.ts';
import { type ClosedReason, planDays } from './day-plan.ts';
import type { CalendarDefinition } from './hours.ts';
import { OpenTime } from './open-time.ts';
import { addMonths, FIRST_INSTANT, isKnownZone, LAST_INSTANT, offsetsBetween } from './zone.ts';

/** A stretch of instants with one answer to "was it open, and why not?". */
export type CalendarPiece = {
  readonly from: number;
  readonly to: number;
  readonly open: boolean;
  readonly reason: 'open' | 'always' | ClosedReason;
  /** Name of the holiday, half day or special period. */
  readonly label?: string;
};

/**
 * A calendar ready for arithmetic. All instants are UTC ms, clamped into the years 1900 to 2399; NaN is refused with a
 * RangeError. An instant is open when the zone's wall clock then shows a time within the hours of that local date, so an
 * hour that a clock change repeats counts twice and one that it skips does not count.
 */
export type CompiledCalendar = {
  readonly timeZone: string;
  readonly always: boolean;
  /** Open time up to an instant, in ms since a base fixed per calendar: differences are open time. */
  openAt(at: number): number;
  /** First instant at which `openAt` reaches a value; Infinity when that is never before 2400. */
  instantAt(open: number): number;
  /** First instant at which `durationMs` of open time has passed since `startMs`; Infinity when never. */
  add(startMs: number, durationMs: number): number;
  /** Open time between two instants in ms; 0 when the second is not after the first. */
  elapsed(fromMs: number, toMs: number): number;
  isOpen(at: number): boolean;
  /** The instant itself when open, else the next opening; Infinity when there is none. */
  nextOpen(at: number): number;
  /** End of the working day on which the calendar is next open from an instant on; Infinity when there is none. */
  nextClosing(at: number): number;
  /** The instant so many calendar months later in the calendar's zone. */
  addMonths(at: number, months: number): number;
  /** Everything between two instants in order, open and closed, neighbours of the same reason joined. */
  pieces(fromMs: number, toMs: number): CalendarPiece[];
};

/**
 * Compiles a checked calendar definition for a zone. Zone data is read piece by piece as instants come into reach.
 * Throws RangeError when the zone is unknown: schemas check that first.
 */
export function compileCalendar(definition: CalendarDefinition, timeZone: string): CompiledCalendar {
  if (!isKnownZone(timeZone)) throw new RangeError(`unknown time zone ${timeZone}`);
  return definition.always ? alwaysOpen(timeZone) : withHours(definition, timeZone);
}

function withHours(definition: CalendarDefinition, timeZone: string): CompiledCalendar {
  const planOf = planDays(definition);
  const book = new OpenTime(timeZone, planOf);
  return {
    timeZone,
    always: false,
    openAt: (at) => book.openAt(at),
    instantAt: (open) => book.instantAt(open),
    add(startMs, durationMs) {
      refuseNegative(durationMs);
      return durationMs === 0 ? startMs : book.instantAt(book.openAt(startMs) + durationMs);
    },
    elapsed: (fromMs, toMs) => (toMs <= fromMs ? 0 : book.openAt(toMs) - book.openAt(fromMs)),
    isOpen: (at) => book.nextOpen(at) === at,
    nextOpen: (at) => book.nextOpen(at),
    nextClosing(at) {
      const opening = book.nextOpen(at);
      if (opening === Number.POSITIVE_INFINITY) return opening;
      const offset = offsetsBetween(timeZone, opening, opening + 1)[0]?.offset ?? 0;
      const midnight = (Math.floor((opening + offset) / DAY_MS) + 1) * DAY_MS - offset;
      return book.instantAt(book.openAt(midnight));
    },
    addMonths: (at, months) => addMonths(timeZone, at, months),
    pieces: (fromMs, toMs) => listPieces(timeZone, planOf, fromMs, toMs),
  };
}

function alwaysOpen(timeZone: string): CompiledCalendar {
  const within = (at: number): number => (at <= LAST_INSTANT ? at : Number.POSITIVE_INFINITY);
  return {
    timeZone,
    always: true,
    openAt: (at) => at,
    instantAt: within,
    add(startMs, durationMs) {
      refuseNegative(durationMs);
      return within(startMs + durationMs);
    },
    elapsed: (fromMs, toMs) => (toMs > fromMs ? toMs - fromMs : 0),
    isOpen: () => true,
    nextOpen: (at) => at,
    nextClosing: () => Number.POSITIVE_INFINITY,
    addMonths: (at, months) => addMonths(timeZone, at, months),
    pieces: (fromMs, toMs) =>
      toMs > fromMs ? [{ from: fromMs, to: toMs, open: true, reason: 'always' }] : [],
  };
}

function refuseNegative(durationMs: number): void {
  if (!(durationMs >= 0)) throw new RangeError(`a duration cannot be ${durationMs}`);
}

function listPieces(
  timeZone: string,
  planOf: ReturnType<typeof planDays>,
  fromMs: number,
  toMs: number,
): CalendarPiece[] {
  const result: CalendarPiece[] = [];
  const from = Math.max(fromMs, FIRST_INSTANT);
  const to = Math.min(toMs, LAST_INSTANT);
  for (const span of offsetsBetween(timeZone, from, to)) {
    const firstDay = Math.floor((span.from + span.offset) / DAY_MS);
    const lastDay = Math.floor((span.to - 1 + span.offset) / DAY_MS);
    for (let day = firstDay; day <= lastDay; day += 1) {
      const midnight = day * DAY_MS - span.offset;
      const start = Math.max(span.from, midnight);
      const end = Math.min(span.to, midnight + DAY_MS);
      listDay(planOf(day), midnight, start, end, result);
    }
  }
  return result;
}

function listDay(
  plan: ReturnType<ReturnType<typeof planDays>>,
  midnight: number,
  start: number,
  end: number,
  result: CalendarPiece[],
): void {
  const edges = new Set([start, end]);
  for (const block of [...plan.blocks, ...plan.usual]) {
    for (const edge of [midnight + block.from, midnight + block.to]) {
      if (edge > start && edge < end) edges.add(edge);
    }
  }
  const order = [...edges].sort((a, b) => a - b);
  for (let i = 1; i < order.length; i += 1) {
    const from = order[i - 1] as number;
    const to = order[i] as number;
    const local = from - midnight;
    const within = (block: { from: number; to: number }): boolean => local >= block.from && local < block.to;
    const open = plan.blocks.some(within);
    const reason = open
      ? 'open'
      : plan.closed === 'outside_hours' && plan.usual.some(within)
        ? 'half_day'
        : plan.closed;
    const named = plan.label !== '' && (reason === 'half_day' || reason === 'holiday');
    const last = result.at(-1);
    if (
      last &&
      last.to === from &&
      last.reason === reason &&
      last.label === (named ? plan.label : undefined)
    ) {
      result[result.length - 1] = { ...last, to };
    } else {
      result.push(named ? { from, to, open, reason, label: plan.label } : { from, to, open, reason });
    }
  }
}
