import { z } from 'zod';
import { ANY, type PolicyPack } from '#shared/sla/pack.ts';
import { decimalText, durationFormOf, durationFormSchema } from './duration-form.ts';
import { inCalendarOrder, inKeyOrder } from './fact-order.ts';
import { weekText } from './hours-text.ts';

/**
 * A policy pack as fields of a form: every value a text as it is typed, so that half a number is kept too. Name and
 * version are not part of it. Parts no field shows are carried along unread (`rest`) and go back as they came.
 */

const pair = z.object({ key: z.string(), value: z.string() });
const rest = z.record(z.string(), z.unknown());
const levels = z.object({ high: z.string(), medium: z.string(), low: z.string() });
const week = z.object({
  mon: z.string(),
  tue: z.string(),
  wed: z.string(),
  thu: z.string(),
  fri: z.string(),
  sat: z.string(),
  sun: z.string(),
});

export const packFormSchema = z.object({
  title: z.string(),
  source: z.string(),
  timeZone: z.string(),
  calendars: z.array(
    z.object({ name: z.string(), title: z.string(), always: z.boolean(), hours: week, rest }),
  ),
  priorityBy: z.array(z.string()),
  cells: z.array(pair),
  targets: z.array(
    z.object({
      title: z.string(),
      durations: z.array(z.object({ key: z.string(), duration: durationFormSchema })),
      calendar: z.string(),
      comparison: z.enum(['lt', 'lte']),
      pausedByWaiting: z.boolean(),
      warnings: z.string(),
      rest,
    }),
  ),
  labels: z.object({
    states: z.array(pair),
    priorities: z.array(pair),
    levels,
  }),
  criteria: z.array(z.object({ fact: z.string(), value: z.string(), lines: z.string() })),
  escalation: z.array(z.object({ level: z.int(), title: z.string(), helpedBy: z.string() })),
  steps: z.array(z.object({ step: z.string(), title: z.string(), on: z.string() })),
  completeness: z.object({ within: durationFormSchema, warnDays: z.string(), reason: z.string() }).nullable(),
  ladder: z.array(
    z.object({ at: z.string(), tell: z.array(z.string()), metrics: z.array(z.string()).nullable() }),
  ),
  /** Name of the calendar in whose hours people are told; empty: at any hour. */
  workingHours: z.string(),
  mails: z.object({
    opened: z.array(z.string()),
    assigned: z.array(z.string()),
    resolved: z.array(z.string()),
    closed: z.array(z.string()),
  }),
  capacity: z.array(
    z.object({ title: z.string(), serviceItems: z.string(), perDay: z.string(), warnAt: z.string() }),
  ),
  rulings: z.string(),
});
export type PackForm = z.infer<typeof packFormSchema>;

/** One line of text an item: how lists of sentences are typed. */
const linesText = (items: readonly string[]): string => items.join('\n');

const percent = (share: number): string => decimalText(share * 100);

const pairs = (record: Readonly<Record<string, string | number>>) =>
  inKeyOrder(record).map(([key, value]) => ({ key, value: String(value) }));

type Criteria = PolicyPack['criteria'];
const criteriaRows = (criteria: Criteria) =>
  Object.entries(criteria).flatMap(([fact, values]) =>
    inKeyOrder(values ?? {}).map(([value, items]) => ({ fact, value, lines: linesText(items) })),
  );

/** The fields of a checked pack. `packJsonOf` of them gives an equal pack. */
export function packFormOf(pack: PolicyPack): PackForm {
  const { notifications } = pack;
  return {
    title: pack.title,
    source: pack.source,
    timeZone: pack.timeZone,
    calendars: inCalendarOrder(pack.calendars).map(([name, { title, always, hours, ...others }]) => ({
      name,
      title,
      always,
      hours: weekText(hours),
      rest: others,
    })),
    priorityBy: [...pack.priority.by],
    cells: pairs(pack.priority.cells),
    targets: pack.targets.map((target) => {
      const { title, durations, calendar, comparison, pausedByWaiting, warnings, ...others } = target;
      return {
        title,
        durations: inKeyOrder(durations.of).map(([key, duration]) => ({
          key,
          duration: durationFormOf(duration),
        })),
        calendar: calendar.default,
        comparison,
        pausedByWaiting,
        warnings: warnings.map(percent).join('; '),
        rest: { ...others, by: durations.by, except: calendar.except },
      };
    }),
    labels: {
      states: pairs(pack.labels.states),
      priorities: pairs(pack.labels.priorities),
      levels: pack.labels.levels,
    },
    criteria: criteriaRows(pack.criteria),
    escalation: pack.escalation,
    steps: pack.steps,
    completeness:
      pack.completeness === undefined
        ? null
        : {
            within: durationFormOf(pack.completeness.within),
            warnDays: pack.completeness.warnDays.join('; '),
            reason: pack.completeness.reason,
          },
    ladder: notifications.ladder.map(({ at, tell, metrics }) => ({
      at: percent(at),
      tell,
      metrics: metrics ?? null,
    })),
    workingHours: notifications.workingHours ?? '',
    mails: notifications.mails,
    capacity: pack.capacity.map(({ title, serviceItems, perDay, warnAt }) => ({
      title,
      serviceItems: linesText(serviceItems),
      perDay: String(perDay),
      warnAt: String(warnAt),
    })),
    rulings: linesText(pack.rulings),
  };
}

/** True for the only key of a target whose durations do not look anything up. */
export const isOnlyKey = (key: string): boolean => key === ANY;
