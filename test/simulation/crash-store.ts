import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';

/** What a transaction of fake-indexeddb keeps to undo itself; it stays after the commit. */
interface Undoable {
  readonly _rollbackLog: (() => void)[];
}

/** A running app (all its windows and its worker). Dead, it can neither store nor send anything any more. */
export interface AppProcess {
  alive: boolean;
  /** Dies at the n-th write from now, inside its transaction. */
  dieAtWrite: number | null;
  /** Dies right after the n-th commit from now, before it hears of it. */
  dieAtCommit: number | null;
  /** The n-th write from now finds no space, and every one after it until the space is given back. */
  fullAtWrite: number | null;
  readonly died: Promise<void>;
  die(): void;
}

export function startProcess(): AppProcess {
  let report = (): void => undefined;
  const died = new Promise<void>((resolve) => {
    report = resolve;
  });
  const process: AppProcess = {
    alive: true,
    dieAtWrite: null,
    dieAtCommit: null,
    fullAtWrite: null,
    died,
    die() {
      process.alive = false;
      report();
    },
  };
  return process;
}

const writes = ['put', 'add', 'delete', 'clear'] as const;

/**
 * The IndexedDB of one profile with a crash model: an app can be killed before any write and after any commit, the disk
 * can be full, and at a power cut every commit that was not `strict` is gone unless a strict one followed it.
 */
export class CrashStore {
  readonly #factory = new IDBFactory();
  readonly #active = new Set<IDBTransaction>();
  /** Committed since the last strict commit, oldest first. */
  #unflushed: Undoable[] = [];

  /** The storage as one process sees it. */
  open(process: AppProcess): { readonly indexedDB: IDBFactory; readonly IDBKeyRange: typeof IDBKeyRange } {
    const own = Object.create(this.#factory) as IDBFactory;
    own.open = (name: string, version?: number) => {
      if (!process.alive) throw dead();
      const request = version === undefined ? this.#factory.open(name) : this.#factory.open(name, version);
      request.addEventListener('success', () => this.#watch(request.result, process));
      return request;
    };
    own.cmp = (first: unknown, second: unknown) => this.#factory.cmp(first, second);
    own.deleteDatabase = (name: string) => this.#factory.deleteDatabase(name);
    own.databases = () => this.#factory.databases();
    return { indexedDB: own, IDBKeyRange };
  }

  /** Resolves when no transaction is open: nothing is still on its way to the disk. */
  async settled(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet = this.#active.size === 0 ? quiet + 1 : 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Aborts what the dead process had open. */
  abortOpen(): void {
    for (const transaction of this.#active) {
      try {
        transaction.abort();
      } catch {
        // Already on its way to the end.
      }
    }
  }

  /** The power goes: what was committed but not flushed is undone, newest first. */
  cutPower(): void {
    for (const { _rollbackLog } of this.#unflushed.reverse()) {
      for (const undo of _rollbackLog.reverse()) undo();
    }
    this.#unflushed = [];
  }

  /** Everything in stores of these names, of every database, as one text. */
  async textOf(wanted: readonly string[]): Promise<string> {
    const texts: string[] = [];
    for (const { name } of await this.#factory.databases()) {
      if (name === undefined) continue;
      const db = await answered(this.#factory.open(name));
      const stores = [...db.objectStoreNames].filter((store) => wanted.includes(store));
      for (const store of stores)
        texts.push(JSON.stringify(await answered(db.transaction(store).objectStore(store).getAll())));
      db.close();
    }
    return texts.join('\n');
  }

  /** The same data on another computer, as after copying the profile's folder. */
  async copy(): Promise<CrashStore> {
    const twin = new CrashStore();
    for (const { name } of await this.#factory.databases()) {
      if (name !== undefined) await copyDatabase(name, this.#factory, twin.#factory);
    }
    return twin;
  }

  #watch(db: IDBDatabase, process: AppProcess): void {
    const plain = db.transaction.bind(db);
    db.transaction = (stores, mode, options) => {
      if (!process.alive) throw dead();
      const transaction = plain(stores, mode, options);
      this.#active.add(transaction);
      if (mode === 'readwrite') this.#guardWrites(transaction, process);
      transaction.addEventListener('abort', () => this.#active.delete(transaction));
      transaction.addEventListener('complete', () => {
        this.#active.delete(transaction);
        if (mode !== 'readwrite') return;
        if (options?.durability === 'strict') this.#unflushed = [];
        else this.#unflushed.push(transaction as unknown as Undoable);
        if (process.dieAtCommit !== null && countDown(process, 'dieAtCommit')) process.die();
      });
      return transaction;
    };
  }

  #guardWrites(transaction: IDBTransaction, process: AppProcess): void {
    const plain = transaction.objectStore.bind(transaction);
    const guarded = new WeakSet<IDBObjectStore>();
    transaction.objectStore = (name) => {
      const store = plain(name);
      if (guarded.has(store)) return store;
      guarded.add(store);
      for (const write of writes) {
        const original = (store[write] as (...args: unknown[]) => IDBRequest).bind(store);
        (store as unknown as Record<string, unknown>)[write] = (...args: unknown[]) => {
          this.#beforeWrite(transaction, process);
          return original(...args);
        };
      }
      return store;
    };
  }

  #beforeWrite(transaction: IDBTransaction, process: AppProcess): void {
    if (!process.alive) throw dead();
    if (process.dieAtWrite !== null && countDown(process, 'dieAtWrite')) {
      process.die();
      transaction.abort();
      throw dead();
    }
    if (process.fullAtWrite !== null && (process.fullAtWrite <= 1 || countDown(process, 'fullAtWrite'))) {
      process.fullAtWrite = 1;
      throw new DOMException('no space left', 'QuotaExceededError');
    }
  }
}

/** True when the count has come to its end. */
function countDown(process: AppProcess, what: 'dieAtWrite' | 'dieAtCommit' | 'fullAtWrite'): boolean {
  const left = (process[what] ?? 1) - 1;
  process[what] = left <= 0 ? null : left;
  return left <= 0;
}

const gone = 'the process is gone';

/** A name after which Dexie does not open the database again. */
function dead(): DOMException {
  return new DOMException(gone, 'AbortError');
}

/** True for a failure inside an app that was killed. */
export function isOfTheDead(error: unknown): boolean {
  return error instanceof Error && error.message.includes(gone);
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function copyDatabase(name: string, from: IDBFactory, to: IDBFactory): Promise<void> {
  const source = await answered(from.open(name));
  const stores = [...source.objectStoreNames];
  const reading = source.transaction(stores, 'readonly');
  const contents = await Promise.all(
    stores.map(async (store) => {
      const { keyPath, indexNames } = reading.objectStore(store);
      const indexes = [...indexNames].map((index) => {
        const { keyPath: path, unique, multiEntry } = reading.objectStore(store).index(index);
        return { index, path, unique, multiEntry };
      });
      return { store, keyPath, indexes, rows: await answered(reading.objectStore(store).getAll()) };
    }),
  );
  const request = to.open(name, source.version);
  request.onupgradeneeded = () => {
    for (const { store, keyPath, indexes } of contents) {
      const made = request.result.createObjectStore(store, { keyPath });
      for (const { index, path, ...how } of indexes) made.createIndex(index, path, how);
    }
  };
  const target = await answered(request);
  const writing = target.transaction(stores, 'readwrite');
  for (const { store, rows } of contents) for (const row of rows) writing.objectStore(store).put(row);
  await new Promise((resolve) => writing.addEventListener('complete', resolve));
  source.close();
  target.close();
}
