import { areSameFacts, knownFacts } from '../domain/service-facts.ts';
import type { Ticket } from '../domain/ticket.ts';
import { type CompiledPolicy, priorityOf } from '../sla/policy.ts';
import type { MutationContext } from './transaction.ts';

type Earlier = NonNullable<Ticket['earlier']>;

/** More entries than this are only kept where a clock may have stopped while they held. */
const usualLimit = 50;

/**
 * The ticket's earlier classifications with the one that ends now: a target that had stopped is judged by the facts of
 * that instant, so that a later change touches running targets only (domain ruling). The facts of `before` held until the
 * change was made; one that arrives late ends them no earlier than the last known change, because order comes from arrival.
 */
export function withEarlier(
  before: Ticket,
  after: Ticket,
  policy: CompiledPolicy | undefined,
  context: MutationContext,
): Pick<Ticket, 'earlier'> {
  const known = before.earlier;
  if (areSameFacts(before, after)) return known === undefined ? {} : { earlier: known };
  const last = known?.at(-1);
  const { kind, urgency, impact } = before;
  const ended = {
    ...knownFacts(before),
    kind,
    urgency,
    impact,
    until: Math.max(context.occurredAt, last?.until ?? context.occurredAt),
  };
  const isLikeLast = last !== undefined && areSameFacts(last, ended);
  const entries = [...(isLikeLast ? (known ?? []).slice(0, -1) : (known ?? [])), ended];
  return { earlier: entries.length > usualLimit ? withoutIdle(entries, after, policy) : entries };
}

/**
 * Without the entries that no target can be judged by: clocks stop at events only, so what held between two changes with
 * no event in between decides nothing. For an event before there was a priority the first facts with one count.
 */
function withoutIdle(entries: Earlier, ticket: Ticket, policy: CompiledPolicy | undefined): Earlier {
  const needed = new Set([entries.length - 1]);
  for (const { at } of ticket.timeline) {
    const holding = entries.findIndex(({ until }) => until > at);
    if (holding === -1) continue;
    needed.add(holding);
    const judged = entries.findIndex(
      (facts, place) => place >= holding && policy !== undefined && priorityOf(policy, facts) !== null,
    );
    if (judged !== -1) needed.add(judged);
  }
  let surplus = entries.length - usualLimit;
  return entries.filter((_, place) => {
    if (surplus <= 0 || needed.has(place)) return true;
    surplus -= 1;
    return false;
  });
}
