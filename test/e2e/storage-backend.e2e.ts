import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openBrowser } from './support/browser.ts';

/** Files below the folder in which the browser keeps IndexedDB, with `/` between the parts of their paths. */
function storageFiles(profile: string): string[] {
  const folder = join(profile, 'Default', 'IndexedDB');
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
}

describe('how the browser keeps IndexedDB', () => {
  const profile = mkdtempSync(join(tmpdir(), 'tanggap-backend-'));
  const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<p>'));
  afterAll(() => {
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  it('F12 is the one that everything here was proved on: LevelDB', async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const browser = await openBrowser(profile);
    const { page } = browser;
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
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
});
