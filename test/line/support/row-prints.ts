import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { openDatabase } from '../../../server/db/open.ts';
import { systemPlatform } from '../../../server/platform/system-clock.ts';
import { canonicalJson, sha256 } from '../../../server/store/canonical.ts';
import type { ServerStore } from '../../e2e/support/server-process.ts';

/** A short print of each row, by `kind|id`: so many rows are not carried out of a browser. */
export type RowPrints = ReadonlyMap<string, string>;

/** Prints of a browser's rows, packed ones and the changed ones over them, read past all product code and piece by piece. */
export async function devicePrints(page: Page): Promise<RowPrints> {
  const prints = await page.evaluate(async () => {
    const all = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const canonical = (value: unknown): string => {
      if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
      if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
      const record = value as Record<string, unknown>;
      const keys = Object.keys(record).filter((key) => record[key] !== undefined);
      return `{${keys
        .sort()
        .map((key) => `${JSON.stringify(key)}:${canonical(record[key])}`)
        .join(',')}}`;
    };
    const printOf = async (doc: unknown) => {
      const bytes = new TextEncoder().encode(canonical(doc));
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      return btoa(String.fromCharCode(...hash))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replace(/=+$/, '');
    };
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
    const name = names.find((one) => one.startsWith('tanggap-') && one !== 'tanggap-profile');
    if (name === undefined) throw new Error('no desk database');
    const database = await all(indexedDB.open(name));
    type Doc = Record<string, unknown>;
    const seen = new Map<string, string>();
    const eachOf = async <T extends { key: string }>(
      table: string,
      atOnce: number,
      take: (record: T) => Promise<void>,
    ) => {
      let after: IDBKeyRange | null = null;
      for (;;) {
        const records: T[] = await all(database.transaction(table).objectStore(table).getAll(after, atOnce));
        for (const record of records) await take(record);
        const last = records.at(-1);
        if (last === undefined) return;
        after = IDBKeyRange.lowerBound(last.key, true);
      }
    };
    await eachOf<{ key: string; docs: Doc[] }>('packs', 4, async ({ key, docs }) => {
      for (const doc of docs)
        seen.set(`${key.slice(0, key.indexOf('|'))}|${String(doc.id ?? doc.code)}`, await printOf(doc));
    });
    await eachOf<{ key: string; doc?: Doc }>('rows', 1_000, async ({ key, doc }) => {
      if (doc === undefined) seen.delete(key);
      else seen.set(key, await printOf(doc));
    });
    database.close();
    return [...seen];
  });
  return new Map(prints);
}

/** The same of the server's rows of these offices and the reference data; its server must not run. */
export async function serverPrints(store: ServerStore, offices: readonly string[]): Promise<RowPrints> {
  const spaces = ['ref', ...offices.map((opd) => `opd:${opd}`)];
  const database = await openDatabase(store, systemPlatform);
  try {
    const { rows } = await sql<{ key: string; doc: unknown }>`
      SELECT kind || '|' || id AS key, doc FROM stored_row
      WHERE NOT deleted AND space = ANY(${spaces}::text[])`.execute(database.db);
    return new Map(rows.map(({ key, doc }) => [key, sha256(canonicalJson(doc))]));
  } finally {
    await database.close();
  }
}
