import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { type DeskBrowser, openBrowser } from '../e2e/support/browser.ts';
import { type Launch, launchApp } from '../support/electron-stand-in/launch.ts';

const outFolder = path.join(import.meta.dirname, '..', '..', 'out');

/** Folders of one computer with the desktop app: the browser's profile and the app's own data. */
export interface DeskFolders {
  readonly profile: string;
  readonly userData: string;
}

export function foldersIn(place: string): DeskFolders {
  return { profile: path.join(place, 'profile'), userData: path.join(place, 'desk') };
}

/** Copies a computer that is switched off; the killed browser's claim to its profile stays behind. */
export function copyProfile(from: string, to: string): void {
  cpSync(from, to, { recursive: true, filter: (file) => !path.basename(file).startsWith('Singleton') });
}

/** The built app, running on folders that outlive it. */
export interface RunningDesk {
  readonly page: Page;
  readonly launch: Launch;
  /** Ends it without a word, as a crash does. */
  kill(): Promise<void>;
}

/** Starts the built desktop app on these folders; the same folders again are the same computer after a restart. */
export async function startDeskOn({ profile, userData }: DeskFolders): Promise<RunningDesk> {
  mkdirSync(userData, { recursive: true });
  const chromium: DeskBrowser = await openBrowser(profile);
  const { context } = chromium;
  const browser = context.browser();
  if (browser === null) throw new Error('the profile has no browser');
  const env = { TANGGAP_USER_DATA: userData };
  const launch = await launchApp(browser, { userData, outFolder, env, context });
  const { page: opened } = (await launch.window()).webContents;
  return {
    page: await opened,
    launch,
    async kill() {
      await launch.close();
      await chromium.kill();
    },
  };
}
