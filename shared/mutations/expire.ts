import { z } from 'zod';
import { rowId } from '../domain/codes.ts';
import { err, ok } from '../domain/result.ts';
import { completenessOf } from '../sla/completeness.ts';
import { openTicket, staffRoles } from './access.ts';
import { defineMutation } from './definition.ts';
import { movedTo, record } from './journaling.ts';

const reasonLength = 2_000;

/**
 * Closes a ticket whose papers never came within the pack's limit (Jawa Barat, step 3). Every device may find that out by
 * itself: for a ticket that no longer waits, or a pack without such a limit, there is nothing to do.
 */
export const expire = defineMutation({
  args: z.object({ id: rowId }),
  roles: staffRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, { id }, context) {
    const found = openTicket(tx, id, context);
    if (!found.ok) return found;
    const ticket = found.value;
    const policy = tx.policy(ticket.policy.name, ticket.policy.version);
    const limit = policy === undefined ? null : completenessOf(policy, ticket);
    if (limit === null) return ok(undefined);
    // A clock that ran ahead is bounded by receipt: the papers may still come, so the server refuses it too.
    if (context.occurredAt < limit.closesAt) return err({ code: 'not_due' });
    const reason = limit.reason.slice(0, reasonLength).toWellFormed();
    tx.putTicket({ ...movedTo(ticket, 'cancelled', context), reason, openEscalation: null });
    record(tx, ticket, 'cancelled', context, {
      text: reason,
      changes: [{ field: 'state', from: ticket.state, to: 'cancelled' }],
    });
    return ok(undefined);
  },
});
