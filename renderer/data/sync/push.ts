import { type DeskDatabase, type OutboxRecord, reoffered } from '../db/database.ts';
import { firstSequence, readMeta, writeMeta } from '../db/meta.ts';
import type { Access } from './access.ts';
import type { ServerApi } from './api.ts';
import { firstBatch, skewsOf } from './batch.ts';
import type { CorrectedClock } from './clock.ts';
import { type ExchangeEnd, endOf } from './exchange-end.ts';
import type { PieceSize } from './piece-size.ts';
import { renumberUnsent } from './renumber.ts';

export interface PushDeps {
  readonly db: DeskDatabase;
  readonly api: ServerApi;
  readonly access: Access;
  readonly clock: CorrectedClock;
  /** How many mutations the line carries at once. */
  readonly size: PieceSize;
  /** Told after every confirmed batch; the number of mutations still waiting. */
  onConfirmed(pending: number): void;
}

/**
 * Sends the outbox in order, batch by batch, until nothing is left. A lost answer is harmless: the same mutations are sent
 * again and the server knows them. Returns null when all went, else why it stopped.
 */
export async function pushAll(deps: PushDeps): Promise<Exclude<ExchangeEnd, { kind: 'done' }> | null> {
  const { cursor, snapshot } = await readMeta(deps.db, 'cursor', 'snapshot');
  const epoch = (cursor ?? snapshot?.cursor)?.epoch;
  let limit: number | undefined;
  let gapsMended = 0;
  let renumbered = 0;
  while (true) {
    let next = await nextEntries(deps.db);
    if (next.entries.length === 0) return null;
    // What was made with a wrong clock is sent together with the error: an empty push asks for the server's time first.
    if (!deps.clock.isFresh()) {
      const asked = await deps.access.call((token) => deps.api.push([], [], epoch, token));
      if (!asked.ok) return endOf(asked.error);
      // What was learnt of the clock stands in the entries.
      next = await nextEntries(deps.db);
    }
    const { pushed, entries } = next;
    const batch = firstBatch(entries, Math.min(limit ?? deps.size.now, deps.size.now));
    const skews = skewsOf(entries.slice(0, batch.length));
    const answer = await deps.access.call((token) => deps.api.push(batch, skews, epoch, token));
    if (answer.ok) {
      deps.size.cameThrough();
      if (answer.value.lastMutationId <= pushed) return { kind: 'stuck', code: 'no_progress' };
      // Only what was sent is confirmed: behind it the server may have another's mutations under the same numbers.
      const lastSent = batch.at(-1)?.id ?? pushed;
      deps.onConfirmed(await confirm(deps.db, Math.min(answer.value.lastMutationId, lastSent)));
      limit = undefined;
      continue;
    }
    const failure = answer.error;
    if (failure.kind === 'offline') deps.size.gotLost();
    if (failure.kind !== 'coded') return endOf(failure);
    // Of a batch in which one differs from what the server has, those before it may be repeats: the first one is sought.
    // The same for one that makes the batch unreadable.
    const isOfOne = ['too_large', 'mutation_changed', 'bad_request'].includes(failure.code);
    if (isOfOne && batch.length > 1) {
      limit = Math.max(1, batch.length >> 1);
      continue;
    }
    const { expected } = failure;
    const [first] = entries;
    if (isOfOne && failure.code !== 'mutation_changed' && first !== undefined && !first.isUnsendable) {
      // Nothing but the content of this one may be at fault: a push without it must go well at this moment.
      const other = await deps.access.call((token) => deps.api.push([], [], epoch, token));
      if (!other.ok) return endOf(other.error);
      await deps.db.outbox.update(first.id, { isUnsendable: true });
      limit = undefined;
      continue;
    }
    if (failure.code === 'mutation_changed' && expected !== undefined && renumbered < 3) {
      renumbered += 1;
      await renumberUnsent(deps.db, expected);
      continue;
    }
    if (failure.code === 'mutation_gap' && expected !== undefined && gapsMended < 3) {
      gapsMended += 1;
      // What lies between is not here, nor on the server in this life of it: the numbers mean nothing any more.
      if (!(await goBackTo(deps.db, expected))) await renumberUnsent(deps.db, expected);
      continue;
    }
    return endOf(failure);
  }
}

async function nextEntries(db: DeskDatabase): Promise<{ pushed: number; entries: OutboxRecord[] }> {
  const { sequence = firstSequence } = await readMeta(db, 'sequence');
  const entries = await db.outbox.where(':id').above(sequence.pushed).limit(200).toArray();
  return { pushed: sequence.pushed, entries };
}

/** Remembers how far the server has come; returns how many mutations still wait. */
async function confirm(db: DeskDatabase, lastMutationId: number): Promise<number> {
  return db.transaction('rw', db.meta, async () => {
    const { sequence = firstSequence } = await readMeta(db, 'sequence');
    const pushed = Math.max(sequence.pushed, Math.min(lastMutationId, sequence.next - 1));
    await writeMeta(db, 'sequence', { ...sequence, pushed });
    return sequence.next - 1 - pushed;
  });
}

/**
 * The server expects an earlier (or later) mutation than the one sent. True where this device still has it, kept in the
 * outbox or among the acknowledged ones, so that sending can go on from there.
 */
async function goBackTo(db: DeskDatabase, expected: number): Promise<boolean> {
  return db.transaction('rw', [db.outbox, db.sent, db.meta], async () => {
    const { sequence = firstSequence } = await readMeta(db, 'sequence');
    if (expected < 1 || expected > sequence.next) return false;
    const kept = await db.sent.where(':id').aboveOrEqual(expected).toArray();
    await db.outbox.bulkPut(kept.map(reoffered));
    await db.sent.bulkDelete(kept.map(({ id }) => id));
    const isThere = expected === sequence.next || (await db.outbox.get(expected)) !== undefined;
    if (!isThere) {
      const first = (await db.outbox.orderBy('id').first())?.id ?? sequence.next;
      const pushed = Math.min(sequence.pushed, first - 1);
      await writeMeta(db, 'sequence', {
        ...sequence,
        pushed,
        acknowledged: Math.min(sequence.acknowledged, pushed),
      });
      return false;
    }
    const acknowledged = Math.min(sequence.acknowledged, expected - 1);
    await writeMeta(db, 'sequence', { ...sequence, pushed: expected - 1, acknowledged });
    return true;
  });
}
