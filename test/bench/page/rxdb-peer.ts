import { createRxDatabase, type RxCollection, type RxJsonSchema } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { otherUrgency, type Peer, type PeerTicket, peerBatch } from './peer-contract.ts';

interface Checkpoint {
  readonly seq: number;
}

const indexed = ['number', 'opd', 'category', 'state', 'reportedAt', 'updatedAt'] as const;
const text = { type: 'string', maxLength: 60 } as const;
const instant = { type: 'integer', minimum: 0, maximum: 100_000_000_000_000, multipleOf: 1 } as const;

/** The six indexes of the plain stream; whatever else a ticket has is stored with it. */
const schema: RxJsonSchema<PeerTicket> = {
  version: 0,
  type: 'object',
  primaryKey: 'id',
  properties: {
    id: text,
    number: text,
    opd: text,
    category: text,
    state: text,
    urgency: { type: ['string', 'null'] },
    reportedAt: instant,
    updatedAt: instant,
  },
  required: ['id', ...indexed],
  indexes: [...indexed],
};

async function post<T>(path: string, body: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as T;
}

/** RxDB on its Dexie storage, with its replication over HTTP. */
export class RxDbPeer implements Peer {
  #tickets: RxCollection<PeerTicket> | undefined;

  async firstPull(expected: number): Promise<number> {
    const start = performance.now();
    const database = await createRxDatabase({
      name: 'bench-rxdb',
      storage: getRxStorageDexie(),
      multiInstance: false,
    });
    const { tickets } = await database.addCollections<{ tickets: RxCollection<PeerTicket> }>({
      tickets: { schema },
    });
    this.#tickets = tickets;
    await this.#replicate(tickets);
    const ms = performance.now() - start;
    const count = await tickets.count().exec();
    if (count !== expected) throw new Error(`RxDB stored ${count} of ${expected} tickets`);
    return ms;
  }

  async editOffline(ids: readonly string[]): Promise<void> {
    const tickets = this.#opened();
    for (let from = 0; from < ids.length; from += peerBatch) {
      const found = await tickets.findByIds(ids.slice(from, from + peerBatch)).exec();
      await Promise.all([...found.values()].map((doc) => doc.patch({ urgency: otherUrgency(doc.urgency) })));
    }
  }

  async push(): Promise<number> {
    const start = performance.now();
    await this.#replicate(this.#opened());
    return performance.now() - start;
  }

  #opened(): RxCollection<PeerTicket> {
    if (this.#tickets === undefined) throw new Error('pull first');
    return this.#tickets;
  }

  /** Both ways, until in step with the server; throws where a request failed. Pulling alone keeps nothing to push by. */
  async #replicate(collection: RxCollection<PeerTicket>): Promise<void> {
    const replication = replicateRxCollection<PeerTicket, Checkpoint>({
      collection,
      replicationIdentifier: 'bench',
      live: false,
      waitForLeadership: false,
      pull: {
        batchSize: peerBatch,
        handler: (after, limit) => post('/rx/pull', { after: after?.seq ?? 0, limit }),
      },
      push: { batchSize: peerBatch, handler: (rows) => post('/rx/push', rows) },
    });
    const failed = new Promise<never>((_, reject) => {
      replication.error$.subscribe(reject);
    });
    await Promise.race([replication.awaitInitialReplication(), failed]);
    await replication.cancel();
  }
}
