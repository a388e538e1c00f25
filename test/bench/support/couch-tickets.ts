import { createHash } from 'node:crypto';
import type { PeerTicket } from '../page/peer-contract.ts';
import type { PeerAnswer, PeerBackend } from './peer-server.ts';

interface CouchDoc {
  readonly _id: string;
  readonly _rev: string;
  readonly _revisions?: { readonly start: number; readonly ids: readonly string[] };
}

interface Stored {
  readonly seq: number;
  readonly doc: CouchDoc;
  /** Revisions the server knows of it. */
  readonly revs: ReadonlySet<string>;
}

const ok = (body: unknown): PeerAnswer => ({ status: 200, body });

/**
 * A database of tickets in memory with as much of CouchDB's replication protocol as PouchDB asks for: changes, documents in
 * bulk, differences of revisions, and checkpoints. No conflicts: one client, one change a document.
 */
export class CouchTickets implements PeerBackend {
  readonly #docs: Map<string, Stored>;
  readonly #order: string[];
  readonly #checkpoints = new Map<string, unknown>();
  #changed = 0;

  constructor(tickets: readonly PeerTicket[]) {
    const stored = tickets.map((ticket, at): [string, Stored] => {
      const hash = createHash('md5').update(ticket.id).digest('hex');
      const _rev = `1-${hash}`;
      const doc = { ...ticket, _id: ticket.id, _rev, _revisions: { start: 1, ids: [hash] } };
      return [ticket.id, { seq: at + 1, doc, revs: new Set([_rev]) }];
    });
    this.#docs = new Map(stored);
    this.#order = stored.map(([id]) => id);
  }

  get changed(): number {
    return this.#changed;
  }

  answer(method: string, url: URL, body: unknown): PeerAnswer | undefined {
    const { pathname, searchParams } = url;
    if (pathname === '/') return ok({ couchdb: 'Welcome', version: '3.0.0', uuid: 'bench' });
    const path = /^\/tickets(?:\/(.*))?$/.exec(pathname)?.[1] ?? (pathname === '/tickets' ? '' : undefined);
    if (path === undefined) return undefined;
    if (path === '') return ok(this.#info());
    if (path.startsWith('_local/')) return this.#checkpoint(method, path, body);
    if (path === '_changes') return ok(this.#changes(searchParams));
    if (path === '_bulk_get') return ok(this.#bulkGet(body as { docs: { id: string }[] }));
    if (path === '_revs_diff') return ok(this.#missing(body as Record<string, string[]>));
    if (path === '_bulk_docs') return { status: 201, body: this.#take(body as { docs: CouchDoc[] }) };
    return undefined;
  }

  #info() {
    const count = this.#order.length;
    return { db_name: 'tickets', doc_count: count, update_seq: count, instance_start_time: '0' };
  }

  #checkpoint(method: string, path: string, body: unknown): PeerAnswer | undefined {
    if (method === 'PUT') {
      this.#checkpoints.set(path, body);
      return { status: 201, body: { ok: true, id: path, rev: '0-1' } };
    }
    const known = this.#checkpoints.get(path);
    return known === undefined ? undefined : ok({ ...known, _rev: '0-1' });
  }

  #changes(wanted: URLSearchParams) {
    const since = Number(wanted.get('since') ?? '0');
    const limit = Number(wanted.get('limit') ?? '25');
    const results = this.#order.slice(since, since + limit).map((id, at) => {
      const stored = this.#docs.get(id);
      return { seq: since + at + 1, id, changes: [{ rev: stored?.doc._rev }] };
    });
    const last = since + results.length;
    return { results, last_seq: last, pending: this.#order.length - last };
  }

  #bulkGet({ docs }: { readonly docs: readonly { readonly id: string }[] }) {
    return { results: docs.map(({ id }) => ({ id, docs: [{ ok: this.#docs.get(id)?.doc }] })) };
  }

  #missing(asked: Readonly<Record<string, readonly string[]>>) {
    const lacking = Object.entries(asked).flatMap(([id, revs]) => {
      const missing = revs.filter((rev) => this.#docs.get(id)?.revs.has(rev) !== true);
      return missing.length === 0 ? [] : [[id, { missing }] as const];
    });
    return Object.fromEntries(lacking);
  }

  /** Stores revisions as their client made them. */
  #take({ docs }: { readonly docs: readonly CouchDoc[] }): readonly unknown[] {
    for (const doc of docs) {
      const { revs = new Set<string>(), seq = 0 } = this.#docs.get(doc._id) ?? {};
      if (revs.has(doc._rev)) continue;
      this.#docs.set(doc._id, { seq, doc, revs: new Set([...revs, doc._rev]) });
      this.#changed += 1;
    }
    return [];
  }
}
