import { maxMutationsPerPush } from '#shared/sync/protocol.ts';
import { type DeskDatabase, type OutboxRecord, reoffered } from '../db/database.ts';
import { firstSequence, readMeta, writeMeta } from '../db/meta.ts';
import type { Access } from './access.ts';
import type { ServerApi } from './api.ts';
import { firstBatch, skewsOf } from './batch.ts';
import type { CorrectedClock } from './clock.ts';
import { leastErrorMs } from './clock-state.ts';
import { type ExchangeEnd, endOf } from './exchange-end.ts';
import type { PieceSize } from './piece-size.ts';
import { renumberUnsent } from './renumber.ts';

type Stopped = Exclude<ExchangeEnd, { kind: 'done' }>;

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
 *
 * Batches go one after the other, but what can be done meanwhile is: the next entries are read while a batch is on its way,
 * and how far the server has come is written down while the next one is. Killed before that, the device sends a batch twice.
 */
export async function pushAll(deps: PushDeps): Promise<Stopped | null> {
  const progress = new Progress(deps);
  const stopped = await sendAll(deps, progress);
  await progress.written();
  return stopped;
}

async function sendAll(deps: PushDeps, progress: Progress): Promise<Stopped | null> {
  const { cursor, snapshot } = await readMeta(deps.db, 'cursor', 'snapshot');
  const epoch = (cursor ?? snapshot?.cursor)?.epoch;
  let ahead: Ahead | null = null;
  let limit: number | undefined;
  let gapsMended = 0;
  let renumbered = 0;
  while (true) {
    let next: Next;
    if (ahead !== null && isStillTrue(deps, ahead)) next = ahead;
    else {
      await progress.written();
      next = await nextEntries(deps.db);
    }
    ahead = null;
    if (next.entries.length === 0) return null;
    // What was made with a wrong clock is sent together with the error: an empty push asks for the server's time first.
    if (!deps.clock.isFresh()) {
      await progress.written();
      const asked = await deps.access.call((token) => deps.api.push([], [], epoch, token));
      if (!asked.ok) return endOf(asked.error);
      // What was learnt of the clock stands in the entries.
      next = await nextEntries(deps.db);
    }
    const { pushed, entries } = next;
    const batch = firstBatch(entries, Math.min(limit ?? deps.size.now, deps.size.now));
    const skews = skewsOf(entries.slice(0, batch.length));
    const lastSent = batch.at(-1)?.id ?? pushed;
    const sending = deps.access.call((token) => deps.api.push(batch, skews, epoch, token));
    const reading = readAhead(deps, lastSent);
    const answer = await sending;
    await progress.written();
    if (answer.ok) {
      deps.size.cameThrough();
      const { lastMutationId } = answer.value;
      if (lastMutationId <= pushed) return { kind: 'stuck', code: 'no_progress' };
      // Only what was sent is confirmed: behind it the server may have another's mutations under the same numbers.
      progress.reached(Math.min(lastMutationId, lastSent));
      if (lastMutationId >= lastSent) ahead = await reading;
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

/** The next entries of the outbox, and up to which mutation the server has everything. */
interface Next {
  readonly pushed: number;
  readonly entries: readonly OutboxRecord[];
}

/** Entries read before the batch in front of them was acknowledged. */
interface Ahead extends Next {
  readonly offsetMs: number;
}

async function nextEntries(db: DeskDatabase): Promise<Next> {
  const { sequence = firstSequence } = await readMeta(db, 'sequence');
  return { pushed: sequence.pushed, entries: await entriesBehind(db, sequence.pushed) };
}

function entriesBehind(db: DeskDatabase, id: number): Promise<OutboxRecord[]> {
  return db.outbox.where(':id').above(id).limit(maxMutationsPerPush).toArray();
}

/** Null where storage fails: it is asked again, and tells, when the entries are needed. */
async function readAhead({ db, clock }: PushDeps, pushed: number): Promise<Ahead | null> {
  const { offsetMs } = clock;
  try {
    return { pushed, offsetMs, entries: await entriesBehind(db, pushed) };
  } catch {
    return null;
  }
}

/** False where there may be more by now, or where an answer said that the clock was wrong, which is noted in the entries. */
function isStillTrue({ clock }: PushDeps, { entries, offsetMs }: Ahead): boolean {
  return entries.length > 0 && Math.abs(clock.offsetMs - offsetMs) < leastErrorMs;
}

/** Writes down how far the server has come, one step after the other, beside the sending. */
class Progress {
  readonly #deps: PushDeps;
  #writing: Promise<void> = Promise.resolve();

  constructor(deps: PushDeps) {
    this.#deps = deps;
  }

  /** Begins to write; a failure is told by `written`. */
  reached(lastMutationId: number): void {
    const { db, onConfirmed } = this.#deps;
    this.#writing = confirm(db, lastMutationId).then(onConfirmed);
    this.#writing.catch(() => undefined);
  }

  /** Resolves when the last step is on the disk; throws what kept it from that. */
  written(): Promise<void> {
    return this.#writing;
  }
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
