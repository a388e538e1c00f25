import { z } from 'zod';
import { neededText, rowId, team, typedText } from '../domain/codes.ts';
import { err, ok } from '../domain/result.ts';
import type { Ticket } from '../domain/ticket.ts';
import { isAllowedMove } from '../domain/transitions.ts';
import { priorityOf } from '../sla/policy.ts';
import { checkAssignee, deskRoles, openTicket, openUnfinished, staffRoles } from './access.ts';
import { defineMutation } from './definition.ts';
import { movedTo, record, withCause } from './journaling.ts';
import { solvedAfter, withMilestonesOf } from './milestones.ts';
import type { MutationContext, MutationTransaction, Refusal } from './transaction.ts';

function refuseMove(ticket: Ticket, to: Ticket['state']): Refusal {
  return { code: 'illegal_move', field: 'to', details: { from: ticket.state, to } };
}

function moveAndRecord(
  tx: MutationTransaction,
  ticket: Ticket,
  after: Ticket,
  type: 'moved' | 'closed' | 'cancelled' | 'reopened' | 'solved',
  text: string,
  context: MutationContext,
): void {
  tx.putTicket(after);
  record(tx, ticket, type, context, {
    text,
    changes: [{ field: 'state', from: ticket.state, to: after.state }],
  });
}

/**
 * Moves between the working states: takes a ticket up, lets it wait for the client, goes on. Endings and reopenings have
 * mutations of their own, because they ask for more. Waiting needs a reason: it stops the resolution clock.
 */
export const move = defineMutation({
  args: z.object({ id: rowId, to: z.enum(['in_progress', 'waiting']), reason: typedText(2_000).default('') }),
  roles: staffRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, { id, to, reason }, context) {
    const found = openTicket(tx, id, context);
    if (!found.ok) return found;
    const ticket = found.value;
    const reopens = ticket.state === 'resolved' || ticket.state === 'closed';
    if (reopens || !isAllowedMove(ticket.state, to)) return err(refuseMove(ticket, to));
    if (to === 'waiting' && reason.trim() === '') return err({ code: 'reason_missing', field: 'reason' });
    moveAndRecord(tx, ticket, movedTo(ticket, to, context), 'moved', reason, context);
    return ok(undefined);
  },
});

/** Gives the ticket to a person, a team, or back to nobody. */
export const assign = defineMutation({
  args: z.object({ id: rowId, assignee: rowId.nullable(), team: team.nullable().default(null) }),
  roles: deskRoles,
  needs: ({ id, assignee }) => ({ ticketId: id, users: assignee === null ? [] : [assignee] }),
  apply(tx, { id, assignee, team: toTeam }, context) {
    const found = openUnfinished(tx, id, context);
    if (!found.ok) return found;
    const ticket = found.value;
    const refusal = assignee === null ? null : checkAssignee(tx, assignee, ticket.opd);
    if (refusal !== null) return err(refusal);
    const supportLevel =
      assignee !== null && tx.user(assignee)?.role === 'technician' ? 2 : ticket.supportLevel;
    const after = { ...ticket, assignee, team: toTeam, supportLevel, updatedAt: context.occurredAt };
    const isGiven = assignee !== null || toTeam !== null;
    tx.putTicket(isGiven ? withMilestonesOf(tx, after, 'assign', context.occurredAt) : after);
    record(tx, ticket, 'assigned', context, {
      changes: [
        { field: 'assignee', from: ticket.assignee, to: assignee },
        ...(toTeam === ticket.team ? [] : [{ field: 'team', from: ticket.team, to: toTeam }]),
      ],
    });
    return ok(undefined);
  },
});

/**
 * Records the solution; the ticket waits for the client's confirmation (SOP-Dinkominfo-001 steps 10 and 14). From `new`
 * or `waiting` the work is taken up in the same instant, as happens when the desk answers on the telephone.
 */
export const resolve = defineMutation({
  args: z.object({ id: rowId, solution: neededText(20_000), cause: typedText(20_000).default('') }),
  roles: staffRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, { id, solution, cause }, context) {
    const found = openUnfinished(tx, id, context);
    if (!found.ok) return found;
    const ticket = found.value;
    // An open FRM-006 is answered or returned first: otherwise its second part would stay empty for good.
    if (ticket.openEscalation !== null) return err({ code: 'escalation_open' });
    const working = ticket.state === 'in_progress' ? ticket : movedTo(ticket, 'in_progress', context);
    if (!isAllowedMove(working.state, 'resolved') || ticket.state === 'resolved')
      return err(refuseMove(ticket, 'resolved'));
    const after: Ticket = {
      ...solvedAfter(tx, working, context),
      ...withCause(tx, ticket, cause, context),
      solution,
      solvedLevel: context.actor.role === 'technician' ? 2 : 1,
    };
    moveAndRecord(tx, ticket, after, 'solved', solution, context);
    return ok(undefined);
  },
});

/** The client has been informed and confirms the solution (SOP-Dinkominfo-001 step 15; Magelang's form). */
export const confirm = defineMutation({
  args: z.object({ id: rowId }),
  roles: deskRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, { id }, context) {
    const found = openTicket(tx, id, context);
    if (!found.ok) return found;
    const ticket = found.value;
    if (ticket.state !== 'resolved') return err(refuseMove(ticket, 'resolved'));
    const sop = { ...ticket.sop, '15': context.occurredAt };
    const after = { ...ticket, confirmedAt: context.occurredAt, sop, updatedAt: context.occurredAt };
    tx.putTicket(withMilestonesOf(tx, after, 'confirm', context.occurredAt));
    record(tx, ticket, 'step_done', context, { text: '15' });
    return ok(undefined);
  },
});

/** Refuses where a target of the ticket hangs on a priority it does not have: it could never be said to be met. */
function checkPriority(tx: MutationTransaction, ticket: Ticket): Refusal | null {
  const policy = tx.policy(ticket.policy.name, ticket.policy.version);
  if (policy === undefined) return { code: 'policy_unknown', details: { policy: ticket.policy.name } };
  if (priorityOf(policy, ticket) !== null) return null;
  const isNeeded = policy.targets.some(
    (target) => target.definition.needsPriority && target.applies(ticket, null),
  );
  if (!isNeeded) return null;
  const { by } = policy.pack.priority;
  const missing = by.find((name) => (ticket[name] ?? null) === null) ?? by[0] ?? 'urgency';
  return { code: 'incomplete', field: missing };
}

/** Closes a solved ticket after category and completeness were checked (SOP-Dinkominfo-001 steps 16 and 17). */
export const close = defineMutation({
  args: z.object({ id: rowId, note: typedText(2_000).default('') }),
  roles: deskRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, { id, note }, context) {
    const found = openTicket(tx, id, context);
    if (!found.ok) return found;
    const ticket = found.value;
    if (!isAllowedMove(ticket.state, 'closed')) return err(refuseMove(ticket, 'closed'));
    const refusal = checkPriority(tx, ticket);
    if (refusal !== null) return err(refusal);
    const moved = movedTo(ticket, 'closed', context);
    const closed = withMilestonesOf(tx, moved, 'close', moved.closedAt ?? context.occurredAt);
    const sop = { ...ticket.sop, '16': context.occurredAt };
    moveAndRecord(tx, ticket, { ...closed, sop }, 'closed', note, context);
    return ok(undefined);
  },
});

/** Takes a solved ticket up again; a closed one only by a supervisor (domain, Lifecycle). Counted in the recap. */
export const reopen = defineMutation({
  args: z.object({ id: rowId, reason: neededText(2_000) }),
  roles: deskRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, { id, reason }, context) {
    const found = openTicket(tx, id, context);
    if (!found.ok) return found;
    const ticket = found.value;
    if (ticket.state !== 'resolved' && ticket.state !== 'closed')
      return err(refuseMove(ticket, 'in_progress'));
    if (ticket.state === 'closed' && context.actor.role === 'operator') return err({ code: 'forbidden' });
    const after: Ticket = {
      ...movedTo(ticket, 'in_progress', context),
      reopenCount: ticket.reopenCount + 1,
      confirmedAt: null,
      // Informing the client and checking the category come once more, behind the next solution.
      sop: Object.fromEntries(Object.entries(ticket.sop).filter(([step]) => step !== '15' && step !== '16')),
    };
    moveAndRecord(tx, ticket, after, 'reopened', reason, context);
    return ok(undefined);
  },
});

/** Cancels a wrong or double report, or one whose papers never came. */
export const cancel = defineMutation({
  args: z.object({ id: rowId, reason: neededText(2_000) }),
  roles: deskRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, { id, reason }, context) {
    const found = openTicket(tx, id, context);
    if (!found.ok) return found;
    const ticket = found.value;
    if (!isAllowedMove(ticket.state, 'cancelled')) return err(refuseMove(ticket, 'cancelled'));
    const after: Ticket = { ...movedTo(ticket, 'cancelled', context), reason, openEscalation: null };
    moveAndRecord(tx, ticket, after, 'cancelled', reason, context);
    return ok(undefined);
  },
});
