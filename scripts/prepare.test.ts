import { describe, expect, it } from 'vitest';
import { findBrowser, usualPlaces } from './browser.mjs';
import { outdatedPlaces } from './installed-packages.mjs';

describe('installed packages against the lock file', () => {
  const lock = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0', optional: true },
    },
  };

  it('accepts what fits, and optional packages that are absent', () => {
    expect(outdatedPlaces(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toEqual([]);
  });

  it('names what is absent or of another version', () => {
    expect(outdatedPlaces(lock, { packages: {} })).toEqual(['node_modules/a']);
    expect(outdatedPlaces(lock, { packages: { 'node_modules/a': { version: '1.0.1' } } })).toEqual([
      'node_modules/a',
    ]);
  });
});

describe('finding a browser', () => {
  it('knows the usual places of the three systems', () => {
    expect(usualPlaces('win32', { PROGRAMFILES: 'C:\\Program Files' })).toContain(
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    );
    expect(usualPlaces('darwin', {})).toContain('/Applications/Chromium.app/Contents/MacOS/Chromium');
    expect(usualPlaces('linux', { PATH: '/opt/bin' })[0]).toBe('/opt/bin/chromium');
  });

  it('takes CHROME_PATH at its word and does not look elsewhere', async () => {
    expect(await findBrowser({ CHROME_PATH: process.execPath })).toBe(process.execPath);
    expect(await findBrowser({ CHROME_PATH: '/nowhere/chrome' })).toBeUndefined();
  });
});
