import { z } from 'zod';
import { level, rowId } from '../domain/codes.ts';
import { err, ok } from '../domain/result.ts';
import { factOf } from '../domain/service-facts.ts';
import { serviceFactNames, serviceFactsSchema, type Ticket } from '../domain/ticket.ts';
import { priorityOf } from '../sla/policy.ts';
import { deskRoles, openUnfinished } from './access.ts';
import { defineMutation } from './definition.ts';
import { withEarlier } from './earlier.ts';
import { type FieldChange, journalChanges } from './field-merge.ts';

const judgement = {
  urgency: level.nullable(),
  impact: level.nullable(),
  facts: serviceFactsSchema.partial().optional(),
};

/**
 * Sets urgency, impact and the facts of the service, each merging by itself; the priority follows from the pack's matrix
 * (SOP-Dinkominfo-001 step 7). Targets that still run are recomputed from the original start; those that had stopped keep
 * the facts of that instant, because SLA is derived from the ticket and its earlier facts and never stored.
 */
export const prioritise = defineMutation({
  args: z.object({ id: rowId, ...judgement, from: z.object(judgement) }),
  roles: deskRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, args, context) {
    const found = openUnfinished(tx, args.id, context);
    if (!found.ok) return found;
    const ticket = found.value;
    const policy = tx.policy(ticket.policy.name, ticket.policy.version);
    if (policy === undefined) return err({ code: 'policy_unknown', details: { policy: ticket.policy.name } });
    const judged = [
      ...(['urgency', 'impact'] as const).map((field) => ({
        field,
        from: args.from[field],
        present: ticket[field],
        to: args[field],
      })),
      ...serviceFactNames
        .filter((name) => args.facts?.[name] !== undefined)
        .map((field) => ({
          field,
          from: factOf(args.from.facts ?? {}, field),
          present: factOf(ticket, field),
          to: factOf(args.facts ?? {}, field),
        })),
    ];
    // What the writer left as it was is no opinion.
    const changes: FieldChange[] = judged.filter(({ from, present, to }) => to !== from && to !== present);
    const wanted: Ticket = { ...ticket, ...Object.fromEntries(changes.map(({ field, to }) => [field, to])) };
    const priority = priorityOf(policy, wanted);
    if (priority !== ticket.priority)
      changes.push({ field: 'priority', from: ticket.priority, present: ticket.priority, to: priority });
    const sop = { ...ticket.sop, '7': ticket.sop['7'] ?? context.occurredAt };
    const after = { ...wanted, ...withEarlier(ticket, wanted, policy, context), priority, sop };
    journalChanges(tx, ticket, after, 'prioritised', changes, context);
    return ok(undefined);
  },
});
