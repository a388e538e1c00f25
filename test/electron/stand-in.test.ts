import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { requestNames } from '#shared/ipc/contract.ts';
import { buildIfStale } from '../../scripts/build-app.ts';
import { launchChromium } from '../support/chromium.ts';
import { type Launch, launchApp } from '../support/electron-stand-in/launch.ts';

const outFolder = path.join(import.meta.dirname, '..', '..', 'out');
const letter = `<!doctype html><html lang="id"><head><title>Surat</title>
  <style nonce="__CSP_NONCE__">@page { size: A4; margin: 25mm } p { break-after: page }</style></head>
  <body><p>Halaman pertama</p><p>Halaman kedua</p></body></html>`;

type Bridge = Record<
  string,
  (args: unknown) => Promise<{ ok: boolean; value?: unknown; error?: { code: string } }>
>;

/** Calls a function of the bridge inside the page, as the app's own code does. */
async function call(page: Page, name: string, args: unknown) {
  return page.evaluate(([key, value]) => (window as unknown as { tanggap: Bridge }).tanggap[key]?.(value), [
    name,
    args,
  ] as const);
}

describe('built desktop app on the stand-in', () => {
  let browser: Browser;
  let folder: string;
  let launch: Launch;
  let page: Page;

  beforeAll(async () => {
    buildIfStale();
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'tanggap-desk-'));
    launch = await launchApp(browser, { userData: folder, outFolder, env: { TANGGAP_USER_DATA: folder } });
    page = await (await launch.window()).webContents.page;
  });
  afterEach(async () => {
    await launch.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows the app under its own policy, without a violation and without a foreign request', async () => {
    await page.waitForSelector('#root button');
    expect(await page.title()).toContain('Tanggap');
    expect(page.url()).toMatch(/^https:\/\/tanggap\.app\.invalid\//);
    expect(launch.record.violations).toEqual([]);
    expect(launch.record.pageErrors).toEqual([]);
    expect(launch.record.blockedRequests).toEqual([]);
  });

  it('really has the policy: what it forbids is refused and seen', async () => {
    const isRun = await page.evaluate(() => {
      const script = document.createElement('script');
      try {
        script.text = 'window.__hostile = true';
        document.body.append(script);
      } catch {
        // Trusted Types refuse the text before the policy refuses the script.
      }
      return '__hostile' in window;
    });
    expect(isRun).toBe(false);
    await expect(page.evaluate(() => fetch('https://example.go.id/'))).rejects.toThrow();
    await expect.poll(() => launch.record.violations.join('\n')).toContain('connect-src');
  });

  it('exposes exactly the named functions', async () => {
    const keys = await page.evaluate(() =>
      Object.keys((window as unknown as { tanggap: object }).tanggap).sort(),
    );
    expect(keys).toEqual([
      'acknowledgeInJournal',
      'appInfo',
      'appendToJournal',
      'dropFilesInJournal',
      'freeStorage',
      'journalFiles',
      'journalMarker',
      'keepFileInJournal',
      'notify',
      'onNotificationOpened',
      'openLink',
      'printPaper',
      'printPdf',
      'readFileOfJournal',
      'readJournal',
      'resetStorage',
      'saveFile',
      'serverOrigin',
      'setDeadlines',
      'setServerOrigin',
      'setStanding',
    ]);
    expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined');
    expect([...launch.record.ipcHandlers.keys()].sort()).toEqual([...requestNames].sort());
  });

  it('tells about itself', async () => {
    expect(await call(page, 'appInfo', {})).toEqual({
      ok: true,
      value: { kind: 'electron', version: '0.0.0-stand-in', platform: process.platform },
    });
  });

  it('turns the window and a document into a PDF', async () => {
    const pages = (pdf: string) => pdf.match(/\/Type\s*\/Page(?!s)/g)?.length ?? 0;
    const print = (source: unknown) =>
      page.evaluate(async (from) => {
        const answer = await (window as unknown as { tanggap: Bridge }).tanggap.printPdf?.({ source: from });
        return new TextDecoder('latin1').decode((answer?.value as { bytes: Uint8Array } | undefined)?.bytes);
      }, source);
    const ofWindow = await print({ from: 'window' });
    expect(ofWindow.startsWith('%PDF-')).toBe(true);
    expect(pages(ofWindow)).toBeGreaterThanOrEqual(1);
    const ofLetter = await print({ from: 'html', html: letter });
    expect(ofLetter.startsWith('%PDF-')).toBe(true);
    expect(pages(ofLetter)).toBe(2);
    expect(launch.record.violations).toEqual([]);
    expect(launch.record.windows.filter((window) => !window.isDestroyed)).toHaveLength(1);
  });

  it('saves a PDF through the dialog, and nothing when the person cancels', async () => {
    const file = path.join(folder, 'surat.pdf');
    launch.record.saveDialogAnswers.push(file, undefined);
    const args = { source: { from: 'html', html: letter }, saveAs: 'surat.pdf' };
    expect(await call(page, 'printPdf', args)).toEqual({ ok: true, value: { outcome: 'saved' } });
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
    expect(await call(page, 'printPdf', args)).toEqual({ ok: true, value: { outcome: 'cancelled' } });
  });

  it('prints on paper', async () => {
    const answer = await call(page, 'printPaper', { source: { from: 'html', html: letter } });
    expect(answer).toEqual({ ok: true, value: { printed: true } });
    expect(launch.record.papers).toEqual([{ printBackground: true, pageSize: 'A4' }]);
  });

  it('saves a file whole, and says when it cannot be written', async () => {
    const file = path.join(folder, 'rekap.csv');
    launch.record.saveDialogAnswers.push(file, path.join(folder, 'missing', 'rekap.csv'));
    const save = () =>
      page.evaluate(() =>
        (window as unknown as { tanggap: Bridge }).tanggap.saveFile?.({
          name: 'rekap.csv',
          bytes: new TextEncoder().encode('a;b\n1;2\n'),
        }),
      );
    expect(await save()).toEqual({ ok: true, value: { saved: true } });
    expect(readFileSync(file, 'utf8')).toBe('a;b\n1;2\n');
    expect(await save()).toMatchObject({ ok: false, error: { code: 'write_failed' } });
  });

  it('announces a deadline once, at its instant, and a click leads to the ticket', async () => {
    const arrived = once(launch.record.signals, 'notification');
    const at = Date.now() + 300;
    const deadline = { id: 't1', at, title: 'Tenggat respons', body: 'INS-1', opens: '/tiket/t1' };
    const far = { ...deadline, id: 't2', at: at + 86_400_000 };
    expect(await call(page, 'setDeadlines', { deadlines: [far, deadline] })).toEqual({
      ok: true,
      value: { watched: 2 },
    });
    await call(page, 'setDeadlines', { deadlines: [deadline, far] });
    await arrived;
    expect(Date.now()).toBeGreaterThanOrEqual(at);
    expect(await call(page, 'setDeadlines', { deadlines: [deadline, far] })).toEqual({
      ok: true,
      value: { watched: 1 },
    });
    expect(launch.record.notifications.map(({ body }) => body)).toEqual(['INS-1']);

    const opened = page.evaluate(
      () =>
        new Promise((resolve) => {
          const { onNotificationOpened } = (
            window as unknown as { tanggap: Record<string, (l: unknown) => void> }
          ).tanggap;
          onNotificationOpened?.(resolve);
        }),
    );
    // The page has registered its listener once it answers again.
    await page.evaluate(() => 0);
    launch.record.notifications[0]?.click();
    expect(await opened).toBe('/tiket/t1');
    await call(page, 'setDeadlines', { deadlines: [] });
  });

  it('remembers the server, and lets the page talk to it after the next load', async () => {
    expect(await call(page, 'serverOrigin', {})).toEqual({ ok: true, value: { origin: null } });
    const origin = 'https://layanan.kota.example';
    expect(await call(page, 'setServerOrigin', { origin: `${origin}/` })).toEqual({
      ok: true,
      value: { origin },
    });
    const answer = await launch.record.protocolHandler?.(new Request('app://tanggap/'));
    expect(answer?.headers.get('content-security-policy')).toContain(`connect-src 'self' ${origin};`);
    for (const bad of [
      'http://layanan.kota.example',
      'ftp://x',
      'https://u:p@x.example',
      `${origin}/api`,
      'x',
    ]) {
      expect(await call(page, 'setServerOrigin', { origin: bad })).toMatchObject({
        error: { code: 'origin_not_allowed' },
      });
    }
    const second = await launchApp(browser, {
      userData: folder,
      outFolder,
      env: { TANGGAP_USER_DATA: folder },
    });
    const secondPage = await (await second.window()).webContents.page;
    expect(await call(secondPage, 'serverOrigin', {})).toEqual({ ok: true, value: { origin } });
    await second.close();
  });

  it('opens links only outside and only of three kinds', async () => {
    expect(await call(page, 'openLink', { url: 'https://example.go.id/a?b=c' })).toEqual({
      ok: true,
      value: {},
    });
    await call(page, 'openLink', { url: 'mailto:desk@example.go.id' });
    await call(page, 'openLink', { url: 'tel:+62351123456' });
    expect(launch.record.openedOutside).toEqual([
      'https://example.go.id/a?b=c',
      'mailto:desk@example.go.id',
      'tel:+62351123456',
    ]);
  });

  it('keeps the page where it is when a link leads away', async () => {
    const before = page.url();
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = 'https://example.go.id/';
      document.body.append(link);
      link.click();
    });
    await page.evaluate(() => window.open('https://example.go.id/new'));
    await expect.poll(() => launch.record.openedOutside).toEqual(['https://example.go.id/new']);
    expect(page.url()).toBe(before);
  });
});
