import type { PolicyLookup, PolicyShelf } from '#shared/sla/policy-shelf.ts';
import type { CalendarRow, PolicyRow } from '#shared/sla/published.ts';
import { type RowKind, type RowOf, rowKinds } from '#shared/sync/rows.ts';
import type { DeskDatabase } from '../db/database.ts';
import { readMeta, writeMeta } from '../db/meta.ts';
import { readDoc } from '../db/row-view.ts';
import { createPolicyShelf } from '../policies.ts';

/** Kinds of rows that fill the shelf. */
const publishedKinds = ['policy', 'calendar'] as const;
type PublishedKind = (typeof publishedKinds)[number];

export function isPublishedKey(key: string): boolean {
  return publishedKinds.some((kind) => key.startsWith(`${kind}|`));
}

/** Those of them whose place the first pull passes from a row of one kind to a row of another; left out: start and end. */
export function publishedBetween(from?: RowKind, to?: RowKind): readonly PublishedKind[] {
  const behind = from === undefined ? -1 : rowKinds.indexOf(from);
  const upTo = to === undefined ? rowKinds.length : rowKinds.indexOf(to);
  return publishedKinds.filter((kind) => rowKinds.indexOf(kind) > behind && rowKinds.indexOf(kind) <= upTo);
}

/**
 * The packs and days off of one tab or worker: those that come with the app and those its database holds. Whoever stores
 * some counts the stored generation up; every transaction that runs mutations compares it, so that all tabs and the worker
 * judge by the same packs, whoever pulled them.
 */
export class PublishedShelf {
  readonly #db: DeskDatabase;
  readonly #shelf: PolicyShelf = createPolicyShelf();
  #generation = -1;
  #policies: readonly PolicyRow[] = [];
  #calendars: readonly CalendarRow[] = [];

  readonly find: PolicyLookup = this.#shelf.find;

  constructor(db: DeskDatabase) {
    this.#db = db;
  }

  /** The stored generation that is on the shelf; -1 before the first look. */
  get generation(): number {
    return this.#generation;
  }

  get policies(): readonly PolicyRow[] {
    return this.#policies;
  }

  get calendars(): readonly CalendarRow[] {
    return this.#calendars;
  }

  /** Takes in what is stored, outside a transaction. */
  refresh(): Promise<void> {
    return this.#db.transaction('r', [this.#db.rows, this.#db.meta], async () => {
      const { published } = await readMeta(this.#db, 'published');
      await this.refreshTo(published?.generation ?? 0);
    });
  }

  /** The same inside a transaction that reads rows, where the caller has read the generation already. */
  async refreshTo(generation: number): Promise<void> {
    if (generation === this.#generation) return;
    const [policies, calendars] = await Promise.all([this.#stored('policy'), this.#stored('calendar')]);
    this.#policies = policies;
    this.#calendars = calendars.sort((a, b) => a.revision - b.revision);
    this.#shelf.replace(policies, calendars);
    this.#generation = generation;
  }

  /** Rows of the shelf were written in the running transaction, which also writes meta: everybody is to look again. */
  async outdate(): Promise<void> {
    const { published } = await readMeta(this.#db, 'published');
    const generation = (published?.generation ?? 0) + 1;
    await writeMeta(this.#db, 'published', { generation });
    // A transaction that came to nothing may have used this number before.
    this.#generation = -1;
    await this.refreshTo(generation);
  }

  async #stored<K extends PublishedKind>(kind: K): Promise<RowOf<K>[]> {
    const records = await this.#db.rows.where('key').between(`${kind}|`, `${kind}|\uffff`).toArray();
    return records.flatMap((record) => readDoc(kind, 'doc' in record ? record.doc : undefined) ?? []);
  }
}
