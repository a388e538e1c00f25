import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSettings } from './settings-file.ts';

describe('settings of the shell', () => {
  let folder: string;
  let reports: unknown[];
  const open = (place = folder) => openSettings(place, (error) => reports.push(error));
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tanggap-settings-'));
    reports = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('start empty and are remembered', async () => {
    expect(open().serverOrigin()).toBeUndefined();
    await open().setServerOrigin('https://layanan.example');
    expect(open().serverOrigin()).toBe('https://layanan.example');
    expect(readdirSync(folder)).toEqual(['settings.json']);
    expect(reports).toEqual([]);
  });

  it('count as empty when damaged or not to be trusted, and can be entered again', async () => {
    const contents = [
      '',
      '{',
      '[]',
      '{"version":2,"serverOrigin":null}',
      '{"version":1,"serverOrigin":"http://evil.example"}',
    ];
    for (const content of contents) {
      writeFileSync(path.join(folder, 'settings.json'), content);
      expect(open().serverOrigin(), content).toBeUndefined();
    }
    expect(reports).toHaveLength(contents.length);
    await open().setServerOrigin('https://layanan.example');
    expect(open().serverOrigin()).toBe('https://layanan.example');
  });

  it('keep the old value when the disk refuses the new one', async () => {
    const settings = open(path.join(folder, 'missing'));
    await expect(settings.setServerOrigin('https://layanan.example')).rejects.toThrow();
    expect(settings.serverOrigin()).toBeUndefined();
  });
});
