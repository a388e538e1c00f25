import type { Ticket } from '#shared/domain/ticket.ts';
import { completenessOf, dueWarning } from '#shared/sla/completeness.ts';
import { type LadderStep, ladderOf, stepKey } from '#shared/sla/ladder.ts';
import type { Recipient } from '#shared/sla/pack.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';

/**
 * Something the server does about a ticket at an instant by itself, once: `key` names it among the ticket's. `tellAt` is
 * UTC ms.
 */
export type News = { readonly key: string; readonly tellAt: number } & (
  | { readonly kind: 'step'; readonly step: LadderStep }
  /** The papers of a waiting ticket are still missing. */
  | { readonly kind: 'papers'; readonly closesAt: number; readonly daysLeft: number }
  /** The papers never came: the ticket is closed. */
  | { readonly kind: 'expiry'; readonly reason: string }
);

const dayMs = 86_400_000;

/**
 * Everything there is to tell of an open ticket, told already or yet to come.
 *
 * Everything on the timeline counts, also what lies after `now` because the server's clock was put back: a target that has
 * stopped is never told of. Where only the closing of tickets is wanted (`isTelling` false) people are told nothing.
 */
export function newsOf(policy: CompiledPolicy, ticket: Ticket, now: number, isTelling: boolean): News[] {
  if (ticket.state === 'closed' || ticket.state === 'cancelled') return [];
  const expiry = expiryOf(policy, ticket);
  const news = expiry === null ? [] : [expiry];
  if (!isTelling) return news;
  news.push(...warningsOf(policy, ticket, now));
  const latest = Math.max(now, ...ticket.timeline.map(({ at }) => at));
  for (const step of ladderOf(policy, ticket, latest))
    news.push({ kind: 'step', key: stepKey(step), tellAt: step.tellAt, step });
  return news;
}

/** Of warnings already due only the latest: one that was missed is not made up for after the next has come. */
function warningsOf(policy: CompiledPolicy, ticket: Ticket, now: number): News[] {
  const limit = completenessOf(policy, ticket);
  if (limit === null) return [];
  const { closesAt, warnAt } = limit;
  const instants = [dueWarning(limit, now)?.at, ...warnAt.filter((at) => at > now)];
  return instants.flatMap((at): News[] => {
    // The key comes from the one place that names warnings.
    const key = at === undefined ? undefined : dueWarning(limit, at)?.key;
    if (at === undefined || key === undefined) return [];
    return [{ kind: 'papers', key, tellAt: at, closesAt, daysLeft: Math.round((closesAt - at) / dayMs) }];
  });
}

/** Who is told of a piece of news; of papers the operators only where nobody has the ticket. */
export function recipientsOf(ticket: Pick<Ticket, 'assignee'>, news: News): readonly Recipient[] {
  if (news.kind === 'step') return news.step.tell;
  return ['client', ticket.assignee === null ? 'operator' : 'assignee'];
}

/** The closing of a ticket whose papers never came, seen from the ticket as it was before; null where there was no limit. */
export function expiryOf(policy: CompiledPolicy, before: Ticket): News | null {
  const limit = completenessOf(policy, before);
  if (limit === null) return null;
  const { closesAt, reason } = limit;
  return { kind: 'expiry', key: `expiry.${closesAt}`, tellAt: closesAt, reason };
}
