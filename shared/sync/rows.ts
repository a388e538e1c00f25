import type { z } from 'zod';
import { journalEntrySchema } from '../domain/journal.ts';
import { opdSchema, userSchema } from '../domain/reference.ts';
import { ticketSchema } from '../domain/ticket.ts';
import { attachmentSchema } from '../files/attachment.ts';
import { formRecordSchema } from '../forms/form.ts';
import { calendarRowSchema, policyRowSchema } from '../sla/published.ts';

/**
 * The kinds of rows that travel. `ticket`, `journal`, `form` and `attachment` live in the space of their office (`opd:DINKES`), `opd`,
 * `user`, `policy` and `calendar` in the reference space (`ref`). Rows of one ticket form an aggregate: their ids are the ticket's id, or
 * start with it and a slash.
 */
export const rowSchemas = {
  opd: opdSchema,
  user: userSchema,
  policy: policyRowSchema,
  calendar: calendarRowSchema,
  ticket: ticketSchema,
  form: formRecordSchema,
  journal: journalEntrySchema,
  attachment: attachmentSchema,
} as const;

export type RowKind = keyof typeof rowSchemas;
export type RowOf<K extends RowKind> = z.infer<(typeof rowSchemas)[K]>;
export type Row = {
  [K in RowKind]: { readonly kind: K; readonly id: string; readonly doc: RowOf<K> };
}[RowKind];

/**
 * In the order in which the first pull sends them: what the screens need first comes first. A new kind of a ticket's rows is
 * put last: devices that did not know it ask for the end of the stream alone.
 */
export const rowKinds = [
  'opd',
  'user',
  'policy',
  'calendar',
  'ticket',
  'form',
  'journal',
  'attachment',
] as const satisfies readonly RowKind[];

export const referenceSpace = 'ref';

/** The space that holds an office's tickets. */
export function spaceOfOpd(opd: string): string {
  return `opd:${opd}`;
}

/** The ticket a row belongs to: the part of its id before the first slash. */
export function aggregateOf(id: string): string {
  const slash = id.indexOf('/');
  return slash === -1 ? id : id.slice(0, slash);
}
