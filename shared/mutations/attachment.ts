import { z } from 'zod';
import { neededText, rowId, typedText } from '../domain/codes.ts';
import { err, ok } from '../domain/result.ts';
import { fileType, isPlainFileName, maxFileBytes, sha256, typeOfName } from '../files/attachment.ts';
import { openTicket, staffRoles } from './access.ts';
import { defineMutation } from './definition.ts';
import { record } from './journaling.ts';

const addArgs = z
  .object({
    id: rowId,
    attachmentId: rowId,
    name: z.string().min(1).max(120).refine(isPlainFileName, { error: 'file_name_invalid' }),
    type: fileType,
    size: z.int().min(1).max(maxFileBytes),
    sha256,
    note: typedText(2_000).default(''),
    /** The official form it was handed in with ("Lampirkan File" of FRM-001 and FRM-002). */
    formId: rowId.nullable().default(null),
  })
  .refine(({ name, type }) => typeOfName(name) === type, { error: 'file_type_invalid', path: ['name'] });

/**
 * Attaches a file to a ticket in any state, by name and hash; its bytes follow by themselves. Adding the same file under
 * the same id again changes nothing.
 */
export const addAttachment = defineMutation({
  args: addArgs,
  roles: staffRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, { id, attachmentId, ...file }, context) {
    const found = openTicket(tx, id, context);
    if (!found.ok) return found;
    if (!attachmentId.startsWith(`${id}/a.`))
      return err({ code: 'invalid_arguments', field: 'attachmentId' });
    if (file.formId !== null && !file.formId.startsWith(`${id}/`))
      return err({ code: 'invalid_arguments', field: 'formId' });
    const known = tx.attachment(attachmentId);
    if (known !== undefined) {
      return known.sha256 === file.sha256
        ? ok(undefined)
        : err({ code: 'file_exists', field: 'attachmentId' });
    }
    tx.putAttachment({
      id: attachmentId,
      ticketId: id,
      opd: found.value.opd,
      ...file,
      addedBy: context.actor.id,
      addedByName: context.actor.name,
      addedAt: context.occurredAt,
      content: 'waiting',
      problem: null,
      removedAt: null,
    });
    record(tx, found.value, 'file_added', context, {
      text: file.note,
      formId: file.formId,
      changes: [{ field: 'attachments', from: '', to: file.name }],
    });
    return ok(undefined);
  },
});

/**
 * Takes a file off a ticket, with a reason. Row and bytes stay on the server: an official file is not destroyed here. Who
 * did the same without knowing of the other keeps the reason in the journal too.
 */
export const removeAttachment = defineMutation({
  args: z.object({ id: rowId, attachmentId: rowId, reason: neededText(2_000) }),
  roles: staffRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, { id, attachmentId, reason }, context) {
    const found = openTicket(tx, id, context);
    if (!found.ok) return found;
    const file = tx.attachment(attachmentId);
    if (file === undefined || file.ticketId !== id)
      return err({ code: 'file_not_found', field: 'attachmentId' });
    const { actor } = context;
    const mayRemove = file.addedBy === actor.id || actor.role === 'supervisor' || actor.role === 'admin';
    if (!mayRemove) return err({ code: 'forbidden' });
    if (file.removedAt === null) tx.putAttachment({ ...file, removedAt: context.occurredAt });
    record(tx, found.value, 'file_removed', context, {
      text: reason,
      changes: [{ field: 'attachments', from: file.name, to: '' }],
    });
    return ok(undefined);
  },
});
