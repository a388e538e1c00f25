import { z } from 'zod';
import { neededText, rowId, team, typedText } from '../domain/codes.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { FormRecord } from '../forms/form.ts';
import type { Frm006 } from '../forms/frm-006.ts';
import { checkAssignee, deskRoles, openUnfinished, staffRoles } from './access.ts';
import { defineMutation } from './definition.ts';
import { movedTo, record, withCause } from './journaling.ts';
import { solvedAfter, withMilestonesOf } from './milestones.ts';
import type { MutationContext, MutationTransaction, Refusal } from './transaction.ts';

/** Hands the ticket over to a technician or team with FRM-006 (SOP-Dinkominfo-001 steps 11 and 12). */
export const escalate = defineMutation({
  args: z.object({
    id: rowId,
    formId: rowId,
    to: rowId.nullable(),
    toTeam: team.nullable().default(null),
    toLevel: z.int().min(1).max(3),
    reason: neededText(2_000),
    tried: typedText(20_000).default(''),
    /** Working time left of the resolution target as the operator saw it, ms; null where none runs. */
    remainingMs: z.int().nullable(),
  }),
  roles: deskRoles,
  needs: ({ id, to }) => ({ ticketId: id, users: to === null ? [] : [to] }),
  apply(tx, args, context) {
    const found = openUnfinished(tx, args.id, context);
    if (!found.ok) return found;
    const ticket = found.value;
    if (ticket.state === 'resolved')
      return err({ code: 'ticket_finished', details: { state: ticket.state } });
    if (ticket.openEscalation !== null) return err({ code: 'escalation_open' });
    if (!args.formId.startsWith(`${args.id}/`)) return err({ code: 'invalid_arguments', field: 'formId' });
    if (tx.form(args.formId) !== undefined) return err({ code: 'form_exists', field: 'formId' });
    if (args.to === null && args.toTeam === null) return err({ code: 'assignee_unknown', field: 'to' });
    const refusal = args.to === null ? null : checkAssignee(tx, args.to, ticket.opd);
    if (refusal !== null) return err(refusal);
    const data: Frm006 = {
      code: 'FRM-006',
      fromLevel: ticket.supportLevel,
      from: context.actor.id,
      toLevel: args.toLevel,
      toTeam: args.toTeam,
      to: args.to,
      reason: args.reason,
      tried: args.tried,
      category: ticket.category,
      priority: ticket.priority,
      remainingMs: args.remainingMs,
      escalatedAt: context.occurredAt,
      acceptedAt: null,
      acceptedBy: null,
      answered: null,
      returned: null,
    };
    tx.putForm({
      id: args.formId,
      ticketId: ticket.id,
      opd: ticket.opd,
      code: 'FRM-006',
      number: `FRM-006/${ticket.number}/${ticket.escalationCount + 1}`,
      revision: 0,
      data,
      createdAt: context.occurredAt,
      createdBy: context.actor.id,
      updatedAt: context.occurredAt,
    });
    const working = ticket.state === 'new' ? movedTo(ticket, 'in_progress', context) : ticket;
    tx.putTicket({
      ...withMilestonesOf(tx, working, 'assign', context.occurredAt),
      assignee: args.to,
      team: args.toTeam,
      supportLevel: args.toLevel,
      openEscalation: args.formId,
      escalationCount: ticket.escalationCount + 1,
      escalations: [...(ticket.escalations ?? []), { at: context.occurredAt, returnedAt: null }],
      updatedAt: context.occurredAt,
    });
    record(tx, ticket, 'escalated', context, {
      text: args.reason,
      formId: args.formId,
      changes: [
        { field: 'assignee', from: ticket.assignee, to: args.to },
        { field: 'supportLevel', from: ticket.supportLevel, to: args.toLevel },
        ...(ticket.state === 'new' ? [{ field: 'state', from: ticket.state, to: working.state }] : []),
      ],
    });
    return ok(undefined);
  },
});

interface OpenEscalation {
  readonly ticket: Ticket;
  readonly form: FormRecord;
  readonly data: Frm006;
}

/**
 * The open escalation, when the actor is the one it was handed to (a team's member, or a supervisor standing in), or the one
 * to whom the desk has assigned the ticket since: else nobody at work on it could end it.
 */
function openEscalation(
  tx: MutationTransaction,
  args: { readonly id: string; readonly formId: string },
  context: MutationContext,
): Result<OpenEscalation, Refusal> {
  const found = openUnfinished(tx, args.id, context);
  if (!found.ok) return found;
  const form = tx.form(args.formId);
  if (form === undefined || form.data.code !== 'FRM-006')
    return err({ code: 'form_not_found', field: 'formId' });
  if (found.value.openEscalation !== args.formId)
    return err({ code: 'escalation_not_open', field: 'formId' });
  const { actor } = context;
  const { to, toTeam } = form.data;
  const isRecipient =
    to === actor.id ||
    found.value.assignee === actor.id ||
    (to === null && toTeam !== null && actor.teams.includes(toTeam));
  if (!isRecipient && actor.role !== 'supervisor' && actor.role !== 'admin')
    return err({ code: 'not_recipient' });
  return ok({ ticket: found.value, form, data: form.data });
}

function writeForm(tx: MutationTransaction, form: FormRecord, data: Frm006, context: MutationContext): void {
  tx.putForm({ ...form, data, revision: form.revision + 1, updatedAt: context.occurredAt });
}

const escalationArgs = { id: rowId, formId: rowId };

/** The technician takes the escalation on (SOP-Dinkominfo-001 step 13). */
export const acceptEscalation = defineMutation({
  args: z.object(escalationArgs),
  roles: staffRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, args, context) {
    const open = openEscalation(tx, args, context);
    if (!open.ok) return open;
    const { ticket, form, data } = open.value;
    writeForm(tx, form, { ...data, acceptedAt: context.occurredAt, acceptedBy: context.actor.id }, context);
    tx.putTicket({ ...ticket, assignee: context.actor.id, updatedAt: context.occurredAt });
    record(tx, ticket, 'escalation_accepted', context, { formId: form.id });
    return ok(undefined);
  },
});

/** The technician answers with the solution (step 14); the operator informs the client and closes. */
export const answerEscalation = defineMutation({
  args: z.object({
    ...escalationArgs,
    investigation: typedText(20_000).default(''),
    cause: typedText(20_000).default(''),
    solution: neededText(20_000),
  }),
  roles: staffRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, args, context) {
    const open = openEscalation(tx, args, context);
    if (!open.ok) return open;
    const { ticket, form, data } = open.value;
    const { investigation, cause, solution } = args;
    const answered = { investigation, cause, solution, finishedAt: context.occurredAt };
    const acceptance = {
      acceptedAt: data.acceptedAt ?? context.occurredAt,
      acceptedBy: data.acceptedBy ?? context.actor.id,
    };
    writeForm(tx, form, { ...data, ...acceptance, answered }, context);
    const working = ticket.state === 'in_progress' ? ticket : movedTo(ticket, 'in_progress', context);
    tx.putTicket({
      ...solvedAfter(tx, working, context),
      ...withCause(tx, ticket, cause, context),
      solution,
      solvedLevel: 2,
      assignee: context.actor.id,
      openEscalation: null,
    });
    record(tx, ticket, 'solved', context, {
      text: solution,
      formId: form.id,
      changes: [{ field: 'state', from: ticket.state, to: 'resolved' }],
    });
    return ok(undefined);
  },
});

/** The technician returns a wrongly routed escalation with the reason (KPI 8 counts returns per level). */
export const returnEscalation = defineMutation({
  args: z.object({ ...escalationArgs, reason: neededText(2_000) }),
  roles: staffRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, args, context) {
    const open = openEscalation(tx, args, context);
    if (!open.ok) return open;
    const { ticket, form, data } = open.value;
    const returned = { reason: args.reason, to: data.from, at: context.occurredAt };
    writeForm(tx, form, { ...data, returned }, context);
    tx.putTicket({
      ...ticket,
      assignee: data.from,
      team: null,
      supportLevel: data.fromLevel,
      openEscalation: null,
      returnCount: ticket.returnCount + 1,
      escalations: (ticket.escalations ?? []).map((entry, at, all) =>
        at === all.length - 1 ? { ...entry, returnedAt: context.occurredAt } : entry,
      ),
      updatedAt: context.occurredAt,
    });
    record(tx, ticket, 'escalation_returned', context, {
      text: args.reason,
      formId: form.id,
      changes: [
        { field: 'assignee', from: ticket.assignee, to: data.from },
        { field: 'supportLevel', from: ticket.supportLevel, to: data.fromLevel },
      ],
    });
    return ok(undefined);
  },
});
