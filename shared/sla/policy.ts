import { type CompiledCalendar, compileCalendar } from './calendar.ts';
import { type Duration, durationMsOf } from './duration.ts';
import type { DaysOff } from './hours.ts';
import type { Condition, FactName, PolicyPack, TargetDefinition } from './pack.ts';
import type { SlaFacts, TicketState } from './timeline.ts';

/** What a clock does in a state of the ticket. */
export const clock = { run: 0, pause: 1, stop: 2 } as const;
export type ClockMode = (typeof clock)[keyof typeof clock];

export type NamedCalendar = {
  readonly name: string;
  readonly title: string;
  readonly open: CompiledCalendar;
};

/** A target of a pack, made ready for many evaluations. */
export type CompiledTarget = {
  readonly metric: string;
  readonly title: string;
  readonly definition: TargetDefinition;
  readonly strict: boolean;
  readonly warnings: readonly number[];
  readonly modes: Readonly<Record<Exclude<TicketState, 'cancelled'>, ClockMode>>;
  /** A clock that stops once stays stopped (response, steps); others go on when the ticket is reopened. */
  readonly final: boolean;
  readonly stopsAtReply: boolean;
  readonly startStep: string | null;
  readonly stopStep: string | null;
  applies(facts: SlaFacts, priority: number | null): boolean;
  calendarOf(facts: SlaFacts, priority: number | null): NamedCalendar;
  /** Open time allowed, in ms, for a clock started at an instant; null when the pack gives none for these facts. */
  durationOf(
    facts: SlaFacts,
    priority: number | null,
    startAt: number,
    calendar: CompiledCalendar,
  ): number | null;
};

export type CompiledPolicy = {
  readonly pack: PolicyPack;
  readonly calendars: ReadonlyMap<string, NamedCalendar>;
  readonly targets: readonly CompiledTarget[];
};

/** Compiles a checked pack. Do it once per pack and version: calendars keep what they have worked out. */
export function compilePolicy(pack: PolicyPack): CompiledPolicy {
  const calendars = new Map<string, NamedCalendar>();
  for (const [name, definition] of Object.entries(pack.calendars)) {
    calendars.set(name, { name, title: definition.title, open: compileCalendar(definition, pack.timeZone) });
  }
  return { pack, calendars, targets: pack.targets.map((target) => compileTarget(target, calendars)) };
}

/** Priority of a ticket by the pack's matrix; null while a fact it needs is missing or unknown to the matrix. */
export function priorityOf(policy: CompiledPolicy, facts: SlaFacts): number | null {
  const { by, cells } = policy.pack.priority;
  const key = keyOf(by, facts, null);
  return key !== null && Object.hasOwn(cells, key) ? (cells[key] as number) : null;
}

/** The pack with its days off replaced in every calendar that has hours: holidays are data of the office and the year. */
export function withDaysOff(pack: PolicyPack, daysOff: DaysOff): PolicyPack {
  const calendars = Object.entries(pack.calendars).map(([name, calendar]) => {
    const { holidays, halfDays, yearlyHolidays = calendar.yearlyHolidays } = daysOff;
    return [name, calendar.always ? calendar : { ...calendar, holidays, halfDays, yearlyHolidays }] as const;
  });
  return { ...pack, calendars: Object.fromEntries(calendars) };
}

function compileTarget(
  target: TargetDefinition,
  calendars: ReadonlyMap<string, NamedCalendar>,
): CompiledTarget {
  const named = (name: string): NamedCalendar => {
    const found = calendars.get(name);
    if (!found) throw new Error(`pack was not checked: no calendar ${name}`);
    return found;
  };
  const usual = named(target.calendar.default);
  const exceptions = target.calendar.except.map((entry) => ({
    holds: compileCondition(entry.when),
    calendar: named(entry.use),
  }));
  const appliesTo = target.appliesTo ? compileCondition(target.appliesTo) : () => true;
  const durations = new Map(
    Object.entries(target.durations.of).map(([key, duration]) => [key, compileDuration(duration)]),
  );
  const { by } = target.durations;
  const stop = target.stop;
  return {
    metric: target.metric,
    title: target.title,
    definition: target,
    strict: target.comparison === 'lt',
    warnings: [...target.warnings].sort((a, b) => a - b),
    modes: modesOf(target),
    final: stop === 'response' || typeof stop === 'object',
    stopsAtReply: stop === 'response',
    startStep: typeof target.start === 'object' ? target.start.step : null,
    stopStep: typeof stop === 'object' ? stop.step : null,
    applies: appliesTo,
    calendarOf(facts, priority) {
      for (const exception of exceptions) {
        if (exception.holds(facts, priority)) return exception.calendar;
      }
      return usual;
    },
    durationOf(facts, priority, startAt, calendar) {
      const key = keyOf(by, facts, priority);
      const duration = key === null ? undefined : durations.get(key);
      return duration === undefined
        ? null
        : typeof duration === 'number'
          ? duration
          : duration(startAt, calendar);
    },
  };
}

function modesOf({ stop, pausedByWaiting }: TargetDefinition): CompiledTarget['modes'] {
  const { run, pause, stop: stopped } = clock;
  if (stop === 'response') {
    return { new: run, in_progress: stopped, waiting: stopped, resolved: stopped, closed: stopped };
  }
  return {
    new: run,
    in_progress: run,
    waiting: pausedByWaiting ? pause : run,
    resolved: stop === 'resolved' ? stopped : run,
    closed: stopped,
  };
}

type CompiledDuration = number | ((startAt: number, calendar: CompiledCalendar) => number | null);

function compileDuration(duration: Duration): CompiledDuration {
  if (typeof duration === 'string') return durationMsOf(duration) as number;
  if ('months' in duration) {
    return (startAt, calendar) => calendar.elapsed(startAt, calendar.addMonths(startAt, duration.months));
  }
  const within = durationMsOf(duration.startedOpen) as number;
  return (startAt, calendar) => {
    if (calendar.isOpen(startAt)) return within;
    const closing = calendar.nextClosing(startAt);
    return closing === Number.POSITIVE_INFINITY ? null : calendar.elapsed(startAt, closing);
  };
}

function compileCondition(condition: Condition): (facts: SlaFacts, priority: number | null) => boolean {
  const tests = Object.entries(condition) as [FactName, (string | number | boolean)[]][];
  return (facts, priority) => {
    for (const [name, values] of tests) {
      const value = factOf(name, facts, priority);
      if (value === null || !values.includes(value)) return false;
    }
    return true;
  };
}

/** One fact keeps its own text as key, several are joined; null as soon as one is unknown. */
function keyOf(by: readonly FactName[], facts: SlaFacts, priority: number | null): string | null {
  let key = '';
  for (let i = 0; i < by.length; i += 1) {
    const value = factOf(by[i] as FactName, facts, priority);
    if (value === null) return null;
    key = i === 0 ? String(value) : `${key}/${value}`;
  }
  return key;
}

function factOf(name: FactName, facts: SlaFacts, priority: number | null): string | number | boolean | null {
  if (name === 'priority') return priority;
  const value = facts[name];
  if (value !== undefined && value !== null) return value;
  if (name === 'kind') return 'incident';
  return name === 'alwaysAvailable' || name === 'supportContract' || name === 'onSite' ? false : null;
}
