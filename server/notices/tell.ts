import type { Ticket } from '#shared/domain/ticket.ts';
import { type CheckedMutation, checkMutation } from '#shared/mutations/registry.ts';
import type { MutationContext } from '#shared/mutations/transaction.ts';
import { type Tx, withRetries } from '../db/open.ts';
import type { Services } from '../services.ts';
import { Batch, SpaceNotLockedError } from '../sync/batch.ts';
import { systemContexts } from '../sync/system-actor.ts';
import { queueMails } from './mail-queue.ts';
import { deliver, lettersOf, type Mailbox } from './mailbox.ts';
import { type News, newsOf, recipientsOf } from './news.ts';
import { readTold, saveTold } from './open-tickets.ts';
import { People } from './people.ts';

/** When there is something to do next about each ticket, UTC ms; null: nothing as it stands, undefined: unknown. */
export type NextInstants = ReadonlyMap<string, number | null>;

/** The earliest instant among news not dealt with; null when there is none. */
export function nextInstant(news: readonly News[], told: ReadonlySet<string>): number | null {
  const coming = news.filter(({ key }) => !told.has(key)).map(({ tellAt }) => tellAt);
  return coming.length === 0 ? null : Math.min(...coming);
}

/** All news of a ticket as the server sees it at `now`; none where its pack is not known here. */
export function newsFor(services: Services, ticket: Ticket, now: number): News[] {
  const { name, version } = ticket.policy;
  const policy = services.policies(name, version, ticket.opd);
  return policy === undefined ? [] : newsOf(policy, ticket, now, services.mailing !== null);
}

interface Due {
  readonly ticket: Ticket;
  readonly news: readonly News[];
}

/** The record of the notices among news, with the recipients that somebody stood behind; null where there was nobody. */
function recordOf({ ticket, news }: Due, people: People): CheckedMutation | null {
  const steps = news.flatMap((one) => {
    const told = recipientsOf(ticket, one).filter((recipient) => people.of(ticket, recipient).length > 0);
    if (told.length === 0 || one.kind === 'expiry') return [];
    const { key, tellAt } = one;
    if (one.kind === 'papers')
      return [{ key, metric: 'completeness', at: one.daysLeft, reachedAt: tellAt, told }];
    const { metric, at, reachedAt } = one.step;
    return [{ key, metric, at, reachedAt, told }];
  });
  return steps.length === 0 ? null : checked('notice.record', { id: ticket.id, steps, via: 'mail' });
}

function checked(name: string, args: unknown): CheckedMutation {
  const mutation = checkMutation(name, args);
  if (!mutation.ok) throw new Error(`${name} refused: ${mutation.error.code} ${mutation.error.field ?? ''}`);
  return mutation.value;
}

/**
 * Tells what is due of some tickets at `now` (UTC ms), in one transaction: record, closing, journal, mails and the note
 * that it was done are committed together, once for all whatever server comes first.
 * @param isAwakening the server was not running (or asleep) before: what is long due goes into one summary a person.
 */
export async function tellTickets(
  services: Services,
  ids: readonly string[],
  now: number,
  isAwakening: boolean,
): Promise<NextInstants> {
  const done = await withRetries(services.db, async (tx) => {
    const needs = ids.map((id) => ({ ticketId: id, users: [], opd: null, number: null }));
    const batch = await Batch.open(tx, services.policies, needs, () => true);
    const known = await readTold(tx, ids);
    const guarded = guardedBy(services);
    const dues = ids.flatMap((id): Due[] => {
      const ticket = guarded(id, () => batch.ticket(id));
      if (ticket === undefined) return [];
      const news = (guarded(id, () => newsFor(services, ticket, now)) ?? []).filter(
        ({ key, tellAt }) => tellAt <= now && known.get(id)?.has(key) !== true,
      );
      return news.length === 0 ? [] : [{ ticket, news }];
    });
    const moved = dues.length === 0 ? [] : await tell(tx, services, batch, dues, now, isAwakening);
    for (const { ticket, news } of dues) for (const { key } of news) known.get(ticket.id)?.add(key);
    const next = new Map(
      ids.map((id) => {
        const ticket = guarded(id, () => batch.ticket(id));
        const news = ticket && guarded(id, () => newsFor(services, ticket, now));
        return [id, nextInstant(news ?? [], known.get(id) ?? new Set())] as const;
      }),
    );
    return { next, moved };
  });
  if (done.moved.length > 0) services.pokes.publish(done.moved);
  return done.next;
}

/** Runs what concerns one ticket: a broken one must not keep the others from being told. */
function guardedBy(services: Services) {
  return <T>(ticket: string, work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      if (error instanceof SpaceNotLockedError) throw error;
      services.log('error', 'notice_failed', {
        ticket,
        error: error instanceof Error ? error.name : 'unknown',
      });
      return undefined;
    }
  };
}

async function tell(
  tx: Tx,
  services: Services,
  batch: Batch,
  dues: readonly Due[],
  now: number,
  isAwakening: boolean,
): Promise<string[]> {
  const { mailing } = services;
  const people =
    mailing === null
      ? null
      : await People.read(
          tx,
          dues.map(({ ticket }) => ticket),
        );
  const contexts = await systemContexts(tx, dues.length * 2, now);
  const boxes = new Map<string, Mailbox>();
  const guarded = guardedBy(services);
  for (const due of dues) {
    const { ticket, news } = due;
    const policy = services.policies(ticket.policy.name, ticket.policy.version, ticket.opd);
    if (policy === undefined) continue;
    const record = people && guarded(ticket.id, () => recordOf(due, people));
    if (record) guarded(ticket.id, () => applyOwn(services, batch, record, contexts.pop()));
    if (news.some(({ kind }) => kind === 'expiry'))
      guarded(ticket.id, () =>
        applyOwn(services, batch, checked('ticket.expire', { id: ticket.id }), contexts.pop()),
      );
    if (people === null) continue;
    const after = batch.ticket(ticket.id) ?? ticket;
    const told = { ticket: after, policy, officeName: people.officeName(ticket.opd) };
    for (const one of news) deliver(boxes, told, one, people);
  }
  if (mailing !== null) {
    const mails = [...boxes.values()].flatMap(
      (box) =>
        guarded(box.messages[0]?.told.ticket.id ?? '', () =>
          lettersOf(box, mailing, now, isAwakening, services.platform),
        ) ?? [],
    );
    await queueMails(tx, services.platform, mails, now);
  }
  const told = dues.flatMap(({ ticket, news }) => news.map(({ key }) => ({ ticket: ticket.id, key })));
  await saveTold(tx, told, now);
  return batch.save();
}

/** Applies a mutation of the server itself. A refusal is a fault of the server: it is logged, and not tried again. */
function applyOwn(
  services: Services,
  batch: Batch,
  mutation: CheckedMutation,
  context: MutationContext | undefined,
): void {
  if (context === undefined) throw new Error('no mutation number left');
  const applied = batch.apply(mutation, context);
  if (applied.ok) return;
  const { ticketId } = mutation.needs;
  services.log('error', 'notice_refused', {
    ticket: ticketId,
    name: mutation.name,
    code: applied.error.code,
  });
}
