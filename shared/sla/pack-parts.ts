import { z } from 'zod';
import { durationSchema, spanSchema } from './duration.ts';
import { calendarSchema } from './hours.ts';
import { flaw, saidText, storedText } from './issues.ts';
import { isKnownZone } from './zone.ts';

/** The parts of a policy pack, each by itself; what they must have to do with one another is in `pack-checks.ts`. */

const text = saidText(2_000);

/** A name others go by: small letters, digits, underscores or hyphens. */
function named(pattern: RegExp, what: string) {
  return z
    .string()
    .refine((value) => value.length <= 40 && pattern.test(value), flaw('name_malformed', `not ${what}`));
}

const stepName = named(/^[a-z][a-z0-9_]*$/, 'a step name (lower case and underscores)');
const metricName = named(/^[a-z][a-z0-9_]*$/, 'a metric name (lower case and underscores)');

/** Facts a pack may decide by. `priority` is the one its own matrix gives. */
const factNames = [
  'urgency',
  'impact',
  'kind',
  'severity',
  'serviceKind',
  'serviceClass',
  'durationClass',
  'alwaysAvailable',
  'supportContract',
  'onSite',
  'priority',
] as const;
const factName = z.enum(factNames);
export type FactName = z.infer<typeof factName>;

/** Key of the only cell of a table that does not look anything up. */
export const ANY = '*';

/** All named facts must have one of the listed values. */
const condition = z.partialRecord(factName, z.array(z.union([z.string(), z.number(), z.boolean()])).min(1));
export type Condition = z.infer<typeof condition>;

const levelText = z.object({ high: text, medium: text, low: text });
const levelCriteria = z.object({ high: z.array(text), medium: z.array(text), low: z.array(text) });

/** Priority by one or more facts; cells are keyed by the facts' values joined with `/`, in the order of `by`. */
const prioritySchema = z.object({
  by: z.array(factName.exclude(['priority', 'kind'])).min(1),
  cells: z.record(z.string().max(200), z.int().min(1).max(99)),
});

const targetSchema = z.object({
  metric: metricName,
  title: text,
  /** The target exists only for tickets that meet this; left out, for every ticket. */
  appliesTo: condition.optional(),
  /** False for a target whose duration does not hang on the priority: it then exists before there is one. */
  needsPriority: z.boolean().default(true),
  /** One duration for all, or one per value of a fact (or of several, joined with `/` in the order of `by`). */
  durations: z.union([
    z.strictObject({ by: z.array(factName), of: z.record(z.string(), durationSchema) }),
    durationSchema.transform((duration) => ({ by: [], of: { [ANY]: duration } })),
  ]),
  /** The first exception whose condition holds names the calendar, else `default` does. */
  calendar: z.object({
    default: text,
    except: z.array(z.object({ when: condition, use: text })).default([]),
  }),
  /** `lt`: late as soon as the duration is reached; `lte`: late only when it is exceeded. */
  comparison: z.enum(['lt', 'lte']),
  start: z.union([z.literal('reported'), z.object({ step: text })]).default('reported'),
  /** `response`: first move out of `new` by the desk or first reply; `closed` also covers the client's confirmation. */
  stop: z.union([z.enum(['response', 'resolved', 'closed']), z.object({ step: text })]),
  pausedByWaiting: z.boolean(),
  warnings: z.array(z.number().positive().max(10)).default([0.5, 0.75, 0.9]),
});
export type TargetDefinition = z.infer<typeof targetSchema>;

/** Who is told: roles of the ticket's office, the persons on an escalation level of it, or the reporter. */
export const recipient = z.enum([
  'assignee',
  'operator',
  'supervisor',
  'level1',
  'level2',
  'level3',
  'client',
]);
export type Recipient = z.infer<typeof recipient>;
const recipients = z.array(recipient);

/** The escalation ladder and the e-mails of a ticket's life. */
const notificationsSchema = z.object({
  /** `at`: share of the target's duration; 1 is the due instant, 2 twice the duration. */
  ladder: z
    .array(
      z.object({
        at: z.number().positive().max(10),
        tell: recipients.min(1),
        /** Left out: every metric. */
        metrics: z.array(metricName).optional(),
      }),
    )
    .default([
      { at: 0.5, tell: ['assignee'] },
      { at: 0.75, tell: ['assignee'] },
      { at: 0.9, tell: ['assignee', 'operator'] },
      { at: 1, tell: ['assignee', 'operator', 'supervisor'] },
    ]),
  /** Names the calendar in whose open hours people are told; left out: at any hour. */
  workingHours: text.optional(),
  mails: z
    .object({
      opened: recipients.default([]),
      assigned: recipients.default(['assignee']),
      resolved: recipients.default([]),
      closed: recipients.default([]),
    })
    .prefault({}),
});

/** A pack whose parts have the right form. */
export const packShape = z.object({
  name: named(/^[a-z][a-z0-9-]*$/, 'a pack name (lower case and hyphens)'),
  version: z.int().min(1),
  title: text,
  source: storedText(2_000).default(''),
  timeZone: z.string().refine(isKnownZone, flaw('zone_unknown', 'unknown time zone')),
  calendars: z.record(saidText(60), calendarSchema),
  priority: prioritySchema,
  targets: z.array(targetSchema).min(1),
  labels: z.object({
    states: z.object({
      new: text,
      in_progress: text,
      waiting: text,
      resolved: text,
      closed: text,
      cancelled: text,
    }),
    /** Keyed by priority number. */
    priorities: z.record(z.string(), text),
    levels: levelText,
  }),
  /** Shown beside the choice of urgency and impact. */
  criteria: z.object({
    urgency: levelCriteria.optional(),
    impact: levelCriteria.optional(),
    severity: z.object({ major: z.array(text), minor: z.array(text) }).optional(),
  }),
  escalation: z.array(
    z.object({ level: z.int().min(1), title: text, helpedBy: storedText(2_000).default('') }),
  ),
  /** Milestones of the pack's procedure, in order; `on` names the work that reaches one, `hand` ticks it off. */
  steps: z
    .array(
      z.object({
        step: stepName,
        title: text,
        on: z.enum(['register', 'assign', 'resolve', 'confirm', 'close', 'hand']),
      }),
    )
    .default([]),
  /** A ticket that waits for papers this long is closed by itself; warned of so many days before. */
  completeness: z
    .object({
      within: spanSchema,
      warnDays: z.array(z.int().min(1).max(365)).max(10).default([7, 1]),
      reason: text,
    })
    .optional(),
  notifications: notificationsSchema.prefault({}),
  /** Daily number of tickets a service is meant for, with the count at which to warn. */
  capacity: z
    .array(
      z.object({
        title: text,
        serviceItems: z.array(text),
        perDay: z.int().min(1),
        warnAt: z.int().min(1),
      }),
    )
    .default([]),
  /** Where the source is silent or contradicts itself, and what was decided. */
  rulings: z.array(text).default([]),
});
export type PolicyPack = z.infer<typeof packShape>;
