import type { Page } from 'playwright-core';

/** What a device keeps beside its rows. */
export interface DeskState {
  readonly outbox: number;
  readonly shadows: number;
  readonly parked: number;
  /** Attachments whose bytes are still on their way. */
  readonly transfers: number;
  /** Mutations the server has not confirmed. */
  readonly unsent: number;
  /** Highest number this device has given to a mutation. */
  readonly lastMutation: number;
  /** Tickets kept one by one, and in packs. */
  readonly changedTickets: number;
  readonly packs: number;
  /** How much of the first pull is there, from 0 to 1. */
  readonly firstPull: number;
  /** Words of the items in "Perlu ditinjau". */
  readonly reviews: readonly string[];
}

/** Reads a browser's own database past all product code. */
export function deskState(page: Page): Promise<DeskState> {
  return page.evaluate(async () => {
    const all = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
    const name = names.find((one) => one.startsWith('tanggap-') && one !== 'tanggap-profile');
    if (name === undefined) throw new Error('no desk database');
    const database = await all(indexedDB.open(name));
    const store = database.transaction([
      'rows',
      'packs',
      'outbox',
      'shadow',
      'parked',
      'transfers',
      'meta',
      'review',
    ]);
    const count = (table: string, range?: IDBKeyRange) => all(store.objectStore(table).count(range));
    const sequence = await all(store.objectStore('meta').get('sequence'));
    const cursor = await all(store.objectStore('meta').get('cursor'));
    const snapshot = (await all(store.objectStore('meta').get('snapshot')))?.value;
    const reviews = await all(store.objectStore('review').getAll());
    const state = {
      outbox: await count('outbox'),
      shadows: await count('shadow'),
      parked: await count('parked'),
      transfers: await count('transfers'),
      unsent: Number(sequence?.value?.next ?? 1) - 1 - Number(sequence?.value?.pushed ?? 0),
      lastMutation: Number(sequence?.value?.next ?? 1) - 1,
      changedTickets: await count('rows', IDBKeyRange.bound('ticket|', 'ticket|\uffff')),
      packs: await count('packs'),
      firstPull: cursor !== undefined ? 1 : snapshot === undefined ? 0 : snapshot.done / (snapshot.total + 1),
      reviews: reviews.map((item) => JSON.stringify(item)),
    };
    database.close();
    return state;
  });
}
