import { z } from 'zod';
import { rowId } from '../domain/codes.ts';
import { ok } from '../domain/result.ts';
import { openTicket, staffRoles } from './access.ts';
import { defineMutation } from './definition.ts';
import { record } from './journaling.ts';

/** Ticks off a step of SOP-Dinkominfo-001 that leaves no other trace (4, 8, 9, 11, 13, 15, 16). */
export const markStep = defineMutation({
  args: z.object({ id: rowId, step: z.enum(['4', '6', '8', '9', '11', '13', '15', '16']) }),
  roles: staffRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, { id, step }, context) {
    const found = openTicket(tx, id, context);
    if (!found.ok) return found;
    const ticket = found.value;
    if (ticket.sop[step] !== undefined) return ok(undefined);
    tx.putTicket({
      ...ticket,
      sop: { ...ticket.sop, [step]: context.occurredAt },
      updatedAt: context.occurredAt,
    });
    record(tx, ticket, 'step_done', context, { text: step });
    return ok(undefined);
  },
});
