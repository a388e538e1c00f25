import { aggregateOf, type RowKind, type RowOf, rowKinds, rowSchemas } from '#shared/sync/rows.ts';
import {
  type DeskDatabase,
  type Doc,
  docOf,
  idOfDoc,
  idOfKey,
  isOlderKey,
  keyOf,
  kindOfKey,
  olderKey,
  type PackRecord,
} from './database.ts';
import { readMeta } from './meta.ts';

const rememberedPacks = 12;
/** Above every character an id may have. */
const afterAll = '\uffff';

/**
 * Reads rows: the changed ones over the packed ones. Keeps the (unchanging) keys of all packs and a few packs in memory;
 * `refresh` compares the stored generation, so that what another tab did to the packs is never overlooked.
 */
export class RowView {
  readonly #db: DeskDatabase;
  #generation = -1;
  #packKeys = new Map<RowKind, string[]>();
  /** Ids of the tickets that were fetched from before the window. */
  #older = new Set<string>();
  #remembered = new Map<string, PackRecord>();

  constructor(db: DeskDatabase) {
    this.#db = db;
  }

  /** To be called first in every transaction that reads packed rows. */
  async refresh(): Promise<void> {
    const { packs } = await readMeta(this.#db, 'packs');
    await this.refreshTo(packs?.generation ?? 0);
  }

  /** The same, where the caller has read the generation already. */
  async refreshTo(generation: number): Promise<void> {
    if (generation === this.#generation) return;
    const keys = (await this.#db.packs.toCollection().primaryKeys()) as string[];
    const byKind = new Map<RowKind, string[]>(rowKinds.map((kind) => [kind, []]));
    for (const key of keys) byKind.get(kindOfKey(key))?.push(key);
    this.#older = new Set(keys.filter(isOlderKey).map(idOfKey));
    this.#packKeys = byKind;
    this.#remembered = new Map();
    this.#generation = generation;
  }

  /** The generation of packs that is remembered; -1 before the first look. */
  get generation(): number {
    return this.#generation;
  }

  /** Keys of the packs of a kind, ascending. */
  packKeys(kind: RowKind): readonly string[] {
    return this.#packKeys.get(kind) ?? [];
  }

  async doc(kind: RowKind, id: string): Promise<Doc | undefined> {
    const key = keyOf(kind, id);
    const record = await this.#db.rows.get(key);
    if (record !== undefined) return docOf(record);
    return this.packedDoc(kind, id);
  }

  /** The row as the first pull brought it, or as it was fetched from before the window, whatever happened to it since. */
  async packedDoc(kind: RowKind, id: string): Promise<Doc | undefined> {
    const keys = this.packKeys(kind);
    const packKey = keys[firstAtLeast(keys, keyOf(kind, id))];
    const pack = packKey === undefined ? undefined : await this.#pack(packKey);
    const found = pack === undefined ? undefined : findDescending(kind, pack.docs, id);
    if (found !== undefined) return found;
    return (await this.#olderDocs(kind, aggregateOf(id))).find((doc) => idOfDoc(kind, doc) === id);
  }

  /** The rows of one kind of a ticket from before the window; none for any other. */
  async #olderDocs(kind: RowKind, ticketId: string): Promise<readonly Doc[]> {
    if (!this.#older.has(ticketId)) return [];
    const pack = await this.#pack(olderKey(ticketId));
    return pack?.docs.filter((_, at) => pack.kinds?.[at] === kind) ?? [];
  }

  /** Rows whose ids start with `prefix`, ascending by id. */
  async docsWithPrefix(kind: RowKind, prefix: string): Promise<Doc[]> {
    const low = keyOf(kind, prefix);
    const high = keyOf(kind, `${prefix}${afterAll}`);
    // Asked for together, so that nobody waits for one after the other.
    const [found, changed] = await Promise.all([
      this.#packedWithPrefix(kind, prefix),
      this.#db.rows.where('key').between(low, high).toArray(),
    ]);
    for (const record of changed) {
      const doc = docOf(record);
      if (doc === undefined) found.delete(record.key);
      else found.set(record.key, doc);
    }
    return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, doc]) => doc);
  }

  async #packedWithPrefix(kind: RowKind, prefix: string): Promise<Map<string, Doc>> {
    const found = new Map<string, Doc>();
    for (const doc of await this.#olderDocs(kind, aggregateOf(prefix))) {
      const id = idOfDoc(kind, doc);
      if (id?.startsWith(prefix)) found.set(keyOf(kind, id), doc);
    }
    const keys = this.packKeys(kind);
    for (let at = firstAtLeast(keys, keyOf(kind, prefix)); at < keys.length; at += 1) {
      const packKey = keys[at] as string;
      const pack = await this.#pack(packKey);
      for (const doc of pack?.docs ?? []) {
        const id = idOfDoc(kind, doc);
        if (id?.startsWith(prefix)) found.set(keyOf(kind, id), doc);
      }
      if (packKey >= keyOf(kind, `${prefix}${afterAll}`)) break;
    }
    return found;
  }

  async #pack(key: string): Promise<PackRecord | undefined> {
    const known = this.#remembered.get(key);
    if (known !== undefined) {
      // Moves it to the young end: the map keeps the order of insertion.
      this.#remembered.delete(key);
      this.#remembered.set(key, known);
      return known;
    }
    const pack = await this.#db.packs.get(key);
    if (pack === undefined) return undefined;
    this.#remembered.set(key, pack);
    if (this.#remembered.size > rememberedPacks) {
      const oldest = this.#remembered.keys().next().value;
      if (oldest !== undefined) this.#remembered.delete(oldest);
    }
    return pack;
  }
}

/** The stored document as this version reads it (missing fields filled in); undefined where it cannot be read. */
export function readDoc<K extends RowKind>(kind: K, doc: Doc | undefined): RowOf<K> | undefined {
  if (doc === undefined) return undefined;
  const parsed = rowSchemas[kind].safeParse(doc);
  return parsed.success ? (parsed.data as RowOf<K>) : undefined;
}

function firstAtLeast(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function findDescending(kind: RowKind, docs: readonly Doc[], id: string): Doc | undefined {
  let low = 0;
  let high = docs.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const doc = docs[middle] as Doc;
    const here = idOfDoc(kind, doc) ?? '';
    if (here === id) return doc;
    if (here > id) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
