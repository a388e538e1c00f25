import { parseTicketNumber } from '#shared/domain/ticket-number.ts';
import { type CheckedMutation, checkMutation } from '#shared/mutations/registry.ts';
import type { OutboxRecord } from '../db/database.ts';
import { recordsOf } from '../db/of-aggregates.ts';
import { loadAggregate } from './load-aggregate.ts';
import type { LocalStore } from './mutate.ts';
import { runMutation } from './run-mutation.ts';
import { writePending } from './write-pending.ts';

/** Puts back what stood under the pending mutations of these tickets. Returns the keys it touched. */
export async function putBackShadows(store: LocalStore, aggregates: Iterable<string>): Promise<string[]> {
  const { db } = store;
  const shadows = await recordsOf(db.shadow, new Set(aggregates));
  if (shadows.length === 0) return [];
  const keys = shadows.map((shadow) => shadow.key);
  const gone = shadows.filter((shadow) => shadow.previous === null).map((shadow) => shadow.key);
  const back = shadows.flatMap((shadow) => (shadow.previous === null ? [] : [shadow.previous]));
  await Promise.all([db.rows.bulkDelete(gone), db.rows.bulkPut(back), db.shadow.bulkDelete(keys)]);
  return keys;
}

/**
 * Runs the pending mutations of these tickets again, in order, over the rows as they stand now. One that breaks a rule
 * here stays in the outbox without effect: the server decides. Entries that `isInRows` are left out.
 * Returns the keys it wrote. Cost: the tickets named, not the length of the outbox.
 */
export async function rerunPending(
  store: LocalStore,
  aggregates: Iterable<string>,
  isInRows: (entry: OutboxRecord) => boolean,
): Promise<string[]> {
  const entries = await recordsOf(store.db.outbox, new Set(aggregates));
  return rerunEntries(
    store,
    entries.filter((entry) => !isInRows(entry)),
  );
}

/** The same for these entries: all that are pending of the tickets they belong to, and not in their rows. */
export async function rerunEntries(store: LocalStore, entries: readonly OutboxRecord[]): Promise<string[]> {
  const { db, view } = store;
  const keys: string[] = [];
  const inOrder = entries.toSorted((a, b) => a.id - b.id);
  for (const [aggregate, pending] of Map.groupBy(inOrder, (entry) => entry.aggregate)) {
    const ready = pending.flatMap((entry) => withCheck(entry));
    if (ready.length === 0) continue;
    const loaded = await loadAggregate(
      db,
      view,
      aggregate,
      ready.map(({ mutation }) => mutation),
      store.userId,
    );
    const actor = loaded.users.get(store.userId);
    if (actor === undefined) continue;
    for (const { entry, mutation } of ready) {
      const { deviceId, deviceCode } = store;
      const { id: mutationId, occurredAt } = entry;
      // Rescued work bears numbers of another device; whether it was the person's the server knows.
      const number = parseTicketNumber(mutation.needs.number ?? '');
      const otherDevices = number.ok ? new Set([number.value.device]) : undefined;
      const context = { actor, deviceId, deviceCode, otherDevices, mutationId, occurredAt, receivedAt: null };
      const writes = runMutation(loaded, mutation, context, store.shelf.find);
      if (!writes.ok) continue;
      await writePending(db, writes.value);
      keys.push(...writes.value.keys());
    }
  }
  return keys;
}

function withCheck(entry: OutboxRecord): { entry: OutboxRecord; mutation: CheckedMutation }[] {
  const checked = checkMutation(entry.name, entry.args);
  return checked.ok ? [{ entry, mutation: checked.value }] : [];
}
