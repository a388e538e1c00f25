import Dexie, { type Table } from 'dexie';
import { err, ok, type Result } from '#shared/domain/result.ts';
import { checkMutation } from '#shared/mutations/registry.ts';
import type { MutateFailure, ReviewItem } from '../contract.ts';
import type { DeskDatabase } from '../db/database.ts';
import { firstSequence, readMeta, writeMeta } from '../db/meta.ts';
import type { RowView } from '../db/row-view.ts';
import type { CorrectedClock } from '../sync/clock.ts';
import { loadAggregate, numberKey } from './load-aggregate.ts';
import type { OutboxCopy } from './outbox-copy.ts';
import type { PublishedShelf } from './published-shelf.ts';
import { runMutation, type Writes } from './run-mutation.ts';
import { storageFailureOf } from './storage-failure.ts';
import { writePending } from './write-pending.ts';

/** What the local half of the store works with; every tab and the worker has its own. */
export interface LocalStore {
  readonly db: DeskDatabase;
  readonly view: RowView;
  readonly shelf: PublishedShelf;
  readonly userId: string;
  readonly deviceId: string;
  readonly deviceCode: string;
  readonly clock: CorrectedClock;
  /** The second copy of unsent work; the worker, which makes none, and plain browsers have no such thing. */
  readonly copy?: OutboxCopy | null;
}

export interface Committed {
  readonly mutationId: number;
  readonly ticketId: string;
  readonly writes: Writes;
  /** Mutations waiting to be sent, this one included. */
  readonly pending: number;
}

/** Writes of the same transaction besides the mutation's own. */
export interface Companion {
  readonly tables: readonly Table[];
  write(): Promise<void>;
}

/**
 * Applies a mutation on the device and appends it to the outbox, in one strict transaction that also reads the ticket:
 * another tab or the worker cannot come in between. Resolves when it is on the disk; on a failure nothing was written.
 * Where there is a journal, the mutation is in it too by then, unless the journal failed: the two are written side by side.
 * @param companion what must be written together with it: the bytes of a file.
 * @param settles id of the review item that this mutation answers: it leaves the list in the same transaction; or what is
 * left of the item, which takes its place.
 * @returns null where that item was settled already (pressed twice, or in another window): nothing was written.
 */
export async function mutateLocally(
  store: LocalStore,
  name: string,
  args: unknown,
  settles?: string | ReviewItem,
  companion?: Companion,
): Promise<Result<Committed | null, MutateFailure>> {
  const checked = checkMutation(name, args);
  if (!checked.ok) return err({ kind: 'refused', refusal: checked.error });
  const mutation = checked.value;
  const { ticketId, number } = mutation.needs;
  const { db, view, clock } = store;
  const own = [db.rows, db.packs, db.shadow, db.outbox, db.counters, db.meta, db.review];
  const tables: Table[] = [...own, ...(companion?.tables ?? [])];
  const answered = typeof settles === 'object' ? settles.id : settles;
  const journalKey = store.copy?.newKey();
  let copying: Promise<unknown> | undefined;
  let isCommitted = false;
  try {
    let stamp = clock.state;
    const done = await db.transaction('rw', tables, async () => {
      if (answered !== undefined && (await db.review.get(answered)) === undefined) return ok(null);
      const load = () => loadAggregate(db, view, ticketId, [mutation], store.userId);
      const remembered = view.generation;
      const [meta, early] = await Promise.all([
        readMeta(db, 'sequence', 'packs', 'published', 'clock'),
        load(),
      ]);
      const generation = meta.packs?.generation ?? 0;
      await view.refreshTo(generation);
      await store.shelf.refreshTo(meta.published?.generation ?? 0);
      // Read in one turn with the generation; read again where the packs are others than those remembered.
      const loaded = generation === remembered ? early : await load();
      const actor = loaded.users.get(store.userId);
      if (actor === undefined) return err({ kind: 'refused', refusal: { code: 'forbidden' } } as const);
      const sequence = meta.sequence ?? firstSequence;
      const shared = meta.clock ?? clock.state;
      stamp = clock.stamped(shared);
      const { seenServerTime } = stamp;
      const mutationId = sequence.next;
      // The server bounds the instant in the same way, so that both sides compute the same rows.
      const occurredAt = Math.max(clock.now(), seenServerTime);
      const { deviceId, deviceCode } = store;
      const context = { actor, deviceId, deviceCode, mutationId, occurredAt, receivedAt: null };
      const writes = runMutation(loaded, mutation, context, store.shelf.find);
      if (!writes.ok) return err({ kind: 'refused', refusal: writes.error } as const);
      const entry = {
        id: mutationId,
        name: mutation.name,
        args: mutation.args,
        occurredAt,
        seenServerTime,
        aggregate: ticketId,
        clockEpoch: stamp.epoch,
      };
      if (store.copy && journalKey !== undefined) {
        const { copy } = store;
        copying = Dexie.ignoreTransaction(() => copy.write([{ ...entry, journalKey }], stamp));
      }
      await Promise.all([
        writePending(db, writes.value),
        db.outbox.add(journalKey === undefined ? entry : { ...entry, journalKey }),
        stamp === shared ? undefined : writeMeta(db, 'clock', stamp),
        writeMeta(db, 'sequence', { ...sequence, next: mutationId + 1 }),
        number === null ? undefined : db.counters.put({ key: numberKey(number), value: ticketId }),
        typeof settles === 'object' ? db.review.put(settles) : undefined,
        typeof settles === 'string' ? db.review.delete(settles) : undefined,
        companion?.write(),
      ]);
      const pending = mutationId - sequence.pushed;
      return ok({ mutationId, ticketId, writes: writes.value, pending });
    });
    isCommitted = done.ok && done.value !== null;
    if (isCommitted) clock.noted(stamp);
    await copying;
    return done;
  } catch (error) {
    return err(storageFailureOf(error));
  } finally {
    if (store.copy && journalKey !== undefined && copying !== undefined) {
      if (isCommitted) store.copy.committed([journalKey]);
      // The user was told that it is not saved: it must not come back.
      else void copying.then(() => store.copy?.spend([journalKey]));
    }
  }
}
