import type { Ticket } from '#shared/domain/ticket.ts';
import type { DeskDatabase, Doc, RowRecord } from '../db/database.ts';
import { idOfDoc, idOfKey, keyOf } from '../db/database.ts';
import { readMeta } from '../db/meta.ts';
import { type RowView, readDoc } from '../db/row-view.ts';
import type { DeskIndex } from './desk-index.ts';

export interface FeedDeps {
  readonly db: DeskDatabase;
  readonly view: RowView;
  readonly index: DeskIndex;
  /** Lets the window draw and answer between two pieces of work. */
  pause(): Promise<void>;
}

/** Packs read in one request. */
const packsAtOnce = 2;

/**
 * Fills the index from the database and keeps it up to date from announced changes. Changed rows are taken as they stand
 * when they are read; a packed row never replaces anything, because packs are older than everything else.
 */
export class IndexFeed {
  readonly #deps: FeedDeps;
  /** Ids that are known to be gone although a pack has them. */
  #gone = new Set<string>();
  #tail: Promise<void> = Promise.resolve();

  constructor(deps: FeedDeps) {
    this.#deps = deps;
  }

  /** Reads everything, newest packs first; the index can be used meanwhile. */
  load(): Promise<void> {
    return this.#inTurn(() => this.#load());
  }

  /** Some rows read differently now. */
  changed(keys: readonly string[]): Promise<void> {
    const ids = keys.filter((key) => key.startsWith('ticket|')).map(idOfKey);
    return ids.length === 0 ? Promise.resolve() : this.#inTurn(() => this.#reread(ids));
  }

  /** New packs came. */
  packed(keys: readonly string[]): Promise<void> {
    const own = keys.filter((key) => key.startsWith('ticket|'));
    return own.length === 0 ? Promise.resolve() : this.#inTurn(() => this.#readPacks(own));
  }

  /** Everything may read differently. */
  reset(): Promise<void> {
    return this.#inTurn(async () => {
      this.#gone = new Set();
      for (const id of [...this.#deps.index.ids()]) this.#deps.index.remove(id);
      await this.#load();
    });
  }

  /** A row this window has just committed; no need to read it again. */
  wrote(key: string, doc: Doc): void {
    if (!key.startsWith('ticket|')) return;
    this.#take(idOfKey(key), readDoc('ticket', doc));
    this.#deps.index.publish();
  }

  /** One reading at a time, so that an older one never comes after a newer one. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#tail = this.#tail.then(work, work);
    return this.#tail;
  }

  async #load(): Promise<void> {
    const { db, index } = this.#deps;
    const [rows, { snapshot }] = await Promise.all([
      db.rows.where('key').between('ticket|', 'ticket|\uffff').toArray(),
      readMeta(db, 'snapshot'),
    ]);
    for (const row of rows) this.#takeRow(row);
    const keys = await db.packs.where('key').between('ticket|', 'ticket|\uffff').primaryKeys();
    await this.#readPacks((keys as string[]).reverse());
    index.publish(snapshot === undefined);
  }

  async #reread(ids: readonly string[]): Promise<void> {
    const { db, view, index } = this.#deps;
    const rows = await db.rows.bulkGet(ids.map((id) => keyOf('ticket', id)));
    const missing = ids.filter((_, at) => rows[at] === undefined);
    for (const row of rows) if (row !== undefined) this.#takeRow(row);
    if (missing.length > 0) {
      await view.refresh();
      for (const id of missing) {
        const row = readDoc('ticket', await view.doc('ticket', id));
        this.#take(id, row);
      }
    }
    index.publish();
  }

  async #readPacks(keys: readonly string[]): Promise<void> {
    const { db, index } = this.#deps;
    for (let at = 0; at < keys.length; at += packsAtOnce) {
      const packs = await db.packs.bulkGet(keys.slice(at, at + packsAtOnce));
      for (const pack of packs) {
        for (const doc of pack?.docs ?? []) {
          const id = idOfDoc('ticket', doc);
          if (id === undefined || this.#gone.has(id) || index.has(id)) continue;
          const ticket = asTicket(doc);
          if (ticket !== undefined) index.put(ticket);
        }
      }
      index.publish();
      await this.#deps.pause();
    }
  }

  #takeRow(row: RowRecord): void {
    this.#take(idOfKey(row.key), 'doc' in row ? asTicket(row.doc) : undefined);
  }

  #take(id: string, ticket: Ticket | undefined): void {
    if (ticket === undefined) {
      this.#gone.add(id);
      this.#deps.index.remove(id);
    } else {
      this.#gone.delete(id);
      this.#deps.index.put(ticket);
    }
  }
}

/**
 * A stored row as the list needs it. The columns read some twenty simple fields; checking a hundred thousand rows in full
 * would cost more than reading them, so only a row that lacks one of these fields goes through the schema.
 */
function asTicket(doc: Doc): Ticket | undefined {
  const isPlain =
    typeof doc.id === 'string' &&
    typeof doc.number === 'string' &&
    typeof doc.title === 'string' &&
    typeof doc.opd === 'string' &&
    typeof doc.state === 'string' &&
    typeof doc.reportedAt === 'number' &&
    typeof (doc.client as { name?: unknown } | null)?.name === 'string' &&
    typeof (doc.policy as { name?: unknown } | null)?.name === 'string' &&
    Array.isArray(doc.timeline);
  return isPlain ? (doc as unknown as Ticket) : readDoc('ticket', doc);
}
