import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { saveForPerson, writeWhole } from './write-whole.ts';

const bytes = new TextEncoder().encode('isi');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tanggap-write-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('leaves alone what else lies in the folder a person saves to', async () => {
  const file = path.join(folder, 'laporan.pdf');
  writeFileSync(`${file}.partial`, 'milik orang');
  await saveForPerson(file, bytes, () => 'token-1');
  expect(readFileSync(`${file}.partial`, 'utf8')).toBe('milik orang');
  expect(readFileSync(file, 'utf8')).toBe('isi');
  expect(readdirSync(folder).sort()).toEqual(['laporan.pdf', 'laporan.pdf.partial']);
});

it.skipIf(process.platform === 'win32')(
  'gives a saved file the rights the system gives new files; what the app keeps is its user’s alone',
  async () => {
    const usual = path.join(folder, 'biasa');
    writeFileSync(usual, '');
    const saved = path.join(folder, 'laporan.pdf');
    await saveForPerson(saved, bytes, () => 'token-1');
    const kept = path.join(folder, 'settings.json');
    await writeWhole(kept, bytes);
    const rights = [saved, kept].map((file) => statSync(file).mode & 0o777);
    expect(rights).toEqual([statSync(usual).mode & 0o777, 0o600]);
  },
);

it('leaves nothing behind where the file cannot be written', async () => {
  const file = path.join(folder, 'tidak-ada', 'laporan.pdf');
  await expect(saveForPerson(file, bytes, () => 'token-1')).rejects.toThrow('ENOENT');
  expect(readdirSync(folder)).toEqual([]);
});
