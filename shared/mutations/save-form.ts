import { z } from 'zod';
import { rowId } from '../domain/codes.ts';
import type { JournalChange } from '../domain/journal.ts';
import { err, ok } from '../domain/result.ts';
import type { FormRecord } from '../forms/form.ts';
import { frm001Schema } from '../forms/frm-001.ts';
import { frm002Schema } from '../forms/frm-002.ts';
import { openTicket, staffRoles } from './access.ts';
import { defineMutation } from './definition.ts';
import { record } from './journaling.ts';

/** Texts of a form, by the name under which the journal tells of their change. */
const texts: Readonly<Record<string, string>> = {
  title: 'title',
  body: 'description',
  symptoms: 'description',
  clientName: 'clientName',
  guestEmail: 'guestEmail',
  affected: 'configurationItem',
  configurationItem: 'configurationItem',
  technicalManager: 'technicalManager',
  handling: 'handling',
  cause: 'cause',
  note: 'note',
  attachments: 'attachments',
};

/** What a revision replaces: two people may revise one form at once, and the journal keeps the words of the first. */
function rewritten(before: FormRecord['data'], after: FormRecord['data']): JournalChange[] {
  const [old, fresh] = [before, after] as unknown as Readonly<Record<string, unknown>>[];
  return Object.entries(texts).flatMap(([part, field]) => {
    const from = old?.[part] ?? '';
    const to = fresh?.[part] ?? '';
    return typeof from === 'string' && typeof to === 'string' && from !== to ? [{ field, from, to }] : [];
  });
}

/**
 * Saves FRM-001 or FRM-002 with its ticket, new or revised. The form keeps what was written on it; the ticket's own
 * fields are corrected by their own mutations. FRM-006 is written by the escalation mutations alone.
 */
export const saveForm = defineMutation({
  args: z.object({
    id: rowId,
    formId: rowId,
    data: z.discriminatedUnion('code', [frm001Schema, frm002Schema]),
  }),
  roles: staffRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, { id, formId, data }, context) {
    const found = openTicket(tx, id, context);
    if (!found.ok) return found;
    const ticket = found.value;
    if (!formId.startsWith(`${id}/`)) return err({ code: 'invalid_arguments', field: 'formId' });
    const before = tx.form(formId);
    if (before !== undefined && before.code !== data.code)
      return err({ code: 'form_exists', field: 'formId' });
    if (data.code === 'FRM-001' && !data.consent) return err({ code: 'consent_missing', field: 'consent' });
    tx.putForm({
      id: formId,
      ticketId: id,
      opd: ticket.opd,
      code: data.code,
      number: before?.number ?? `${data.code}/${ticket.number}`,
      revision: before === undefined ? 0 : before.revision + 1,
      data,
      createdAt: before?.createdAt ?? context.occurredAt,
      createdBy: before?.createdBy ?? context.actor.id,
      updatedAt: context.occurredAt,
    });
    const changes = before === undefined ? [] : rewritten(before.data, data);
    record(tx, ticket, 'form_saved', context, { formId, text: data.code, changes });
    return ok(undefined);
  },
});
