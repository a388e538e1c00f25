import type { DeskDatabase, Doc, RowRecord } from '../db/database.ts';
import { idOfKey, keyOf } from '../db/database.ts';
import { readMeta } from '../db/meta.ts';
import { type RowView, readDoc } from '../db/row-view.ts';
import { type ListTicket, listPart, readListPage } from '../local/list-page.ts';
import type { PublishedShelf } from '../local/published-shelf.ts';
import { changedTicketRows } from './changed-rows.ts';
import type { DeskIndex } from './desk-index.ts';
import { Pace, type PaceDeps } from './pace.ts';

export interface FeedDeps extends PaceDeps {
  readonly db: DeskDatabase;
  readonly view: RowView;
  /** Packs and days off; tickets are judged anew when their generation is another. */
  readonly shelf: Pick<PublishedShelf, 'generation'>;
  readonly index: DeskIndex;
}

/** Packs read in one request; the first comes alone, because its rows are waited for. */
const packsAtOnce = 8;
/** Tickets put in between two looks at the time. */
const ticketsPerLook = 32;
/** Finished tickets evaluated between two pauses, once the list stands. */
const ticketsAtOnce = 1_000;

/**
 * Fills the index from the database and keeps it up to date from announced changes. Changed rows are taken as they stand
 * when they are read; a packed row never replaces anything, because packs are older than everything else.
 */
export class IndexFeed {
  readonly #deps: FeedDeps;
  /** Ids that are known to be gone although a pack has them. */
  #gone = new Set<string>();
  #tail: Promise<void> = Promise.resolve();
  /** Generation of the shelf by which the index was last judged as a whole. */
  #judgedBy = -1;
  /** Ids put in while finished tickets are judged anew. */
  #taken: Set<string> | null = null;
  /** Ids this window wrote while older rows are being put in: those are newer. */
  readonly #written = new Set<string>();

  readonly #pace: Pace;

  constructor(deps: FeedDeps) {
    this.#deps = deps;
    this.#pace = new Pace(deps, () => deps.index.publish());
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
    return own.length === 0 ? Promise.resolve() : this.#inTurn(() => this.#readPacks(own, this.#putPacked));
  }

  /**
   * Offices, people, packs or days off are others now, once `loaded`. Where packs or days off changed, all tickets are
   * judged anew: open ones first, each as soon as its turn comes, then the finished ones.
   */
  referenceChanged(loaded: Promise<void>): Promise<void> {
    return this.#inTurn(async () => {
      await loaded;
      this.#deps.index.namesChanged();
      if (this.#deps.shelf.generation !== this.#judgedBy) await this.#judgeAnew();
    });
  }

  /** A first pull may have ended. */
  checkComplete(): Promise<void> {
    return this.#inTurn(async () => this.#deps.index.publish(await this.#isComplete()));
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
    this.#written.add(idOfKey(key));
    this.#take(idOfKey(key), listPart(doc) ?? readDoc('ticket', doc));
    this.#deps.index.publish();
  }

  /** One reading at a time, so that an older one never comes after a newer one. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#tail = this.#tail.then(work, work);
    return this.#tail;
  }

  async #load(): Promise<void> {
    const { db, index, shelf } = this.#deps;
    this.#judgedBy = shelf.generation;
    this.#pace.begin();
    for await (const rows of changedTicketRows(db, this.#forgetWritten)) {
      await this.#takeRows(rows);
      this.#pace.showSoon();
    }
    const keys = await db.lists.toCollection().primaryKeys();
    await this.#readPacks((keys as string[]).reverse(), this.#putPacked);
    index.publish(await this.#isComplete());
    await this.#warm();
  }

  async #judgeAnew(): Promise<void> {
    const { db, index, shelf } = this.#deps;
    this.#judgedBy = shelf.generation;
    this.#pace.begin();
    for (const _ of index.judgeAnew()) await this.#pace.breathe();
    index.publish();
    // What the finished ones were judged by is in the database alone. Those that change meanwhile are judged as they come.
    const seen = new Set<string>();
    this.#taken = seen;
    for await (const rows of changedTicketRows(db)) {
      for (const row of rows) {
        const id = idOfKey(row.key);
        const ticket = 'doc' in row ? listPart(row.doc) : undefined;
        if (ticket !== undefined && !seen.has(id)) index.judgeFinished(ticket);
        seen.add(id);
        await this.#pace.breathe();
      }
    }
    const keys = (await db.lists.toCollection().primaryKeys()) as string[];
    await this.#readPacks(keys.reverse(), (ticket) => {
      if (!seen.has(ticket.id)) index.judgeFinished(ticket);
    });
    this.#taken = null;
    index.publish();
    await this.#warm();
  }

  async #warm(): Promise<void> {
    while (this.#deps.index.warm(ticketsAtOnce)) await this.#deps.pause();
  }

  /** True when the device has had everything once: the first pull is over. */
  async #isComplete(): Promise<boolean> {
    const { snapshot, cursor } = await readMeta(this.#deps.db, 'snapshot', 'cursor');
    return cursor !== undefined && snapshot === undefined;
  }

  async #reread(ids: readonly string[]): Promise<void> {
    const { db, view, index } = this.#deps;
    this.#forgetWritten();
    const rows = await db.rows.bulkGet(ids.map((id) => keyOf('ticket', id)));
    const missing = ids.filter((_, at) => rows[at] === undefined);
    this.#pace.begin();
    await this.#takeRows(rows.filter((row) => row !== undefined));
    if (missing.length > 0) {
      await view.refresh();
      for (const id of missing) {
        const row = readDoc('ticket', await view.doc('ticket', id));
        this.#take(id, row);
      }
    }
    index.publish();
  }

  readonly #forgetWritten = (): void => this.#written.clear();

  readonly #putPacked = (ticket: ListTicket): void => {
    const { index } = this.#deps;
    if (!this.#gone.has(ticket.id) && !index.has(ticket.id)) index.put(ticket);
  };

  async #readPacks(keys: readonly string[], take: (ticket: ListTicket) => void): Promise<void> {
    const { db } = this.#deps;
    this.#pace.begin();
    const read = (at: number) => db.lists.bulkGet(keys.slice(at, at === 0 ? 1 : at + packsAtOnce));
    let next = read(0);
    for (let at = 0; at < keys.length; ) {
      const lists = await next;
      at += lists.length;
      // The next pages are fetched while these are put in.
      next = read(at);
      for (const list of lists) {
        if (list !== undefined) await this.#takePage(readListPage(list.page), take);
        this.#pace.showSoon();
      }
    }
    await next;
  }

  async #takePage(tickets: readonly ListTicket[], take: (ticket: ListTicket) => void): Promise<void> {
    for (let at = 0; at < tickets.length; at += ticketsPerLook) {
      for (const ticket of tickets.slice(at, at + ticketsPerLook)) take(ticket);
      await this.#pace.breathe();
    }
  }

  /** Puts in rows that have just been read, and lets the window draw between them. */
  async #takeRows(rows: readonly RowRecord[]): Promise<void> {
    for (let at = 0; at < rows.length; at += ticketsPerLook) {
      for (const row of rows.slice(at, at + ticketsPerLook)) {
        const id = idOfKey(row.key);
        if (this.#written.has(id)) continue;
        this.#take(id, 'doc' in row ? (listPart(row.doc) ?? readDoc('ticket', row.doc)) : undefined);
      }
      await this.#pace.breathe();
    }
  }

  #take(id: string, ticket: ListTicket | undefined): void {
    this.#taken?.add(id);
    if (ticket === undefined) {
      this.#gone.add(id);
      this.#deps.index.remove(id);
    } else {
      this.#gone.delete(id);
      this.#deps.index.put(ticket);
    }
  }
}
