import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestNames } from '#shared/ipc/contract.ts';
import { buildIfStale } from '../../scripts/build-app.ts';
import { launchChromium } from '../support/chromium.ts';
import { type Launch, launchApp } from '../support/electron-stand-in/launch.ts';
import type { StandInContents } from '../support/electron-stand-in/stand-in-window.ts';

const outFolder = path.join(import.meta.dirname, '..', '..', 'out');

type Handler = (event: unknown, ...args: unknown[]) => Promise<{ ok: boolean; error?: { code: string } }>;
type Frame = { url: string; origin: string; parent: object | null };

const validArgs: Record<string, unknown> = {
  'app.info': {},
  'print.pdf': { source: { from: 'window' } },
  'print.paper': { source: { from: 'window' } },
  'file.save': { name: 'a.txt', bytes: new Uint8Array(1) },
  'notify.show': { title: 'a', body: 'b' },
  'deadlines.set': { deadlines: [] },
  'standing.set': { standing: null },
  'link.open': { url: 'https://example.go.id/' },
  'server.getOrigin': {},
  'server.setOrigin': { origin: 'https://example.go.id' },
  'journal.append': {
    owner: { userId: 'u', username: 'u', deviceId: 'd', deviceCode: 'B7' },
    counters: {},
    entries: [],
  },
  'journal.acknowledge': { userId: 'u', keys: ['key-0001'] },
  'journal.read': { userId: 'u', after: null },
  'journal.marker': {},
  'journal.keepFile': {
    userId: 'u',
    file: { attachmentId: 't/a.1', sha256: 'a'.repeat(64), size: 2 },
    at: 0,
    bytes: new Uint8Array(1),
  },
  'journal.files': { userId: 'u' },
  'journal.readFile': { userId: 'u', sha256: 'a'.repeat(64), at: 0 },
  'journal.dropFiles': { userId: 'u', attachmentIds: ['t/a.1'] },
  'storage.free': {},
  'storage.reset': {},
};

const hostileFrames: [string, Frame | null | undefined][] = [
  ['no frame (it is gone)', null],
  ['an unknown frame', undefined],
  ['an empty address', { url: '', origin: 'app://tanggap', parent: null }],
  ['a frame inside the app', { url: 'app://tanggap/', origin: 'app://tanggap', parent: {} }],
  ['another host of the scheme', { url: 'app://evil/', origin: 'app://evil', parent: null }],
  ['a web page', { url: 'https://example.go.id/', origin: 'https://example.go.id', parent: null }],
  ['a file', { url: 'file:///x.html', origin: 'file://', parent: null }],
  ['an opaque origin', { url: 'app://tanggap/', origin: 'null', parent: null }],
  ['a user part', { url: 'app://x@tanggap/', origin: 'app://tanggap', parent: null }],
  ['about:blank with the app as origin', { url: 'about:blank', origin: 'app://tanggap', parent: null }],
  ['data', { url: 'data:text/html,x', origin: 'null', parent: null }],
];

describe('bridge of the built desktop app: who asks, and what', () => {
  let browser: Browser;
  let folder: string;
  let launch: Launch;
  let page: Page;
  let contents: StandInContents;

  beforeAll(async () => {
    buildIfStale();
    browser = await launchChromium();
    folder = mkdtempSync(path.join(tmpdir(), 'tanggap-bridge-'));
    launch = await launchApp(browser, { userData: folder, outFolder, env: { TANGGAP_USER_DATA: folder } });
    const window = await launch.window();
    contents = window.webContents;
    page = await contents.page;
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

  it.each(hostileFrames)('refuses every request from %s', async (_name, frame) => {
    for (const channel of requestNames) {
      const answer = await ask(channel, frame, validArgs[channel]);
      expect(answer, channel).toMatchObject({ ok: false, error: { code: 'sender_not_allowed' } });
    }
  });

  it('refuses arguments that do not fit, with a code and without a throw', async () => {
    for (const channel of requestNames) {
      const valid = validArgs[channel] as object;
      const bad = [[], [null], [undefined], ['x'], [42], [[]], [{ ...valid, extra: 1 }], [valid, valid]];
      for (const args of bad) {
        const answer = await ask(channel, appFrame, ...args);
        expect(answer, `${channel} ${JSON.stringify(args)}`).toMatchObject({
          ok: false,
          error: { code: 'arguments_not_valid' },
        });
      }
    }
    const names = [
      '../x',
      'a/b',
      'a\\b',
      'con.txt',
      '',
      '.hidden',
      'x\u202egpj.exe',
      'a\u0000b',
      'x'.repeat(200),
    ];
    for (const name of names) {
      const answer = await ask('file.save', appFrame, { name, bytes: new Uint8Array(1) });
      expect(answer.error?.code, name).toBe('arguments_not_valid');
    }
    expect(launch.record.saveDialogs).toEqual([]);
    const { file } = validArgs['journal.keepFile'] as { file: object };
    const pieces = [
      { file: { ...file, sha256: `../../${'a'.repeat(58)}` } },
      { file: { ...file, sha256: 'A'.repeat(64) } },
      { file: { ...file, size: 26_214_401 } },
      { file: { ...file, size: 0 } },
      { at: -1 },
      { at: 0.5 },
      { bytes: new Uint8Array(1_048_577) },
      { bytes: 'x' },
    ];
    for (const change of pieces) {
      const answer = await ask('journal.keepFile', appFrame, {
        ...Object(validArgs['journal.keepFile']),
        ...change,
      });
      expect(answer.error?.code, Object.keys(change).join()).toBe('arguments_not_valid');
    }
    for (const sha256 of ['..', `${'a'.repeat(61)}/..`, '']) {
      const answer = await ask('journal.readFile', appFrame, { userId: 'u', sha256, at: 0 });
      expect(answer.error?.code, sha256).toBe('arguments_not_valid');
    }
  });

  it('refuses a real frame inside the page', async () => {
    await page.evaluate(() => document.body.append(document.createElement('iframe')));
    const frame = page.frames().find((candidate) => candidate.parentFrame() !== null);
    const answer = await frame?.evaluate(() =>
      (
        window as unknown as { __standInInvoke: (c: string, a: unknown[]) => Promise<unknown> }
      ).__standInInvoke('app.info', [{}]),
    );
    expect(answer).toMatchObject({ ok: false, error: { code: 'sender_not_allowed' } });
    expect(await frame?.evaluate(() => 'tanggap' in window)).toBe(false);
  });
});
