import IndexedDbAdapter from 'pouchdb-adapter-indexeddb';
import PouchDB from 'pouchdb-browser';
import { otherUrgency, type Peer, type PeerTicket, peerBatch } from './peer-contract.ts';

PouchDB.plugin(IndexedDbAdapter);

const remote = () => new PouchDB(`${location.origin}/tickets`);

/** PouchDB on IndexedDB, replicating with a server that speaks CouchDB's protocol. No index beside its own is built. */
export class PouchDbPeer implements Peer {
  #tickets: PouchDB<PeerTicket> | undefined;

  async firstPull(expected: number): Promise<number> {
    const start = performance.now();
    const adapter = new URLSearchParams(location.search).get('adapter') ?? 'indexeddb';
    const tickets = new PouchDB<PeerTicket>('bench-pouchdb', { adapter });
    this.#tickets = tickets;
    await tickets.replicate.from(remote(), { batch_size: peerBatch });
    const ms = performance.now() - start;
    const { doc_count } = await tickets.info();
    if (doc_count !== expected) throw new Error(`PouchDB stored ${doc_count} of ${expected} tickets`);
    return ms;
  }

  async editOffline(ids: readonly string[]): Promise<void> {
    const tickets = this.#opened();
    for (let from = 0; from < ids.length; from += peerBatch) {
      const { rows } = await tickets.allDocs({
        keys: ids.slice(from, from + peerBatch),
        include_docs: true,
      });
      const docs = rows.flatMap(({ doc }) => (doc ? [doc] : []));
      const saved = await tickets.bulkDocs(
        docs.map((doc) => ({ ...doc, urgency: otherUrgency(doc.urgency) })),
      );
      if (!saved.every((one) => 'ok' in one)) throw new Error('PouchDB refused an edit');
    }
  }

  async push(): Promise<number> {
    const start = performance.now();
    await this.#opened().replicate.to(remote(), { batch_size: peerBatch });
    return performance.now() - start;
  }

  #opened(): PouchDB<PeerTicket> {
    if (this.#tickets === undefined) throw new Error('pull first');
    return this.#tickets;
  }
}
