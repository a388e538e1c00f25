import { z } from 'zod';
import { rowId, typedText } from '../domain/codes.ts';
import { ok } from '../domain/result.ts';
import { type EditableField, editableFields, type Ticket } from '../domain/ticket.ts';
import { openUnfinished, staffRoles } from './access.ts';
import { defineMutation } from './definition.ts';
import { journalChanges } from './field-merge.ts';

const clientFields = {
  clientName: 'name',
  clientOpd: 'opd',
  clientPosition: 'position',
  clientPhone: 'phone',
  clientEmail: 'email',
} as const;

/** The present value of an editable field, as `ticket.edit` compares and journals it. */
export function readField(ticket: Ticket, field: EditableField): string {
  if (field in clientFields) return ticket.client[clientFields[field as keyof typeof clientFields]];
  return ticket[field as Exclude<EditableField, keyof typeof clientFields>];
}

function writeField(ticket: Ticket, field: EditableField, value: string): Ticket {
  if (field in clientFields) {
    const key = clientFields[field as keyof typeof clientFields];
    return { ...ticket, client: { ...ticket.client, [key]: value } };
  }
  return { ...ticket, [field]: value };
}

const editArgs = z.object({
  id: rowId,
  changes: z
    .array(
      z.object({
        field: z.enum(Object.keys(editableFields) as [EditableField, ...EditableField[]]),
        from: typedText(20_000),
        to: typedText(20_000),
      }),
    )
    .min(1)
    .max(20)
    .superRefine((changes, check) => {
      changes.forEach(({ field, to }, at) => {
        if (!editableFields[field].safeParse(to).success) {
          check.addIssue({ code: 'custom', path: [at, field], message: 'value_not_allowed' });
        }
      });
    }),
});

/** Corrects fields of the ticket; each field merges by itself (design: two people changing different fields merge). */
export const edit = defineMutation({
  args: editArgs,
  roles: staffRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, { id, changes }, context) {
    const found = openUnfinished(tx, id, context);
    if (!found.ok) return found;
    let after = found.value;
    const journalled = changes.map(({ field, from, to }) => {
      const present = readField(after, field);
      after = writeField(after, field, to);
      return { field, from, present, to };
    });
    journalChanges(tx, found.value, after, 'edited', journalled, context);
    return ok(undefined);
  },
});
