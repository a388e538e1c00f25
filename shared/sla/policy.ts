import { type CompiledCalendar, compileCalendar } from './calendar.ts';
import { type Duration, durationMsOf } from './duration.ts';
import { compileCondition, compileTable } from './facts.ts';
import type { DaysOff } from './hours.ts';
import type { PolicyPack, Recipient, TargetDefinition } from './pack.ts';
import type { SlaFacts, TicketState } from './timeline.ts';

/** What a clock does in a state of the ticket. */
export const clock = { run: 0, pause: 1, stop: 2 } as const;
export type ClockMode = (typeof clock)[keyof typeof clock];

type NamedCalendar = {
  readonly name: string;
  readonly title: string;
  readonly open: CompiledCalendar;
};

/** A share of a target's duration and who is told when it is reached. */
type Rung = { readonly at: number; readonly tell: readonly Recipient[] };

/** A target of a pack, made ready for many evaluations. */
export type CompiledTarget = {
  readonly metric: string;
  readonly title: string;
  readonly definition: TargetDefinition;
  readonly strict: boolean;
  readonly warnings: readonly number[];
  /** The pack's escalation ladder as far as it tells of this metric, lowest share first, each share once. */
  readonly ladder: readonly Rung[];
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
  /**
   * The same pack with calendars that held before, oldest first: a target that had stopped before `until` (UTC ms) is
   * judged by them, so that a changed calendar never changes what is over.
   */
  readonly superseded: readonly { readonly until: number; readonly policy: CompiledPolicy }[];
  priorityBy(facts: SlaFacts): number | null;
};

/** Compiles a checked pack. Do it once per pack and version: calendars keep what they have worked out. */
export function compilePolicy(pack: PolicyPack): CompiledPolicy {
  const calendars = new Map<string, NamedCalendar>();
  for (const [name, definition] of Object.entries(pack.calendars)) {
    calendars.set(name, { name, title: definition.title, open: compileCalendar(definition, pack.timeZone) });
  }
  const matrix = compileTable(pack.priority.by, pack.priority.cells);
  return {
    pack,
    calendars,
    targets: pack.targets.map((target) => compileTarget(target, calendars, pack.notifications.ladder)),
    superseded: [],
    priorityBy: (facts) => matrix(facts, null),
  };
}

/** Priority of a ticket by the pack's matrix; null while a fact it needs is missing or unknown to the matrix. */
export function priorityOf(policy: CompiledPolicy, facts: SlaFacts): number | null {
  return policy.priorityBy(facts);
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
  ladder: PolicyPack['notifications']['ladder'],
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
  const durationBy = compileTable(
    target.durations.by,
    Object.fromEntries(
      Object.entries(target.durations.of).map(([key, duration]) => [key, compileDuration(duration)]),
    ),
  );
  const stop = target.stop;
  return {
    metric: target.metric,
    title: target.title,
    definition: target,
    strict: target.comparison === 'lt',
    warnings: [...target.warnings].sort((a, b) => a - b),
    ladder: rungsOf(target.metric, ladder),
    modes: modesOf(target),
    final: stop === 'response' || typeof stop === 'object',
    stopsAtReply: stop === 'response',
    startStep: typeof target.start === 'object' ? target.start.step : null,
    stopStep: typeof stop === 'object' ? stop.step : null,
    applies: appliesTo,
    calendarOf(facts, priority) {
      for (let i = 0; i < exceptions.length; i += 1) {
        const exception = exceptions[i] as (typeof exceptions)[number];
        if (exception.holds(facts, priority)) return exception.calendar;
      }
      return usual;
    },
    durationOf(facts, priority, startAt, calendar) {
      const duration = durationBy(facts, priority);
      return typeof duration === 'function' ? duration(startAt, calendar) : duration;
    },
  };
}

function rungsOf(metric: string, ladder: PolicyPack['notifications']['ladder']): Rung[] {
  const rungs = new Map<number, Set<Recipient>>();
  for (const { at, tell, metrics } of ladder) {
    if (metrics && !metrics.includes(metric)) continue;
    rungs.set(at, new Set([...(rungs.get(at) ?? []), ...tell]));
  }
  return [...rungs].map(([at, tell]) => ({ at, tell: [...tell] })).sort((a, b) => a.at - b.at);
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
