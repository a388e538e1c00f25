import { z } from 'zod';
import {
  category,
  channel,
  durationClass,
  instant,
  level,
  neededText,
  opdCode,
  rowId,
  serviceClass,
  serviceKind,
  severity,
  team,
  ticketKind,
  ticketState,
  typedText,
} from './codes.ts';
import { clockDoubtSchema } from './journal.ts';

/** Who reported: an office's staff member or a citizen. Personal data. */
export const clientSchema = z.object({
  name: neededText(200),
  opd: typedText(200).default(''),
  position: typedText(200).default(''),
  phone: typedText(60).default(''),
  email: typedText(200).default(''),
});
export type Client = z.infer<typeof clientSchema>;

/** Name of a milestone as packs write it. */
export const stepName = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);

/**
 * What a pack may decide by besides urgency and impact; which of them an office is asked for hangs on its pack
 * (`factsAsked` of shared/sla/facts-asked.ts). Absent and null both mean "not known".
 */
export const serviceFactsSchema = z.object({
  alwaysAvailable: z.boolean(),
  severity: severity.nullable(),
  serviceKind: serviceKind.nullable(),
  serviceClass: serviceClass.nullable(),
  durationClass: durationClass.nullable(),
  supportContract: z.boolean(),
  onSite: z.boolean(),
});
export type ServiceFacts = z.infer<typeof serviceFactsSchema>;
export const serviceFactNames = Object.keys(serviceFactsSchema.shape) as readonly (keyof ServiceFacts)[];

/** The facts that held until an instant (UTC ms): a target that had stopped by then keeps being judged by them. */
export const earlierFactsSchema = serviceFactsSchema.partial().extend({
  until: instant,
  kind: ticketKind,
  urgency: level.nullable(),
  impact: level.nullable(),
});

/** A late target that is excused: raw and adjusted attainment are told apart. A decision is a supervisor's. */
export const excuseSchema = z.object({
  metric: z.string().max(60),
  reason: neededText(2_000),
  proposedBy: rowId,
  proposedByName: z.string(),
  proposedAt: instant,
  decision: z.enum(['pending', 'approved', 'refused']),
  decidedBy: rowId.nullable(),
  decidedByName: z.string(),
  decidedAt: instant.nullable(),
  note: typedText(2_000).default(''),
});
export type Excuse = z.infer<typeof excuseSchema>;

/** What the SLA is computed from: moves between states and replies to the client, at the instant they happened. */
export const timelineEventSchema = z.discriminatedUnion('type', [
  z.object({ at: instant, type: z.literal('state'), to: ticketState }),
  z.object({ at: instant, type: z.literal('reply') }),
  /** A named milestone of the pack's procedure (the steps of Jawa Barat). */
  z.object({ at: instant, type: z.literal('step'), step: stepName }),
]);
export type TimelineEvent = z.infer<typeof timelineEventSchema>;

/** Who last changed a field, so that an overwritten value can be shown to its author. */
export const fieldEditSchema = z.object({ by: rowId, device: z.string(), mutationId: z.int() });

/**
 * A ticket as stored on devices and on the server. It carries its own timeline, so that lists and SLA need no second
 * read; the words of replies and notes are in the journal. Instants are UTC ms. `sop` keeps when a step of
 * SOP-Dinkominfo-001 was ticked off by hand.
 */
export const ticketSchema = z.object({
  id: rowId,
  number: z.string().max(60),
  kind: ticketKind,
  opd: opdCode,
  title: neededText(300),
  description: typedText(20_000),
  category,
  /** The category chosen at registration (KPI 3: was it right the first time?). */
  firstCategory: category,
  serviceItem: typedText(200).default(''),
  channel,
  client: clientSchema,
  guestEmail: typedText(200).default(''),
  state: ticketState,
  urgency: level.nullable(),
  impact: level.nullable(),
  priority: z.int().nullable(),
  alwaysAvailable: z.boolean().default(false),
  policy: z.object({ name: z.string(), version: z.int() }),
  assignee: rowId.nullable(),
  team: team.nullable(),
  /** Support level that holds the ticket now: 1 desk, 2 technician. */
  supportLevel: z.int().min(0).max(3),
  /** The open FRM-006, while an escalation waits for an answer. */
  openEscalation: rowId.nullable(),
  reportedAt: instant,
  registeredAt: instant,
  registeredBy: rowId,
  timeline: z.array(timelineEventSchema),
  cause: typedText(20_000).default(''),
  solution: typedText(20_000).default(''),
  /** Level that found the solution (KPI 7 and 9). */
  solvedLevel: z.int().nullable(),
  configurationItem: typedText(300).default(''),
  technicalManager: typedText(200).default(''),
  handling: typedText(20_000).default(''),
  confirmedAt: instant.nullable(),
  resolvedAt: instant.nullable(),
  closedAt: instant.nullable(),
  reopenCount: z.int(),
  escalationCount: z.int(),
  returnCount: z.int(),
  /** When it was escalated and returned, so that the recap of a past month stays as it is; absent on older rows. */
  escalations: z.array(z.object({ at: instant, returnedAt: instant.nullable() })).optional(),
  reason: typedText(2_000).default(''),
  severity: severity.nullable().optional(),
  serviceKind: serviceKind.nullable().optional(),
  serviceClass: serviceClass.nullable().optional(),
  durationClass: durationClass.nullable().optional(),
  supportContract: z.boolean().optional(),
  onSite: z.boolean().optional(),
  /** Earlier classifications, oldest first. */
  earlier: z.array(earlierFactsSchema).optional(),
  /** Steps of the escalation ladder people were told of, by `stepKey` of shared/sla/ladder.ts, with the instant told. */
  notices: z.record(z.string().max(120), instant).optional(),
  /** At most one a metric. */
  excuses: z.array(excuseSchema).optional(),
  /** The most doubtful instant among the mutations that made this ticket what it is. */
  clockDoubt: clockDoubtSchema.extend({ at: instant }).optional(),
  sop: z.record(z.string(), instant).default({}),
  edits: z.record(z.string(), fieldEditSchema).default({}),
  externalRef: z.string().max(120).nullable().default(null),
  updatedAt: instant,
});
export type Ticket = z.infer<typeof ticketSchema>;

/** Fields a person may correct with `ticket.edit`; each merges by itself when two people edit at once. */
export const editableFields = {
  title: neededText(300),
  description: typedText(20_000),
  clientName: neededText(200),
  clientOpd: typedText(200),
  clientPosition: typedText(200),
  clientPhone: typedText(60),
  clientEmail: typedText(200),
  guestEmail: typedText(200),
  channel,
  configurationItem: typedText(300),
  technicalManager: typedText(200),
  handling: typedText(20_000),
  cause: typedText(20_000),
} as const;
export type EditableField = keyof typeof editableFields;

/** Their names, in the order in which screens show them. */
export const editableFieldNames = Object.keys(editableFields) as readonly EditableField[];
