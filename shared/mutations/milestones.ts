import type { Ticket } from '../domain/ticket.ts';
import { type StepCause, stepsReachedBy } from '../sla/steps.ts';
import { movedTo, withEvent } from './journaling.ts';
import type { MutationContext, MutationTransaction } from './transaction.ts';

/** The ticket with a milestone reached at an instant (UTC ms). Reached again it stays where it was; the earliest counts. */
export function withMilestone(ticket: Ticket, step: string, at: number): Ticket {
  const reachedAt = Math.max(at, ticket.reportedAt);
  const known = ticket.timeline.find((event) => event.type === 'step' && event.step === step);
  if (known !== undefined && known.at <= reachedAt) return ticket;
  const others = ticket.timeline.filter((event) => event !== known);
  return { ...ticket, timeline: withEvent(others, { at: reachedAt, type: 'step', step }) };
}

/** The ticket with the milestones of its pack's procedure that a kind of work reaches; none where the pack is not known. */
export function withMilestonesOf(tx: MutationTransaction, ticket: Ticket, on: StepCause, at: number): Ticket {
  const policy = tx.policy(ticket.policy.name, ticket.policy.version);
  const steps = policy === undefined ? [] : stepsReachedBy(policy, on);
  return steps.reduce((reached, step) => withMilestone(reached, step, at), ticket);
}

/** The ticket moved to `resolved`, with the milestones a solution reaches at the instant of the move. */
export function solvedAfter(tx: MutationTransaction, ticket: Ticket, context: MutationContext): Ticket {
  const moved = movedTo(ticket, 'resolved', context);
  return withMilestonesOf(tx, moved, 'resolve', moved.resolvedAt ?? context.occurredAt);
}
