import Dexie, { type DexieOptions, type Table } from 'dexie';
import type { MutationEnvelope } from '#shared/sync/protocol.ts';
import type { RowKind } from '#shared/sync/rows.ts';
import type { ReviewItem } from '../contract.ts';
import type { FileRecord, PieceRecord, TransferRecord } from '../files/file-records.ts';
import { oneWriterAtATime } from './one-writer.ts';

export type Doc = Readonly<Record<string, unknown>>;

/** A row as it stands now, over the packed ones; `deleted` hides a packed row that is gone. Key: `kind|id`. */
export type RowRecord =
  | { readonly key: string; readonly doc: Doc }
  | { readonly key: string; readonly deleted: true };

/**
 * One line of the first pull: some hundred rows in descending id order. Key: `kind|<largest id>`. Never changed. Or a ticket
 * that was fetched from before the device's window, whole, with its own row first and the kind of each. Key: `older|<id>`.
 */
export interface PackRecord {
  readonly key: string;
  readonly docs: readonly Doc[];
  readonly kinds?: readonly RowKind[];
}

/** What the list needs of a pack of tickets, under the pack's key; of older ones of several, under the last one's. */
export interface ListPageRecord {
  readonly key: string;
  readonly page: string;
}

/** What `rows` held for a key before pending mutations wrote there; null where it held nothing. */
export interface ShadowRecord {
  readonly key: string;
  readonly aggregate: string;
  readonly previous: RowRecord | null;
}

/** A mutation as it will be sent, word for word on every attempt. */
export interface OutboxRecord extends MutationEnvelope {
  readonly aggregate: string;
  /** Epoch of the device's clock it was made in; older versions noted none. */
  readonly clockEpoch?: number;
  /** By how much `occurredAt` turned out to be behind the truth, ms; told beside the envelope. */
  readonly skewMs?: number;
  /** Was refused once before the server went back to an older state; it is not shown to the user a second time. */
  readonly wasRefused?: true;
  /** The server cannot read it, whatever is wrong with it: it is sent without its content, and refused. */
  readonly isUnsendable?: true;
  /** The server's ticket row that holds its effect came on an earlier page of a pull that has not ended yet. */
  readonly hasArrived?: boolean;
  /** Names it in the journal outside the database, for good; its number may change. Absent where it was never written there. */
  readonly journalKey?: string;
}

/** An acknowledged mutation, kept so that it can be offered again when a server was restored from a back-up. */
export interface SentRecord extends OutboxRecord {
  readonly acknowledgedAt: number;
}

/** An acknowledged mutation as an outbox entry again, when the server has lost it. */
export function reoffered({ acknowledgedAt: _at, hasArrived: _arrived, ...entry }: SentRecord): OutboxRecord {
  return entry;
}

export interface DraftRecord {
  readonly key: string;
  readonly value: unknown;
  readonly savedAt: number;
}

export interface CounterRecord {
  readonly key: string;
  readonly value: number | string;
}

export interface MetaRecord {
  readonly key: string;
  readonly value: unknown;
}

/** A pulled row this version cannot read; applied again after an update. */
export interface ParkedRecord {
  readonly key: string;
  readonly change: unknown;
  /** It goes when a newer change of its row can be read. Older versions left it lying. */
  readonly isLatest?: true;
}

/** Another IndexedDB than the browser's own, so that tests can have several devices. */
export type BrowserFactory = Pick<DexieOptions, 'IDBKeyRange'> & { readonly indexedDB?: IDBFactory };

/**
 * Grows when an older app must no longer write. Dexie itself lets an old app write into a newer database. 2: attachments,
 * which an older app would put aside for ever. 3: windows, of which an older app would lose the start.
 */
export const writerVersion = 3;

/** Of the stores; grows with every change of them, and then `writerVersion` grows too. */
const schemaVersion = 2;

/** The database of one user in one profile. `strict`: a commit is on the disk before anything is called saved. */
export class DeskDatabase extends Dexie {
  readonly #browser: IDBFactory;
  declare rows: Table<RowRecord, string>;
  declare packs: Table<PackRecord, string>;
  declare lists: Table<ListPageRecord, string>;
  declare shadow: Table<ShadowRecord, string>;
  declare outbox: Table<OutboxRecord, number>;
  declare sent: Table<SentRecord, number>;
  declare review: Table<ReviewItem, string>;
  declare drafts: Table<DraftRecord, string>;
  declare counters: Table<CounterRecord, string>;
  declare meta: Table<MetaRecord, string>;
  declare parked: Table<ParkedRecord, string>;
  declare files: Table<FileRecord, string>;
  declare pieces: Table<PieceRecord, [string, number]>;
  declare transfers: Table<TransferRecord, string>;

  /** @param patienceMs how long to wait for a window of an older version that does not let go of the database. */
  constructor(userId: string, factory: BrowserFactory = {}, patienceMs = 5_000) {
    super(`tanggap-${userId}`, { chromeTransactionDurability: 'strict', cache: 'disabled', ...factory });
    this.version(1).stores({
      rows: 'key',
      packs: 'key',
      lists: 'key',
      shadow: 'key, aggregate',
      outbox: 'id, aggregate',
      sent: 'id, acknowledgedAt',
      review: 'id',
      drafts: 'key',
      counters: 'key',
      meta: 'key',
      parked: 'key',
    });
    this.version(schemaVersion).stores({ files: 'sha256, usedAt', pieces: '[sha256+at]', transfers: 'key' });
    // Hardly ever read by itself, so that nobody who reads waits for a writer because of it.
    this.use(oneWriterAtATime('parked'));
    // A newer version of the app wants the database: this one steps aside for good. Dexie would come back, and write.
    this.on('versionchange', () => {
      this.close();
      return false;
    });
    this.on('blocked', () => {
      setTimeout(() => {
        if (!this.isOpen()) this.close();
      }, patienceMs);
      return false;
    });
    this.#browser = factory.indexedDB ?? globalThis.indexedDB;
  }

  /**
   * True where a later version of the app has made the stores. To be asked before anything else: Dexie opens such a
   * database all the same, and makes again what the later version took away.
   */
  async isOfLaterVersion(): Promise<boolean> {
    const stored = (await this.#browser.databases()).find(({ name }) => name === this.name);
    // Dexie counts in tens.
    return Math.floor((stored?.version ?? 0) / 10) > schemaVersion;
  }
}

export function keyOf(kind: RowKind, id: string): string {
  return `${kind}|${id}`;
}

const olderPrefix = 'older|';
/** All keys of older tickets, in `packs` and in `lists`. */
export const olderKeys = [olderPrefix, `${olderPrefix}\uffff`] as const;

/** Key of the pack of an older ticket. */
export function olderKey(ticketId: string): string {
  return `${olderPrefix}${ticketId}`;
}

export function isOlderKey(key: string): boolean {
  return key.startsWith(olderPrefix);
}

export function kindOfKey(key: string): RowKind {
  return key.slice(0, key.indexOf('|')) as RowKind;
}

/** True for rows of the reference space, which are kept one by one and belong to no ticket. */
export function isReferenceKind(kind: string): boolean {
  return kind === 'opd' || kind === 'user' || kind === 'policy' || kind === 'calendar';
}

export function idOfKey(key: string): string {
  return key.slice(key.indexOf('|') + 1);
}

/** The document of a stored row; undefined where the row is gone, or damaged beyond being a document. */
export function docOf(record: RowRecord): Doc | undefined {
  return 'doc' in record && isDoc(record.doc) ? record.doc : undefined;
}

/** What lies on a disk for years may come back as anything. */
export function isDoc(value: unknown): value is Doc {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The id of a row within its kind: an office is known by its code. */
export function idOfDoc(kind: RowKind, doc: Doc): string | undefined {
  if (!isDoc(doc)) return undefined;
  const id = kind === 'opd' ? doc.code : doc.id;
  return typeof id === 'string' ? id : undefined;
}
