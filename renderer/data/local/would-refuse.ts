import { checkMutation } from '#shared/mutations/registry.ts';
import type { Refusal } from '#shared/mutations/transaction.ts';
import { readMeta } from '../db/meta.ts';
import { loadAggregate } from './load-aggregate.ts';
import type { LocalStore } from './mutate.ts';
import { runMutation } from './run-mutation.ts';

/**
 * Why this device would refuse a mutation now, by the rows it has; null where it would keep it. Nothing is written. The
 * server may know better: of other devices' numbers, for one.
 */
export async function wouldRefuse(store: LocalStore, name: string, args: unknown): Promise<Refusal | null> {
  const checked = checkMutation(name, args);
  if (!checked.ok) return checked.error;
  const mutation = checked.value;
  const { db, view, clock, shelf, userId, deviceId, deviceCode } = store;
  return db.transaction('r', [db.rows, db.packs, db.counters, db.meta], async () => {
    const meta = await readMeta(db, 'packs', 'published');
    await view.refreshTo(meta.packs?.generation ?? 0);
    await shelf.refreshTo(meta.published?.generation ?? 0);
    const loaded = await loadAggregate(db, view, mutation.needs.ticketId, [mutation], userId);
    const actor = loaded.users.get(userId);
    if (actor === undefined) return { code: 'forbidden' };
    const occurredAt = clock.now();
    const context = { actor, deviceId, deviceCode, mutationId: 0, occurredAt, receivedAt: null };
    const writes = runMutation(loaded, mutation, context, shelf.find);
    return writes.ok ? null : writes.error;
  });
}
