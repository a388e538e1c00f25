import { isInScope } from '../domain/reference.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { MutationContext, MutationTransaction, Refusal } from './transaction.ts';

/** Roles that work at the desk. */
export const deskRoles = ['operator', 'supervisor', 'admin'] as const;
/** Everyone who works on tickets. */
export const staffRoles = ['operator', 'technician', 'supervisor', 'admin'] as const;

/** The ticket, when it exists on this side and the actor works for its office. */
export function openTicket(
  tx: MutationTransaction,
  id: string,
  context: MutationContext,
): Result<Ticket, Refusal> {
  const ticket = tx.ticket(id);
  if (ticket === undefined) return err({ code: 'ticket_not_found', field: 'id' });
  if (!isInScope(context.actor, ticket.opd)) return err({ code: 'out_of_scope', field: 'id' });
  return ok(ticket);
}

/** The ticket, when work on it may still go on (neither closed nor cancelled). */
export function openUnfinished(
  tx: MutationTransaction,
  id: string,
  context: MutationContext,
): Result<Ticket, Refusal> {
  const found = openTicket(tx, id, context);
  if (!found.ok) return found;
  const { state } = found.value;
  if (state === 'closed' || state === 'cancelled')
    return err({ code: 'ticket_finished', details: { state } });
  return found;
}

/** Refuses a person who is unknown, inactive, not on the staff, or does not work for the office. */
export function checkAssignee(tx: MutationTransaction, userId: string, opd: string): Refusal | null {
  const user = tx.user(userId);
  const roles: readonly string[] = staffRoles;
  if (user === undefined || !user.active || !roles.includes(user.role)) {
    return { code: 'assignee_unknown', field: 'assignee' };
  }
  return isInScope(user, opd)
    ? null
    : { code: 'assignee_out_of_scope', field: 'assignee', details: { name: user.name } };
}
