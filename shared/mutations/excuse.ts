import { z } from 'zod';
import { neededText, rowId, typedText } from '../domain/codes.ts';
import { err, ok } from '../domain/result.ts';
import type { Excuse, Ticket } from '../domain/ticket.ts';
import { evaluate } from '../sla/evaluate.ts';
import { openTicket, staffRoles } from './access.ts';
import { defineMutation } from './definition.ts';
import { record } from './journaling.ts';
import type { MutationContext, MutationTransaction, Refusal } from './transaction.ts';

const metric = z.string().max(60);

function excuseOf(ticket: Ticket, wanted: string): Excuse | undefined {
  return ticket.excuses?.find((excuse) => excuse.metric === wanted);
}

function putExcuse(
  tx: MutationTransaction,
  ticket: Ticket,
  excuse: Excuse,
  text: string,
  context: MutationContext,
): void {
  const before = excuseOf(ticket, excuse.metric);
  const others = (ticket.excuses ?? []).filter((other) => other !== before);
  tx.putTicket({ ...ticket, excuses: [...others, excuse], updatedAt: context.occurredAt });
  const type = excuse.decision === 'pending' ? 'excuse_proposed' : 'excuse_decided';
  const change = {
    field: `excuse.${excuse.metric}`,
    from: before?.decision ?? null,
    to: excuse.decision,
  };
  record(tx, ticket, type, context, { text, changes: [change] });
}

/** Refuses a target the pack does not have, and one that is not late. */
function checkBreach(
  tx: MutationTransaction,
  ticket: Ticket,
  wanted: string,
  context: MutationContext,
): Refusal | null {
  const { name, version } = ticket.policy;
  const policy = tx.policy(name, version, ticket.opd);
  if (policy === undefined) return { code: 'policy_unknown', details: { policy: name } };
  if (!policy.targets.some((target) => target.metric === wanted))
    return { code: 'metric_unknown', field: 'metric', details: { metric: wanted } };
  const { metrics } = evaluate(policy, ticket, context.occurredAt);
  const isLate = metrics.some((status) => status.metric === wanted && status.state === 'breached');
  return isLate ? null : { code: 'not_breached', field: 'metric', details: { metric: wanted } };
}

/**
 * Excuses a late target: raw and adjusted attainment are told apart afterwards. From a supervisor it counts at once; from
 * the others it is a proposal, which takes the place of one not decided or refused. The journal keeps every reason.
 */
export const excuseBreach = defineMutation({
  args: z.object({ id: rowId, metric, reason: neededText(2_000) }),
  roles: staffRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, args, context) {
    const found = openTicket(tx, args.id, context);
    if (!found.ok) return found;
    const ticket = found.value;
    const refusal = checkBreach(tx, ticket, args.metric, context);
    if (refusal !== null) return err(refusal);
    const { actor, occurredAt } = context;
    const decides = actor.role === 'supervisor' || actor.role === 'admin';
    if (!decides && excuseOf(ticket, args.metric)?.decision === 'approved')
      return err({ code: 'excuse_not_pending', field: 'metric', details: { metric: args.metric } });
    const excuse: Excuse = {
      metric: args.metric,
      reason: args.reason,
      proposedBy: actor.id,
      proposedByName: actor.name,
      proposedAt: occurredAt,
      decision: decides ? 'approved' : 'pending',
      decidedBy: decides ? actor.id : null,
      decidedByName: decides ? actor.name : '',
      decidedAt: decides ? occurredAt : null,
      note: '',
    };
    putExcuse(tx, ticket, excuse, args.reason, context);
    return ok(undefined);
  },
});

/** Decides a proposed excuse; a refusal says why. */
export const decideExcuse = defineMutation({
  args: z.object({ id: rowId, metric, approve: z.boolean(), note: typedText(2_000).default('') }),
  roles: ['supervisor', 'admin'],
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, args, context) {
    const found = openTicket(tx, args.id, context);
    if (!found.ok) return found;
    const proposed = excuseOf(found.value, args.metric);
    if (proposed?.decision !== 'pending')
      return err({ code: 'excuse_not_pending', field: 'metric', details: { metric: args.metric } });
    if (!args.approve && args.note.trim() === '') return err({ code: 'reason_missing', field: 'note' });
    const decided: Excuse = {
      ...proposed,
      decision: args.approve ? 'approved' : 'refused',
      decidedBy: context.actor.id,
      decidedByName: context.actor.name,
      decidedAt: context.occurredAt,
      note: args.note,
    };
    putExcuse(tx, found.value, decided, args.note, context);
    return ok(undefined);
  },
});
