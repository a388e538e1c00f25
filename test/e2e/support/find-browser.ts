import { existsSync } from 'node:fs';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Path of an installed Chromium, Chrome or Edge (`CHROME_PATH` first); throws one clear sentence where there is none. */
export function findBrowser(): string {
  const found = [process.env.CHROME_PATH ?? '', ...usual].find((path) => path !== '' && existsSync(path));
  if (found === undefined)
    throw new Error('No Chromium, Chrome or Edge found: install one or set CHROME_PATH.');
  return found;
}
