import { z } from 'zod';
import { neededText, rowId } from '../domain/codes.ts';
import { err, ok } from '../domain/result.ts';
import { priorityOf } from '../sla/policy.ts';
import { openTicket } from './access.ts';
import { defineMutation } from './definition.ts';
import { record } from './journaling.ts';

/**
 * Judges a ticket anew under another version of its pack, also a finished one. The priority follows from the new matrix;
 * facts, earlier facts and milestones stay, and the history says from which version to which, and why.
 */
export const repolicy = defineMutation({
  args: z.object({ id: rowId, version: z.int().min(1), reason: neededText(2_000) }),
  roles: ['supervisor', 'admin'],
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, { id, version, reason }, context) {
    const found = openTicket(tx, id, context);
    if (!found.ok) return found;
    const ticket = found.value;
    const { name } = ticket.policy;
    if (version === ticket.policy.version) return err({ code: 'version_unchanged', field: 'version' });
    const policy = tx.policy(name, version);
    if (policy === undefined)
      return err({ code: 'policy_unknown', field: 'version', details: { policy: name } });
    const priority = priorityOf(policy, ticket);
    tx.putTicket({ ...ticket, policy: { name, version }, priority, updatedAt: context.occurredAt });
    record(tx, ticket, 'policy_changed', context, {
      text: reason,
      changes: [
        { field: 'policyVersion', from: ticket.policy.version, to: version },
        ...(priority === ticket.priority ? [] : [{ field: 'priority', from: ticket.priority, to: priority }]),
      ],
    });
    return ok(undefined);
  },
});
