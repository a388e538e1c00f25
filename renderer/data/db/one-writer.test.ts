import type Dexie from 'dexie';
import { IDBDatabase, IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DeskDatabase } from './database.ts';
import { ProfileDatabase } from './profile-database.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const factory = () => ({ indexedDB: new IDBFactory(), IDBKeyRange });

interface Begun {
  readonly stores: readonly string[];
  readonly mode: string;
}

/** Opens the database, and tells the transactions it begins from then on. */
async function watched(db: Dexie): Promise<() => Begun[]> {
  const begin = vi.spyOn(IDBDatabase.prototype, 'transaction');
  await db.open();
  begin.mockClear();
  return () =>
    begin.mock.calls.map(([stores, mode = 'readonly']) => ({ stores: [stores].flat() as string[], mode }));
}

describe.each([
  ['desk', () => new DeskDatabase('u-1', factory())],
  ['profile', () => new ProfileDatabase(factory())],
])('transactions of the %s database', (_, open) => {
  it('OUT-13 all that write share a store, whether they were begun by hand or for one change', async () => {
    const db: Dexie = open();
    const begun = await watched(db);
    for (const table of db.tables) {
      await table.clear();
      await db.transaction('rw', table, () => table.count());
    }
    const writing = begun().filter(({ mode }) => mode === 'readwrite');
    expect(writing).toHaveLength(2 * db.tables.length);
    const shared = db.tables
      .map(({ name }) => name)
      .filter((name) => writing.every(({ stores }) => stores.includes(name)));
    expect(shared).toHaveLength(1);
    db.close();
  });

  it('OUT-13 one that only reads takes its own stores alone', async () => {
    const db: Dexie = open();
    const begun = await watched(db);
    for (const table of db.tables) await table.count();
    expect(begun()).toEqual(db.tables.map(({ name }) => ({ stores: [name], mode: 'readonly' })));
    db.close();
  });
});
