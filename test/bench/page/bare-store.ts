import Dexie, { type Table } from 'dexie';

/** The least a journalled change can cost with Dexie: one row and one outbox entry in one strict transaction. */
export class BareStore {
  readonly #db = new Dexie('bench-bare', { chromeTransactionDurability: 'strict', cache: 'disabled' });

  constructor() {
    this.#db.version(1).stores({ rows: 'key', outbox: '++id' });
  }

  async write(key: string, doc: object, round: number): Promise<void> {
    const rows = this.#db.table('rows') as Table<object>;
    const outbox = this.#db.table('outbox') as Table<object>;
    await this.#db.transaction('rw', rows, outbox, async () => {
      await rows.put({ key, doc });
      await outbox.add({ name: 'bare', args: { key, round } });
    });
  }

  remove(): Promise<void> {
    return this.#db.delete();
  }
}
