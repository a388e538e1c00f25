import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildIfStale } from '../../scripts/build-app.ts';
import { launchChromium } from '../support/chromium.ts';
import { type Launch, launchApp } from '../support/electron-stand-in/launch.ts';
import type { StandInContents } from '../support/electron-stand-in/stand-in-window.ts';
import { hostileAddresses, traversalAddresses } from './hostile-input.ts';

const outFolder = path.join(import.meta.dirname, '..', '..', 'out');

type Handler = (event: unknown, ...args: unknown[]) => Promise<{ ok: boolean; error?: { code: string } }>;
type Frame = { url: string; origin: string; parent: object | null };

describe('guards of the built desktop app', () => {
  let browser: Browser;
  let folder: string;
  let launch: Launch;
  let contents: StandInContents;

  beforeAll(async () => {
    buildIfStale();
    browser = await launchChromium();
    folder = mkdtempSync(path.join(tmpdir(), 'tanggap-guards-'));
    launch = await launchApp(browser, { userData: folder, outFolder, env: { TANGGAP_USER_DATA: folder } });
    const window = await launch.window();
    contents = window.webContents;
    await contents.page;
  });
  afterAll(async () => {
    await launch.close();
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = (channel: string, frame: Frame | null | undefined, ...args: unknown[]) =>
    (launch.record.ipcHandlers.get(channel) as unknown as Handler)(
      { sender: contents, senderFrame: frame },
      ...args,
    );
  const appFrame: Frame = { url: 'app://tanggap/', origin: 'app://tanggap', parent: null };

  it('sets profile, lock, sandbox and scheme before anything else, in this order', () => {
    expect(launch.record.calls.slice(0, 6)).toEqual([
      'setPath userData',
      'requestSingleInstanceLock',
      'enableSandbox',
      'registerSchemesAsPrivileged',
      'whenReady',
      'new BrowserWindow',
    ]);
    expect(launch.record.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
  });

  it('opens its window with secure preferences', () => {
    expect(launch.record.windows[0]?.options).toMatchObject({ width: 1366, height: 768, show: false });
    expect(launch.record.windows[0]?.options.webPreferences).toEqual({
      preload: path.join(outFolder, 'preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      devTools: true,
      spellcheck: false,
    });
  });

  it('has no developer tools when packaged', async () => {
    const packaged = await launchApp(browser, { userData: folder, outFolder, isPackaged: true });
    await packaged.window();
    expect(packaged.record.windows[0]?.options.webPreferences?.devTools).toBe(false);
    await packaged.close();
  });

  it('leaves a second instance at once', async () => {
    const second = await launchApp(browser, { userData: folder, outFolder, isFirstInstance: false });
    expect(second.record.quits).toBe(1);
    expect(second.record.windows).toEqual([]);
    expect(second.record.calls).toEqual(['setPath userData', 'requestSingleInstanceLock']);
    await second.close();
  });

  const switches = [
    'remote-debugging-port',
    'remote-debugging-pipe',
    'inspect',
    'inspect-brk',
    'js-flags',
    'load-extension',
    'disable-web-security',
    'ignore-certificate-errors',
    'host-rules',
    'host-resolver-rules',
    'no-sandbox',
    'renderer-cmd-prefix',
  ];
  it.each(switches)('does not start packaged with --%s', async (name) => {
    const started = await launchApp(browser, {
      userData: folder,
      outFolder,
      isPackaged: true,
      switches: [name],
    });
    expect(started.record.exits).toEqual([1]);
    expect(started.record.windows).toEqual([]);
    await started.close();
  });

  it(`prevents every way to ${hostileAddresses.length} hostile addresses`, async () => {
    for (const url of hostileAddresses) {
      for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
        let isPrevented = false;
        const preventDefault = () => {
          isPrevented = true;
        };
        contents.emit(event, { url, preventDefault });
        expect(isPrevented, `${event} ${JSON.stringify(url)}`).toBe(true);
      }
      expect(contents.windowOpenHandler?.({ url }), url).toEqual({ action: 'deny' });
      const answer = await ask('link.open', appFrame, { url });
      expect(['link_not_allowed', 'arguments_not_valid'], JSON.stringify(url)).toContain(answer.error?.code);
    }
    expect(launch.record.openedOutside).toEqual([]);
  });

  it('lets the app move inside itself, and attaches no webview', () => {
    let prevented = 0;
    const preventDefault = () => {
      prevented += 1;
    };
    contents.emit('will-navigate', { url: 'app://tanggap/tiket/1?x=1#y', preventDefault });
    expect(prevented).toBe(0);
    contents.emit('will-attach-webview', { preventDefault });
    expect(prevented).toBe(1);
  });

  const permissions =
    'accessibility-events background-sync clipboard-read clipboard-sanitized-write display-capture fileSystem fullscreen geolocation hid idle-detection keyboardLock local-network local-network-access loopback-network media mediaKeySystem midi midiSysex notifications openExternal payment-handler persistent-storage pointerLock screen-wake-lock sensors serial speaker-selection storage-access top-level-storage-access usb window-management unknown'.split(
      ' ',
    );
  it(`grants six of ${permissions.length} permissions, and to the app alone`, () => {
    const { sessionHandlers } = launch.record;
    const request = sessionHandlers.get('permissionRequest') as unknown as (
      c: unknown,
      p: string,
      decide: (granted: boolean) => void,
      details: { requestingUrl: string },
    ) => void;
    const check = sessionHandlers.get('permissionCheck') as unknown as (
      c: unknown,
      p: string,
      origin: string,
    ) => boolean;
    const granted: string[] = [];
    for (const origin of ['app://tanggap/', 'app://evil/', 'https://example.go.id/', 'file:///', '']) {
      for (const permission of permissions) {
        if (check(null, permission, origin)) granted.push(`check ${permission} ${origin}`);
        const decide = (yes: boolean) => yes && granted.push(`request ${permission} ${origin}`);
        request(null, permission, decide, { requestingUrl: origin });
      }
    }
    const allowed = [
      'clipboard-sanitized-write',
      'local-network',
      'local-network-access',
      'loopback-network',
      'notifications',
      'persistent-storage',
    ];
    const ways = ['check', 'request'];
    expect(granted.sort()).toEqual(
      ways.flatMap((way) => allowed.map((name) => `${way} ${name} app://tanggap/`)),
    );
    expect((sessionHandlers.get('devicePermission') as unknown as () => boolean)()).toBe(false);
  });

  it(`answers ${traversalAddresses.length} spellings with 404 or the app's own page, never with another file`, async () => {
    const handler = launch.record.protocolHandler;
    if (handler === undefined) throw new Error('no handler');
    for (const address of traversalAddresses) {
      // As written, as Chromium never sends it; and as the URL parser leaves it.
      const raw = await handler({ url: `app://tanggap${address}`, method: 'GET' } as Request);
      expect(raw.status, address).toBe(404);
      const parsed = URL.parse(`app://tanggap${address}`);
      if (parsed === null) continue;
      const answer = await handler(new Request(parsed));
      const text = await answer.text();
      expect(answer.status === 404 || text.includes('<div id="root">'), address).toBe(true);
    }
  });

  it('answers foreign hosts with 404 and other methods with 405', async () => {
    const handler = launch.record.protocolHandler;
    expect((await handler?.(new Request('app://evil/index.html')))?.status).toBe(404);
    expect((await handler?.(new Request('app://tanggap/', { method: 'POST' })))?.status).toBe(405);
  });

  it('sends the policy with a fresh nonce that the page carries', async () => {
    const handler = launch.record.protocolHandler;
    const nonces = new Set<string>();
    for (let index = 0; index < 3; index += 1) {
      const answer = await handler?.(new Request('app://tanggap/tiket/baru'));
      const policy = answer?.headers.get('content-security-policy') ?? '';
      expect(policy).not.toMatch(/unsafe-|\*/);
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      expect(await answer?.text()).toContain(`nonce="${nonce}"`);
      expect(answer?.headers.get('x-content-type-options')).toBe('nosniff');
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  it('lets requests go to the app and its server only', async () => {
    const fence = launch.record.sessionHandlers.get('onBeforeRequest') as unknown as (
      details: { url: string },
      decide: (answer: { cancel: boolean }) => void,
    ) => void;
    const isCancelled = (url: string) => {
      let cancelled: boolean | undefined;
      fence({ url }, (answer) => {
        cancelled = answer.cancel;
      });
      return cancelled;
    };
    await ask('server.setOrigin', appFrame, { origin: 'https://layanan.example' });
    const open = [
      'app://tanggap/assets/x.js',
      'blob:app://tanggap/1',
      'data:image/png,x',
      'https://layanan.example/api/pull',
    ];
    expect(open.filter(isCancelled)).toEqual([]);
    const closed = [
      'https://example.go.id/',
      'https://layanan.example.evil/',
      'file:///etc/passwd',
      'blob:https://evil/1',
      'http://layanan.example/',
    ];
    expect(closed.filter((url) => isCancelled(url) === false)).toEqual([]);
  });
});
