import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../../scripts/browser.mjs';
import { until } from './until.ts';

/** A real Chromium with a profile of its own, started as a person's browser is, so that it can be killed and started again. */
export interface DeskBrowser {
  readonly context: BrowserContext;
  readonly page: Page;
  /** SIGKILL to the whole process tree, as when the power switch is hit (the disk cache of the system survives). */
  kill(): Promise<void>;
  close(): Promise<void>;
}

const quiet = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--lang=id-ID',
  '--window-size=1366,768',
  '--remote-debugging-port=0',
];

async function started(child: ChildProcess, profile: string): Promise<string> {
  const portFile = join(profile, 'DevToolsActivePort');
  return until('the browser to listen', () => {
    if (child.exitCode !== null) throw new Error(`the browser ended with code ${child.exitCode}`);
    const [port, path] = existsSync(portFile) ? readFileSync(portFile, 'utf8').split('\n') : [];
    return port && path ? `ws://127.0.0.1:${port}${path}` : undefined;
  });
}

/** Starts the browser on a profile folder; the same folder again is the same person's PC after a restart. */
export async function openBrowser(profile: string, more: readonly string[] = []): Promise<DeskBrowser> {
  rmSync(join(profile, 'DevToolsActivePort'), { force: true });
  const program = await findBrowser();
  if (program === undefined)
    throw new Error('No Chromium, Chrome or Edge found: install one or set CHROME_PATH.');
  const child = spawn(program, [...quiet, ...more, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: 'ignore',
    detached: true,
  });
  const browser: Browser = await chromium.connectOverCDP(await started(child, profile));
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error('the browser has no default context');
  const page = context.pages()[0] ?? (await context.newPage());
  context.setDefaultTimeout(45_000);
  await page.setViewportSize({ width: 1366, height: 768 });
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const gone = once(child, 'exit');
    process.kill(-child.pid, signal);
    await gone;
  };
  return {
    context,
    page,
    kill: () => end('SIGKILL'),
    close: async () => {
      await browser.close().catch(() => undefined);
      await end('SIGKILL');
    },
  };
}
