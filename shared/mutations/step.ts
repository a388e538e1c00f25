import { z } from 'zod';
import { rowId } from '../domain/codes.ts';
import { err, ok } from '../domain/result.ts';
import { stepName } from '../domain/ticket.ts';
import { openUnfinished, staffRoles } from './access.ts';
import { defineMutation } from './definition.ts';
import { record } from './journaling.ts';
import { withMilestone } from './milestones.ts';

/**
 * Ticks off a milestone of the pack's procedure that no other work reaches (Jawa Barat, step 3). In any order: a later one
 * may be ticked off before an earlier one.
 */
export const reachStep = defineMutation({
  args: z.object({ id: rowId, step: stepName }),
  roles: staffRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, { id, step }, context) {
    const found = openUnfinished(tx, id, context);
    if (!found.ok) return found;
    const ticket = found.value;
    const policy = tx.policy(ticket.policy.name, ticket.policy.version);
    if (policy === undefined) return err({ code: 'policy_unknown', details: { policy: ticket.policy.name } });
    if (!policy.pack.steps.some((known) => known.step === step && known.on === 'hand'))
      return err({ code: 'step_unknown', field: 'step', details: { step } });
    const after = withMilestone(ticket, step, context.occurredAt);
    if (after === ticket) return ok(undefined);
    tx.putTicket({ ...after, updatedAt: context.occurredAt });
    record(tx, ticket, 'step_done', context, { text: step });
    return ok(undefined);
  },
});
