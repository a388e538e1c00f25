import { z } from 'zod';
import { category, rowId, ticketKind, typedText } from '../domain/codes.ts';
import { ok } from '../domain/result.ts';
import { openUnfinished, staffRoles } from './access.ts';
import { defineMutation } from './definition.ts';
import { withEarlier } from './earlier.ts';
import { journalChanges } from './field-merge.ts';

/**
 * Checks or corrects kind, category and service item (SOP-Dinkominfo-001 steps 4, 6 and 16). Kind merges by itself,
 * category and service item as a pair.
 */
export const classify = defineMutation({
  args: z.object({
    id: rowId,
    kind: ticketKind,
    category,
    serviceItem: typedText(200).default(''),
    from: z.object({ kind: ticketKind, category, serviceItem: typedText(200) }),
  }),
  roles: staffRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, args, context) {
    const found = openUnfinished(tx, args.id, context);
    if (!found.ok) return found;
    const ticket = found.value;
    // What the writer left as it was is no opinion. A service item belongs to its category: the two go together.
    const isMoved = args.category !== args.from.category || args.serviceItem !== args.from.serviceItem;
    const { category, serviceItem } = isMoved ? args : ticket;
    const kind = args.kind === args.from.kind ? ticket.kind : args.kind;
    const wanted = { kind, category, serviceItem };
    const changes = (['kind', 'category', 'serviceItem'] as const)
      .filter((field) => wanted[field] !== ticket[field])
      .map((field) => ({ field, from: args.from[field], present: ticket[field], to: wanted[field] }));
    const sop = { ...ticket.sop, '6': ticket.sop['6'] ?? context.occurredAt };
    const after = { ...ticket, ...wanted, sop };
    const policy = tx.policy(ticket.policy.name, ticket.policy.version);
    const judged = { ...after, ...withEarlier(ticket, after, policy, context) };
    journalChanges(tx, ticket, judged, 'classified', changes, context);
    return ok(undefined);
  },
});
