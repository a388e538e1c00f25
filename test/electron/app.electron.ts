import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildIfStale } from '../../scripts/build-app.ts';
import { electronBinary } from '../../scripts/electron-binary.ts';

const root = path.join(import.meta.dirname, '..', '..');
const binary = electronBinary();
if (binary === undefined) process.stdout.write('skipped: no Electron binary\n');

type Bridge = Record<
  string,
  (args: unknown) => Promise<{ ok: boolean; value?: unknown; error?: { code: string } }>
>;

/** The same promises as on the stand-in, kept by the real Electron: what only it can show. */
describe.runIf(binary !== undefined)('desktop app in Electron', () => {
  let folder: string;
  let app: ElectronApplication;
  let page: Page;
  const violations: string[] = [];

  beforeAll(async () => {
    buildIfStale();
    folder = mkdtempSync(path.join(tmpdir(), 'tanggap-electron-'));
    // Chromium's own sandbox refuses to run as root (containers); elsewhere it stays on.
    const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const env = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined));
    app = await _electron.launch({
      executablePath: binary ?? '',
      args: [...asRoot, root],
      env: { ...(env as Record<string, string>), TANGGAP_USER_DATA: folder },
    });
    page = await app.firstWindow();
    page.on('console', (message) => {
      if (message.type() === 'error' && /content security policy|trusted ?type/i.test(message.text())) {
        violations.push(message.text());
      }
    });
    await page.reload();
    await page.waitForSelector('#root button');
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const call = (name: string, args: unknown) =>
    page.evaluate(([key, value]) => (window as unknown as { tanggap: Bridge }).tanggap[key]?.(value), [
      name,
      args,
    ] as const);

  it('shows the app from its own scheme without a violation', async () => {
    expect(page.url()).toMatch(/^app:\/\/tanggap\//);
    expect(await page.evaluate(() => location.origin)).toBe('app://tanggap');
    expect(await page.evaluate(() => isSecureContext)).toBe(true);
    expect(violations).toEqual([]);
  });

  it('gives the page no Node and no way to the bridge but the named functions', async () => {
    expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined');
    expect(await page.evaluate(() => typeof (globalThis as { process?: unknown }).process)).toBe('undefined');
    expect(await call('appInfo', {})).toMatchObject({
      ok: true,
      value: { kind: 'electron', platform: process.platform },
    });
    expect(await call('openLink', { url: 'file:///etc/passwd' })).toMatchObject({
      error: { code: 'link_not_allowed' },
    });
    expect(await call('saveFile', { name: '../x', bytes: 1 })).toMatchObject({
      error: { code: 'arguments_not_valid' },
    });
  });

  it('makes a PDF of the window and of a document', async () => {
    for (const source of [
      { from: 'window' },
      { from: 'html', html: '<!doctype html><title>x</title><p>Surat</p>' },
    ]) {
      const head = await page.evaluate(async (from) => {
        const answer = await (window as unknown as { tanggap: Bridge }).tanggap.printPdf?.({ source: from });
        return new TextDecoder('latin1').decode(
          (answer?.value as { bytes: Uint8Array } | undefined)?.bytes.slice(0, 5),
        );
      }, source);
      expect(head).toBe('%PDF-');
    }
  });

  it('reaches no file and no foreign host, and stays where it is', async () => {
    for (const url of ['file:///etc/passwd', 'https://example.go.id/', 'app://tanggap/../package.json']) {
      const outcome = await page.evaluate(
        (address) =>
          fetch(address).then(
            (answer) => answer.status,
            () => 'refused',
          ),
        url,
      );
      expect(['refused', 404], url).toContain(outcome);
    }
    const before = page.url();
    expect(await page.evaluate(() => window.open('app://evil/', '_blank') === null)).toBe(true);
    expect(app.windows()).toHaveLength(1);
    expect(page.url()).toBe(before);
  });

  it('is denied what it does not need', async () => {
    const states = await page.evaluate(async () => {
      const ask = async (name: string) =>
        (await navigator.permissions.query({ name: name as PermissionName })).state;
      return [await ask('geolocation'), await ask('camera'), await ask('microphone')];
    });
    expect(states).toEqual(['denied', 'denied', 'denied']);
  });

  it('keeps its data across a reload', async () => {
    await page.evaluate(() => localStorage.setItem('tanggap-test', '1'));
    await page.reload();
    expect(await page.evaluate(() => localStorage.getItem('tanggap-test'))).toBe('1');
  });
});
