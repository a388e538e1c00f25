/** One object store as IndexedDB knows it, with everything in it. */
interface StoreCopy {
  readonly name: string;
  readonly keyPath: string;
  readonly indexes: readonly { readonly name: string; readonly keyPath: string }[];
  readonly records: readonly unknown[];
}

/** One database of a profile. `version` is IndexedDB's own: ten times the one the code declares. */
export interface DatabaseCopy {
  readonly name: string;
  readonly version: number;
  readonly stores: readonly StoreCopy[];
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Takes a copy of every database of a profile, without the code that wrote them. Only what JSON can say can be copied. */
export async function copyOut(factory: IDBFactory): Promise<DatabaseCopy[]> {
  const copies: DatabaseCopy[] = [];
  for (const { name = '', version = 1 } of await factory.databases()) {
    const db = await done(factory.open(name));
    const stores: StoreCopy[] = [];
    for (const storeName of db.objectStoreNames) {
      const store = db.transaction(storeName).objectStore(storeName);
      const records: unknown[] = await done(store.getAll());
      if (JSON.stringify(records) !== JSON.stringify(structuredClone(records)))
        throw new Error(`${name}.${storeName} holds what JSON cannot say`);
      const indexes = [...store.indexNames].map((index) => ({
        name: index,
        keyPath: String(store.index(index).keyPath),
      }));
      stores.push({ name: storeName, keyPath: String(store.keyPath), indexes, records });
    }
    db.close();
    copies.push({ name, version, stores });
  }
  return copies;
}

/** Makes the databases of a copy in an empty profile, as they lay on the disk of that version. */
export async function putBack(factory: IDBFactory, copies: readonly DatabaseCopy[]): Promise<void> {
  for (const { name, version, stores } of copies) {
    const opening = factory.open(name, version);
    opening.onupgradeneeded = () => {
      for (const { name: storeName, keyPath, indexes, records } of stores) {
        const store = opening.result.createObjectStore(storeName, { keyPath });
        for (const index of indexes) store.createIndex(index.name, index.keyPath);
        for (const record of records) store.add(record);
      }
    };
    (await done(opening)).close();
  }
}
