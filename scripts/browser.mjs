// Where a Chromium-like browser is on this machine. Plain JavaScript for Node 20: it also runs before anything is installed.
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';

const linuxNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
];

/** Usual places of Chrome, Chromium and Edge, likeliest first. */
export function usualPlaces(platform, env) {
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(Boolean);
    const below = [
      'Google\\Chrome\\Application\\chrome.exe',
      'Chromium\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ];
    return below.flatMap((tail) => roots.map((root) => path.win32.join(root, tail)));
  }
  if (platform === 'darwin') {
    const names = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    const roots = ['/Applications', ...(env.HOME ? [`${env.HOME}/Applications`] : [])];
    return roots.flatMap((root) => names.map((name) => `${root}/${name}.app/Contents/MacOS/${name}`));
  }
  const folders = [...(env.PATH ?? '').split(':').filter(Boolean), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  return linuxNames.flatMap((name) => [...new Set(folders)].map((folder) => `${folder}/${name}`));
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The browser that playwright-core keeps for itself, if it has been downloaded. */
async function playwrightBrowser() {
  try {
    const { chromium } = await import('playwright-core');
    const file = chromium.executablePath();
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

/** Path of the browser to test with: CHROME_PATH, a usual place, or playwright-core's own; undefined where there is none. */
export async function findBrowser(env = process.env, platform = process.platform) {
  const wanted = env.CHROME_PATH;
  if (wanted) return isExecutable(wanted) ? wanted : undefined;
  return usualPlaces(platform, env).find(isExecutable) ?? (await playwrightBrowser());
}
