import { z } from 'zod';
import { instant, opdCode, rowId, typedText } from './codes.ts';

export const journalType = z.enum([
  'registered',
  'edited',
  'overwritten',
  'classified',
  'prioritised',
  'moved',
  'replied',
  'noted',
  'assigned',
  'escalated',
  'escalation_accepted',
  'escalation_returned',
  'solved',
  'closed',
  'reopened',
  'cancelled',
  'form_saved',
  'step_done',
  'imported',
  'notified',
  'excuse_proposed',
  'excuse_decided',
  'policy_changed',
  'file_added',
  'file_removed',
]);
export type JournalType = z.infer<typeof journalType>;

/**
 * A field of the ticket by its name. Besides those: `excuse.<metric>` from one decision to the next (null: no excuse yet),
 * `policyVersion`, and `via`, the way people were notified.
 */
export const journalChangeSchema = z.object({
  field: z.string(),
  from: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  to: z.union([z.string(), z.number(), z.boolean(), z.null()]),
});
export type JournalChange = z.infer<typeof journalChangeSchema>;

/**
 * What the server found doubtful in a device's instant. `claimedAt`: what the device claimed, where it lay outside the
 * bounds (never after receipt, never before the last server time the device had seen) and was clamped; `skewMs`: by how
 * much the device's clock was found to be wrong afterwards, positive when it ran behind, 0 when unknown.
 */
export const clockDoubtSchema = z.object({ claimedAt: instant.nullable(), skewMs: z.int() });
export type ClockDoubt = z.infer<typeof clockDoubtSchema>;

/**
 * One line of a ticket's append-only journal: who, when it happened and when the server received it (`null` until
 * then), from which device. `id` starts with the ticket's id and a slash, and is fixed when the user acts.
 * `forUser` names the author whose value was overwritten.
 */
export const journalEntrySchema = z.object({
  id: rowId,
  ticketId: rowId,
  opd: opdCode,
  type: journalType,
  by: rowId,
  byName: z.string(),
  device: z.string(),
  mutationId: z.int(),
  occurredAt: instant,
  receivedAt: instant.nullable(),
  text: typedText(20_000).default(''),
  changes: z.array(journalChangeSchema).default([]),
  formId: rowId.nullable().default(null),
  forUser: rowId.nullable().default(null),
  clock: clockDoubtSchema.optional(),
});
export type JournalEntry = z.infer<typeof journalEntrySchema>;
