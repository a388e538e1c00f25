import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './support/browser.ts';
import { until } from './support/until.ts';

const indexedDb = join('Default', 'IndexedDB');

/** Bytes of a file; 0 for one that is gone again. */
function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Files below the folder in which the browser keeps IndexedDB, with `/` between the parts of their paths. */
function storageFiles(profile: string): string[] {
  const folder = join(profile, indexedDb);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
}

/** Begins a transaction that writes to `store`, and to what all share where there is such a store, and never ends it. */
async function writeWithoutEnd(page: Page, database: string, stores: readonly string[]): Promise<void> {
  await page.evaluate(
    ([name, [first = '', ...more]]) =>
      new Promise<void>((begun, fail) => {
        const opening = indexedDB.open(name);
        opening.onupgradeneeded = () => {
          for (const store of ['notes', 'files', 'shared']) opening.result.createObjectStore(store);
        };
        opening.onerror = () => fail(opening.error);
        opening.onsuccess = () => {
          const writing = opening.result.transaction([first, ...more], 'readwrite', { durability: 'strict' });
          const write = (turn: number) => {
            const request = writing.objectStore(first).put('x'.repeat(2000), turn % 50);
            request.onsuccess = () => write(turn + 1);
            if (turn === 100) begun();
          };
          write(0);
          // One that waits for another has begun, too, as far as the page can tell.
          if (more.length > 0) begun();
        };
      }),
    [database, stores] as const,
  );
}

/** What databases the browser still has after it was killed with these transactions under way. */
async function databasesAfterKill(
  origin: string,
  transactions: readonly (readonly string[])[],
): Promise<string[]> {
  const profile = mkdtempSync(join(tmpdir(), 'tanggap-backend-'));
  const killed = await openBrowser(profile);
  await killed.page.goto(origin);
  await killed.page.evaluate(() => {
    indexedDB.open('bystander');
  });
  for (const stores of transactions) await writeWithoutEnd(killed.page, 'desk', stores);
  const written = () =>
    storageFiles(profile).reduce((sum, file) => sum + sizeOf(join(profile, indexedDb, file)), 0);
  const before = written();
  // What has begun is noted on the disk a little later than the page is told.
  await until('the writers to be on the disk', () => (written() > before + 200_000 ? true : undefined));
  await killed.kill();
  const { page, kill } = await openBrowser(profile);
  try {
    await page.goto(origin);
    return await until('the databases to be listed', () =>
      page
        .evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ''))
        .catch(() => undefined),
    );
  } finally {
    await kill();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

describe('how the browser keeps IndexedDB', () => {
  const profile = mkdtempSync(join(tmpdir(), 'tanggap-backend-'));
  const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<p>'));
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
  afterAll(() => {
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  it('F12 is the one that everything here was proved on: LevelDB', async () => {
    const browser = await openBrowser(profile);
    const { page } = browser;
    await page.goto(origin());
    await page.evaluate(
      () =>
        new Promise<void>((done, fail) => {
          const opening = indexedDB.open('backend');
          opening.onupgradeneeded = () => opening.result.createObjectStore('rows').add('kept', 1);
          opening.onsuccess = () => done();
          opening.onerror = () => fail(opening.error);
        }),
    );
    const version = browser.context.browser()?.version() ?? 'unknown';
    await browser.close();
    const files = storageFiles(profile);
    console.info(`Chromium ${version} keeps IndexedDB in: ${files.join(', ')}`);
    const advice =
      'Another backend: run npm run test:power, test:kills and the whole suite on it, teach test/electron/profile-damages.ts its files, and mend F12 in docs/sync-spec.md.';
    expect(
      files.some((file) => /\.indexeddb\.leveldb\/CURRENT$/.test(file)),
      advice,
    ).toBe(true);
    expect(
      files.filter((file) => /sqlite|\.db(-wal|-journal)?$/i.test(file)),
      advice,
    ).toEqual([]);
  });

  it('OUT-13 F2 outlives a kill with two writers that share a store, which need not be so without', async () => {
    const kept = ['bystander', 'desk'];
    expect(
      await databasesAfterKill(origin(), [
        ['notes', 'shared'],
        ['files', 'shared'],
      ]),
    ).toEqual(kept);
    const apart = await databasesAfterKill(origin(), [['notes'], ['files']]);
    console.info(
      apart.length === kept.length
        ? 'Two writers without a common store outlived a kill as well: OUT-13 may no longer be needed.'
        : `Two writers without a common store: after a kill the browser has ${apart.length} of ${kept.length} databases.`,
    );
  });
});
