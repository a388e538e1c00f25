import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '#shared/web/content-security-policy.ts';
import type { Platform } from '../../renderer/platform/contract.ts';
import { launchChromium } from '../support/chromium.ts';

const origin = 'https://layanan.tanggap.invalid';
const nonce = 'c29tZS1ub25jZS1mb3ItdGVzdHM';
const entry = path.join(import.meta.dirname, '..', '..', 'renderer', 'platform', 'platform.ts');
const page = `<!doctype html><meta charset="utf-8"><title>Tanggap</title><meta property="csp-nonce" nonce="${nonce}">
  <script type="module" src="/app.js"></script>`;

declare global {
  interface Window {
    platformUnderTest: Platform;
    printed: { text: string; colour: string; scripts: number }[];
    violations: string[];
    shownNotices: { title: string; body: string; click: () => void }[];
  }
}

/** Stands before the page's scripts: notes violations, prints and notifications instead of showing them. */
function watchPage(): void {
  window.violations = [];
  document.addEventListener('securitypolicyviolation', (event) => {
    window.violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
  });
  window.printed = [];
  window.print = () => {
    window.printed.push({
      text: document.body.textContent,
      colour: getComputedStyle(document.body).color,
      scripts: 0,
    });
  };
  window.shownNotices = [];
  class Notification extends EventTarget {
    static permission = 'granted';
    static requestPermission = async () => 'granted';
    constructor(title: string, { body }: { body: string }) {
      super();
      window.shownNotices.push({ title, body, click: () => this.dispatchEvent(new Event('click')) });
    }
    close(): void {}
  }
  Object.assign(window, { Notification });
}

describe('platform in a plain browser, under the real policy', () => {
  let browser: Browser;
  let script: string;
  let tab: Page;

  beforeAll(async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: `import { platform } from ${JSON.stringify(entry)}; window.platformUnderTest = platform;`,
        resolveDir: path.dirname(entry),
      },
      bundle: true,
      write: false,
      format: 'esm',
    });
    script = outputFiles[0]?.text ?? '';
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    tab = await browser.newPage();
    await tab.addInitScript(watchPage);
    await tab.route(`${origin}/**`, (route) =>
      route.request().url().endsWith('/app.js')
        ? route.fulfill({ contentType: 'text/javascript', body: script })
        : route.fulfill({
            contentType: 'text/html',
            headers: { 'content-security-policy': contentSecurityPolicy(nonce) },
            body: page,
          }),
    );
    await tab.goto(`${origin}/`);
    await tab.waitForFunction(() => 'platformUnderTest' in window);
  });
  afterEach(() => tab.close());

  it('knows where it is', async () => {
    expect(await tab.evaluate(() => window.platformUnderTest.kind)).toBe('browser');
    expect(await tab.evaluate(() => window.platformUnderTest.serverOrigin())).toEqual({
      ok: true,
      value: origin,
    });
    const refused = { ok: false, error: 'not_available_here' };
    expect(await tab.evaluate(() => window.platformUnderTest.setServerOrigin('https://a.example'))).toEqual(
      refused,
    );
  });

  it('saves a file as a download of that name', async () => {
    const [download, answer] = await Promise.all([
      tab.waitForEvent('download'),
      tab.evaluate(() =>
        window.platformUnderTest.saveFile(
          'Rekap November.csv',
          new TextEncoder().encode('a;b\n'),
          'text/csv',
        ),
      ),
    ]);
    expect(answer).toEqual({ ok: true, value: { saved: true } });
    expect(download.suggestedFilename()).toBe('Rekap November.csv');
    expect(readFileSync(await download.path(), 'utf8')).toBe('a;b\n');
    const bad = await tab.evaluate(() =>
      window.platformUnderTest.saveFile('../x', new Uint8Array(1), 'text/plain'),
    );
    expect(bad).toEqual({ ok: false, error: 'arguments_not_valid' });
  });

  it('prints a document with its own styles, and no script of it ever runs', async () => {
    const html = `<!doctype html><html><head><style nonce="__CSP_NONCE__">body { color: rgb(1, 2, 3) }</style></head>
      <body><p>Surat permohonan</p><script>parent.hostile = 1</script><img src="x" onerror="parent.hostile = 2"></body></html>`;
    // The frame is gone after printing, so what it shows is read the moment it prints.
    await tab.evaluate(() => {
      const append = document.body.append.bind(document.body);
      document.body.append = (...nodes: (Node | string)[]) => {
        append(...nodes);
        const view = nodes[0] instanceof HTMLIFrameElement ? nodes[0].contentWindow : null;
        if (view === null) return;
        view.print = () => {
          const { body } = view.document;
          const scripts = view.document.querySelectorAll('script').length;
          window.printed.push({
            text: body.textContent.trim(),
            colour: view.getComputedStyle(body).color,
            scripts,
          });
        };
      };
    });
    const answer = await tab.evaluate(
      (text) => window.platformUnderTest.print({ from: 'html', html: text }),
      html,
    );
    expect(answer).toEqual({ ok: true, value: { printed: true } });
    expect(await tab.evaluate(() => window.printed)).toEqual([
      { text: 'Surat permohonan', colour: 'rgb(1, 2, 3)', scripts: 0 },
    ]);
    expect(await tab.evaluate(() => 'hostile' in window)).toBe(false);
    expect(await tab.evaluate(() => document.querySelectorAll('iframe').length)).toBe(0);
  });

  it('prints the page itself', async () => {
    expect(await tab.evaluate(() => window.platformUnderTest.printPdf({ from: 'window' }, 'x.pdf'))).toEqual({
      ok: true,
      value: 'dialog',
    });
    expect(await tab.evaluate(() => window.printed.length)).toBe(1);
  });

  it('announces a deadline by itself, and a click leads to its address', async () => {
    const opened = await tab.evaluate(async () => {
      const { platformUnderTest: platform } = window;
      const address = new Promise<string>((resolve) => void platform.onNotificationOpened(resolve));
      const at = Date.now() + 200;
      await platform.setDeadlines({
        deadlines: [{ id: 'a', at, title: 'Tenggat respons', body: 'INS-1', opens: '/tiket/a' }],
      });
      while (window.shownNotices.length === 0) await new Promise(requestAnimationFrame);
      window.shownNotices[0]?.click();
      return { address: await address, isInTime: Date.now() >= at };
    });
    expect(opened).toEqual({ address: '/tiket/a', isInTime: true });
  });

  it('opens allowed links apart from the page, and refuses others', async () => {
    await tab.context().route('https://example.go.id/**', (route) => route.fulfill({ body: 'x' }));
    const [popup] = await Promise.all([
      tab.waitForEvent('popup'),
      tab.evaluate(() => window.platformUnderTest.openLink('https://example.go.id/')),
    ]);
    expect(await popup.evaluate(() => window.opener)).toBeNull();
    const refused = await tab.evaluate(() => window.platformUnderTest.openLink('file:///etc/passwd'));
    expect(refused).toEqual({ ok: false, error: 'link_not_allowed' });
  });
});
