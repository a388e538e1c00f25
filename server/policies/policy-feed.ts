import type { PolicyPack } from '#shared/sla/pack.ts';
import { type PolicyLookup, PolicyShelf } from '#shared/sla/policy-shelf.ts';
import { referenceSpace } from '#shared/sync/rows.ts';
import type { Db } from '../db/open.ts';
import type { Pokes } from '../sync/pokes.ts';
import { readPublished, readReferenceVersion } from './published-rows.ts';

/** A database that did not answer is asked again after this long. */
const retryMs = 1000;

/**
 * Packs and days off as the database holds them, over those shipped with the product. `find` answers at once from
 * memory; `reload` and `follow` keep the memory fresh.
 */
export class PolicyFeed {
  readonly #db: Pick<Db, 'selectFrom'>;
  readonly #shelf: PolicyShelf;
  /** Ids of what is on the shelf: published rows never change, so the same ids are the same rows. */
  #known = '';
  #version = 0;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;

  private constructor(db: Pick<Db, 'selectFrom'>, shipped: readonly PolicyPack[]) {
    this.#db = db;
    this.#shelf = new PolicyShelf(shipped);
  }

  /** A feed that has read the database once. */
  static async open(db: Pick<Db, 'selectFrom'>, shipped: readonly PolicyPack[]): Promise<PolicyFeed> {
    const feed = new PolicyFeed(db, shipped);
    await feed.reload();
    return feed;
  }

  readonly find: PolicyLookup = (name, wanted, opd) => this.#shelf.find(name, wanted, opd);

  /** Reads what is published. Resolves when everything committed before the call is on the shelf. */
  reload(): Promise<void> {
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = null;
        this.#running = this.#load();
        return this.#running;
      });
    return this.#next;
  }

  /**
   * Reloads whenever the reference space moved, here or on another server process. `failed` hears of a database that
   * did not answer; it is asked again.
   * @returns the function that ends this and waits for a reading under way.
   */
  follow(pokes: Pokes, failed: (error: unknown) => void): () => Promise<void> {
    let again: NodeJS.Timeout | undefined;
    let isEnded = false;
    let last: Promise<void> = Promise.resolve();
    const read = (): void => {
      last = this.reload().catch((error: unknown) => {
        if (isEnded) return;
        failed(error);
        clearTimeout(again);
        again = setTimeout(read, retryMs);
        again.unref();
      });
    };
    const unsubscribe = pokes.subscribe((spaces) => {
      if (spaces.includes(referenceSpace)) read();
    });
    // What another server published between the first reading and this moment was told to nobody here.
    read();
    return async () => {
      isEnded = true;
      clearTimeout(again);
      unsubscribe();
      await last;
    };
  }

  /** The reference space's version up to which everything published is on the shelf. */
  get version(): number {
    return this.#version;
  }

  async #load(): Promise<void> {
    // Read first: rows of a later version may be among those read then, which does no harm.
    const version = await readReferenceVersion(this.#db);
    const { policies, calendars } = await readPublished(this.#db);
    this.#version = version;
    const ids = [...policies, ...calendars].map(({ id }) => id).join(' ');
    if (ids === this.#known) return;
    this.#shelf.replace(policies, calendars);
    this.#known = ids;
  }
}
