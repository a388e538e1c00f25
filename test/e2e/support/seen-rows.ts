import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { openDatabase } from '../../../server/db/open.ts';
import { systemPlatform } from '../../../server/platform/system-clock.ts';
import { canonicalJson } from '../../../server/store/canonical.ts';
import type { ServerStore } from './server-process.ts';

/** Rows by `kind|id`, as text that is equal where the rows are. */
export type SeenRows = ReadonlyMap<string, string>;

/** Reads a browser's own database, packed rows and the changed ones over them, past all product code. */
export async function deviceRows(page: Page): Promise<SeenRows> {
  const rows = await page.evaluate(async () => {
    const all = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
    const name = names.find((one) => one.startsWith('tanggap-') && one !== 'tanggap-profile');
    if (name === undefined) throw new Error('no desk database');
    const database = await all(indexedDB.open(name));
    const store = database.transaction(['packs', 'rows']);
    type Doc = Record<string, unknown>;
    const packs: { key: string; docs: Doc[]; kinds?: string[] }[] = await all(
      store.objectStore('packs').getAll(),
    );
    const changed: { key: string; doc?: Doc }[] = await all(store.objectStore('rows').getAll());
    database.close();
    const seen = new Map<string, Doc>();
    for (const { key, docs, kinds } of packs) {
      for (const [at, doc] of docs.entries())
        seen.set(`${kinds?.[at] ?? key.slice(0, key.indexOf('|'))}|${String(doc.id ?? doc.code)}`, doc);
    }
    for (const { key, doc } of changed) {
      if (doc === undefined) seen.delete(key);
      else seen.set(key, doc);
    }
    return [...seen];
  });
  return new Map(rows.map(([key, doc]) => [key, canonicalJson(doc)]));
}

export interface ServerContent {
  readonly rows: SeenRows;
  /** Mutations of each device, in order. */
  readonly mutations: readonly { device: string; id: number; name: string; refused: boolean }[];
}

/**
 * Reads the server's database itself: the rows of these offices and the reference data, or all rows. A PGlite folder can only be read
 * while its server is stopped.
 */
export async function serverContent(store: ServerStore, offices?: readonly string[]): Promise<ServerContent> {
  const spaces = ['ref', ...(offices ?? []).map((opd) => `opd:${opd}`)];
  const within = offices === undefined ? sql`` : sql`AND space = ANY(${spaces}::text[])`;
  const database = await openDatabase(store, systemPlatform);
  try {
    const { rows } = await sql<{ key: string; doc: unknown }>`
      SELECT kind || '|' || id AS key, doc FROM stored_row
      WHERE NOT deleted ${within}`.execute(database.db);
    const { rows: mutations } = await sql<{ device: string; id: number; name: string; refused: boolean }>`
      SELECT device.code AS device, mutation_id AS id, mutation.name, outcome IS NOT NULL AS refused
      FROM mutation JOIN device ON device.id = device_id ORDER BY device.code, mutation_id`.execute(
      database.db,
    );
    return { rows: new Map(rows.map(({ key, doc }) => [key, canonicalJson(doc)])), mutations };
  } finally {
    await database.close();
  }
}
