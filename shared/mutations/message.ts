import { z } from 'zod';
import { neededText, rowId } from '../domain/codes.ts';
import { ok } from '../domain/result.ts';
import { openTicket, staffRoles } from './access.ts';
import { defineMutation } from './definition.ts';
import { record, withEvent } from './journaling.ts';

const messageArgs = z.object({ id: rowId, text: neededText(20_000) });

/** Answers the client. The first reply stops the response clock if nothing did before (domain, "Response"). */
export const reply = defineMutation({
  args: messageArgs,
  roles: staffRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, { id, text }, context) {
    const found = openTicket(tx, id, context);
    if (!found.ok) return found;
    const at = Math.max(context.occurredAt, found.value.reportedAt);
    const timeline = withEvent(found.value.timeline, { at, type: 'reply' });
    tx.putTicket({ ...found.value, timeline, updatedAt: context.occurredAt });
    record(tx, found.value, 'replied', context, { text });
    return ok(undefined);
  },
});

/** Writes an internal note, seen by the staff only; possible in every state, so that nothing typed is ever refused a place. */
export const note = defineMutation({
  args: messageArgs,
  roles: [...staffRoles, 'knowledge'],
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, { id, text }, context) {
    const found = openTicket(tx, id, context);
    if (!found.ok) return found;
    record(tx, found.value, 'noted', context, { text });
    return ok(undefined);
  },
});
