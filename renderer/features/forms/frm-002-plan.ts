import type { Ticket } from '#shared/domain/ticket.ts';
import type { FormRecord } from '#shared/forms/form.ts';
import { factsOf, prioritiseArgs } from '../../ui/facts/asked-facts.ts';
import type { CheckedFrm002 } from './frm-002-check.ts';
import { type Frm002Values, statusOnForm } from './frm-002-values.ts';
import type { PlannedMutation } from './plan.ts';

/** The id of the ticket's FRM-002: one a ticket, so that two devices filling it in revise the same form. */
export function frm002Id(ticketId: string): string {
  return `${ticketId}/f.frm-002`;
}

function statusSteps(
  ticketId: string,
  status: Frm002Values['status'],
  checked: CheckedFrm002,
): PlannedMutation[] {
  if (status === 'in_progress')
    return [{ name: 'ticket.move', args: { id: ticketId, to: 'in_progress', reason: '' } }];
  if (status === 'closed') {
    const { solution } = checked;
    return [{ name: 'ticket.resolve', args: { id: ticketId, solution, cause: checked.data.cause } }];
  }
  return [];
}

/** Records a new ticket with its FRM-002; a status beyond "Baru" follows as the move it stands for. */
export function planRegistration(
  checked: CheckedFrm002,
  values: Frm002Values,
  identity: { readonly ticketId: string; readonly number: string },
): PlannedMutation[] {
  const { ticketId, number } = identity;
  const { data } = checked;
  return [
    {
      name: 'ticket.register',
      args: {
        id: ticketId,
        number,
        kind: values.kind,
        opd: checked.opd,
        channel: values.channel,
        title: data.title,
        description: data.body,
        client: checked.client,
        guestEmail: data.guestEmail,
        category: checked.category,
        serviceItem: values.serviceItem,
        ...checked.facts,
        assignee: data.assignee,
        configurationItem: data.configurationItem,
        technicalManager: data.technicalManager,
        handling: data.handling,
        cause: data.cause,
        reportedAt: checked.reportedAt,
        note: data.note,
        forms: [{ id: frm002Id(ticketId), data }],
      },
    },
    ...statusSteps(ticketId, data.status, checked),
  ];
}

const editedFields = {
  title: 'title',
  description: 'body',
  clientName: 'clientName',
  clientOpd: 'clientOpd',
  clientPosition: 'clientPosition',
  clientPhone: 'clientPhone',
  clientEmail: 'clientEmail',
  guestEmail: 'guestEmail',
  channel: 'channel',
  configurationItem: 'configurationItem',
  technicalManager: 'technicalManager',
  handling: 'handling',
  cause: 'cause',
} as const;

/** What a revision starts from: the ticket as the writer saw it, the fields as they were shown, the saved form if any. */
export interface RevisionBase {
  readonly ticket: Ticket;
  readonly shown: Frm002Values;
  readonly form: FormRecord | null;
}

/**
 * The mutations that turn the ticket as the writer saw it into what the form now says: only what the writer changed, each
 * with the value seen, so that two people changing different fields merge. The form itself is saved before the status
 * moves, because a finished ticket takes no more corrections.
 */
export function planRevision(
  checked: CheckedFrm002,
  values: Frm002Values,
  base: RevisionBase,
): PlannedMutation[] {
  const { ticket, shown, form } = base;
  const { data } = checked;
  const id = ticket.id;
  const plan: PlannedMutation[] = [];
  const changes = Object.entries(editedFields).flatMap(([key, name]) => {
    const field = key as keyof typeof editedFields;
    return values[name] === shown[name] ? [] : [{ field, from: shown[name], to: values[name] }];
  });
  if (changes.length > 0) plan.push({ name: 'ticket.edit', args: { id, changes } });
  const isReclassified =
    values.kind !== shown.kind ||
    checked.category !== shown.category ||
    values.serviceItem !== shown.serviceItem;
  if (isReclassified) {
    const { kind, serviceItem } = values;
    const from = {
      kind: shown.kind,
      category: shown.category ?? ticket.category,
      serviceItem: shown.serviceItem,
    };
    plan.push({ name: 'ticket.classify', args: { id, kind, category: checked.category, serviceItem, from } });
  }
  const judged = prioritiseArgs(id, factsOf(shown), checked.facts);
  if (judged !== null) plan.push({ name: 'ticket.prioritise', args: judged });
  if (values.assignee !== shown.assignee)
    plan.push({ name: 'ticket.assign', args: { id, assignee: data.assignee, team: null } });
  if (values.note.trim() !== '' && values.note !== shown.note)
    plan.push({ name: 'ticket.note', args: { id, text: values.note } });
  if (form === null || JSON.stringify(form.data) !== JSON.stringify(data))
    plan.push({ name: 'form.save', args: { id, formId: form?.id ?? frm002Id(id), data } });
  if (data.status !== statusOnForm(ticket.state)) plan.push(...statusSteps(id, data.status, checked));
  return plan;
}
