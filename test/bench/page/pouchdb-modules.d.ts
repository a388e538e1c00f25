/** As much of PouchDB as the benches use: the types published for it change `Buffer` for the whole program. */
declare module 'pouchdb-browser' {
  type Stored<T> = T & { readonly _id: string; readonly _rev: string };

  export default class PouchDB<T extends object = object> {
    static plugin(plugin: unknown): void;
    constructor(nameOrUrl: string, options?: { readonly adapter?: string });
    readonly replicate: {
      from(remote: PouchDB, options: { readonly batch_size: number }): Promise<unknown>;
      to(remote: PouchDB, options: { readonly batch_size: number }): Promise<unknown>;
    };
    info(): Promise<{ readonly doc_count: number }>;
    allDocs(options: {
      readonly keys: readonly string[];
      readonly include_docs: true;
    }): Promise<{ readonly rows: readonly { readonly doc?: Stored<T> | null }[] }>;
    bulkDocs(
      docs: readonly Stored<T>[],
    ): Promise<readonly ({ readonly ok: true } | { readonly error: unknown })[]>;
  }
}

declare module 'pouchdb-adapter-indexeddb' {
  const adapter: unknown;
  export default adapter;
}
