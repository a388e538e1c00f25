import type { Ticket } from '#shared/domain/ticket.ts';
import { completenessOf, dueWarning } from '#shared/sla/completeness.ts';
import { type LadderStep, ladderOf, stepKey } from '#shared/sla/ladder.ts';
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
  const news: News[] = [];
  const limit = completenessOf(policy, ticket);
  if (limit !== null) {
    const { closesAt, warnAt, reason } = limit;
    news.push({ kind: 'expiry', key: `expiry.${closesAt}`, tellAt: closesAt, reason });
    const due = dueWarning(limit, now);
    const comingWarnings = warnAt.filter((at) => at > now).map((at) => ({ key: `completeness.${at}`, at }));
    for (const { key, at } of isTelling ? [...(due === null ? [] : [due]), ...comingWarnings] : [])
      news.push({ kind: 'papers', key, tellAt: at, closesAt, daysLeft: Math.round((closesAt - at) / dayMs) });
  }
  if (!isTelling) return news;
  const latest = Math.max(now, ...ticket.timeline.map(({ at }) => at));
  for (const step of ladderOf(policy, ticket, latest))
    news.push({ kind: 'step', key: stepKey(step), tellAt: step.tellAt, step });
  return news;
}
