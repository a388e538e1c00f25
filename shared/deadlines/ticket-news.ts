import type { TicketState } from '../domain/codes.ts';
import { completenessOf, dueWarning } from '../sla/completeness.ts';
import type { SlaInput } from '../sla/evaluate.ts';
import { type LadderStep, ladderOf, stepKey } from '../sla/ladder.ts';
import type { Recipient } from '../sla/pack.ts';
import type { CompiledPolicy } from '../sla/policy.ts';

/**
 * Something that happens about a ticket at an instant by itself, once: `key` names it among the ticket's. `tellAt` is
 * UTC ms.
 */
export type News = Told | Expiry;
/** People are told of it. */
export type Told = Happening & (StepNews | PapersNews);
/** The papers never came: the ticket is closed. */
export type Expiry = Happening & { readonly kind: 'expiry'; readonly reason: string };

type Happening = { readonly key: string; readonly tellAt: number };
type StepNews = { readonly kind: 'step'; readonly step: LadderStep };
/** The papers of a waiting ticket are still missing. */
type PapersNews = { readonly kind: 'papers'; readonly closesAt: number; readonly daysLeft: number };

/** What of a ticket decides its news. */
export type NewsTicket = SlaInput & { readonly state: TicketState };

const dayMs = 86_400_000;

/**
 * Everything there is to tell of an open ticket, told already or yet to come; the one function that server and devices ask,
 * so that they tell at the same instants.
 *
 * Everything on the timeline counts, also what lies after `now` because a clock was put back: a target that has stopped is
 * never told of. Where only the closing of tickets is wanted (`isTelling` false) people are told nothing.
 */
export function newsOf(policy: CompiledPolicy, ticket: NewsTicket, now: number, isTelling: boolean): News[] {
  if (ticket.state === 'closed' || ticket.state === 'cancelled') return [];
  const expiry = expiryOf(policy, ticket);
  const news: News[] = expiry === null ? [] : [expiry];
  if (!isTelling) return news;
  news.push(...warningsOf(policy, ticket, now));
  const latest = Math.max(now, ...ticket.timeline.map(({ at }) => at));
  for (const step of ladderOf(policy, ticket, latest))
    news.push({ kind: 'step', key: stepKey(step), tellAt: step.tellAt, step });
  return news;
}

/** Of warnings already due only the latest: one that was missed is not made up for after the next has come. */
function warningsOf(policy: CompiledPolicy, ticket: NewsTicket, now: number): News[] {
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
export function recipientsOf(ticket: { readonly assignee: string | null }, news: News): readonly Recipient[] {
  if (news.kind === 'step') return news.step.tell;
  return ['client', ticket.assignee === null ? 'operator' : 'assignee'];
}

/** The closing of a ticket whose papers never came, seen from the ticket as it was before; null where there was no limit. */
export function expiryOf(policy: CompiledPolicy, before: NewsTicket): Expiry | null {
  const limit = completenessOf(policy, before);
  if (limit === null) return null;
  const { closesAt, reason } = limit;
  return { kind: 'expiry', key: `expiry.${closesAt}`, tellAt: closesAt, reason };
}
