import type { z } from 'zod';
import { maxOutcomesPerPull, type pullResponseSchema } from '#shared/sync/protocol.ts';
import type { ReviewItem } from '../contract.ts';
import type { OutboxRecord } from '../db/database.ts';
import { firstSequence, type MetaValue, readMeta, writeMeta } from '../db/meta.ts';
import { recordsOf } from '../db/of-aggregates.ts';
import { readDoc } from '../db/row-view.ts';
import { affectedBy, applyChanges, type PulledChange } from './apply-changes.ts';
import { dropSpaces } from './drop-space.ts';
import type { LocalStore } from './mutate.ts';
import { isPublishedKey } from './published-shelf.ts';
import { putBackShadows, rerunEntries } from './rebase.ts';
import { refusedItem } from './review-items.ts';

/** A page of changes; kinds this version does not know are let through and parked. */
export type PullPage = Omit<z.infer<typeof pullResponseSchema>, 'changes' | 'unchanged'> & {
  readonly changes: readonly PulledChange[];
  readonly unchanged?: readonly PulledChange[] | undefined;
};

export interface Applied {
  /** Rows that may read differently now. */
  readonly keys: readonly string[];
  /** Rows disappeared in bulk: whoever keeps copies must read everything again. */
  readonly isReset: boolean;
  readonly reviewChanged: boolean;
  /** Nothing is left to ask for. */
  readonly isComplete: boolean;
}

/**
 * Takes in one page of a pull, in one transaction: put back what the server had, apply its changes, drop what it has
 * acknowledged, run the rest again, and only then move the cursor. A crash leaves the state before or after, never between.
 */
export async function applyPullPage(store: LocalStore, page: PullPage): Promise<Applied> {
  const { db, view } = store;
  const tables = [
    db.rows,
    db.packs,
    db.lists,
    db.shadow,
    db.outbox,
    db.sent,
    db.counters,
    db.meta,
    db.review,
    db.parked,
  ];
  return db.transaction('rw', tables, async () => {
    const meta = await readMeta(db, 'sequence', 'packs', 'published');
    await view.refreshTo(meta.packs?.generation ?? 0);
    await store.shelf.refreshTo(meta.published?.generation ?? 0);
    const sequence = meta.sequence ?? firstSequence;
    const confirmed = confirmedUpTo(page, sequence);
    const settled = settledUpTo(page, confirmed);
    const acknowledged = page.more ? [] : await db.outbox.where(':id').belowOrEqual(settled).toArray();
    const { unchanged = [] } = page;
    const affected = new Set([
      ...(await affectedBy(db, [...unchanged, ...page.changes])),
      ...acknowledged.map(({ aggregate }) => aggregate),
    ]);
    const dropped = page.droppedSpaces.length > 0 ? await dropSpaces(store, page.droppedSpaces) : null;
    for (const aggregate of dropped?.aggregates ?? []) affected.add(aggregate);
    const restored = await putBackShadows(store, affected);
    // Of what did not change nobody is to be told.
    const beside = await applyChanges(store, unchanged);
    const news = await applyChanges(store, page.changes);
    if (news.keys.some(isPublishedKey)) await store.shelf.outdate();
    const reviews: ReviewItem[] = [...news.reviews];
    const entries = await recordsOf(db.outbox, affected);
    if (!page.more) reviews.push(...(await acknowledge(store, page, acknowledged)));
    const isInRows = page.more
      ? await markArrived(store, page, confirmed, entries)
      : ({ id }: OutboxRecord) => id <= confirmed;
    const rerun = await rerunEntries(
      store,
      entries.filter((entry) => !isInRows(entry)),
    );
    if (reviews.length > 0) await db.review.bulkPut(reviews);
    await writeMeta(db, 'sequence', {
      next: Math.max(sequence.next, confirmed + 1),
      pushed: Math.max(sequence.pushed, confirmed),
      acknowledged: page.more ? sequence.acknowledged : Math.max(sequence.acknowledged, settled),
    });
    await writeMeta(db, 'cursor', page.cursor);
    // Older tickets came to the server that this device was not given: what it has of their months is no longer everything.
    if (page.leftOut === true) await db.meta.delete('older');
    return {
      keys: [...new Set([...restored, ...beside.keys, ...news.keys, ...rerun])],
      isReset: dropped !== null,
      reviewChanged: reviews.length > 0,
      isComplete: !page.more && settled === confirmed,
    };
  });
}

/**
 * Up to which mutation this page settles the outbox. Rows of an acknowledged mutation may still be on a later page, so
 * nothing is settled before the last one; an answer full of outcomes says nothing about the mutations behind them.
 */
function settledUpTo(page: PullPage, confirmed: number): number {
  const last = page.outcomes.at(-1);
  return page.outcomes.length >= maxOutcomesPerPull && last !== undefined
    ? Math.min(last.id, confirmed)
    : confirmed;
}

/**
 * Up to which number the server's mutations are this profile's own. Unsent ones are never among them, though the server
 * may have that number: a profile put back from a back-up gives numbers a second time, and only the answer to a push
 * tells whether the server has the same mutation or another one. Without unsent ones its count is simply taken over.
 */
function confirmedUpTo(page: PullPage, { next, pushed }: MetaValue<'sequence'>): number {
  return next - 1 > pushed ? Math.min(page.lastMutationId, pushed) : page.lastMutationId;
}

/**
 * A ticket row always is the server's latest, so it holds every mutation the server has. Those must not be run over it a
 * second time, although they stay in the outbox until the last page. Returns which entries the rows hold.
 */
async function markArrived(
  store: LocalStore,
  page: PullPage,
  confirmed: number,
  entries: readonly OutboxRecord[],
): Promise<(entry: OutboxRecord) => boolean> {
  const tickets = new Set(page.changes.flatMap(({ kind, id }) => (kind === 'ticket' ? [id] : [])));
  const arrived = entries.filter(({ id, aggregate }) => id <= confirmed && tickets.has(aggregate));
  const fresh = arrived.filter(({ hasArrived }) => hasArrived !== true);
  await store.db.outbox.bulkPut(fresh.map((entry) => ({ ...entry, hasArrived: true })));
  const ids = new Set(arrived.map(({ id }) => id));
  return ({ id, hasArrived }) => hasArrived === true || ids.has(id);
}

/** Takes acknowledged mutations out of the outbox; what was refused goes to the review list with everything typed. */
async function acknowledge(
  store: LocalStore,
  page: PullPage,
  acknowledged: readonly OutboxRecord[],
): Promise<ReviewItem[]> {
  const { db } = store;
  const refusals = new Map(page.outcomes.filter((o) => o.status === 'refused').map((o) => [o.id, o.refusal]));
  const reviews: ReviewItem[] = [];
  for (const entry of acknowledged) {
    if (!refusals.has(entry.id) || entry.wasRefused === true) continue;
    const ticket = readDoc('ticket', await store.view.doc('ticket', entry.aggregate));
    reviews.push(refusedItem(entry, refusals.get(entry.id), ticket?.number));
  }
  const acknowledgedAt = page.serverTime;
  await Promise.all([
    db.outbox.bulkDelete(acknowledged.map(({ id }) => id)),
    db.sent.bulkPut(
      acknowledged.map((entry) => ({
        ...entry,
        ...(refusals.has(entry.id) ? { wasRefused: true as const } : {}),
        acknowledgedAt,
      })),
    ),
  ]);
  return reviews;
}
