import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newKeys, sampleFile } from '../../test/support/courier-bytes.ts';

const main = join(import.meta.dirname, 'main.ts');
/** Each run starts a process, and most of them a database. */
const slow = { timeout: 180_000 };

describe('courier on the command line', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tanggap-courier-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function courier(...args: string[]) {
    const child = spawn(process.execPath, [main, 'courier', ...args, '--data', join(folder, 'data')], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);
    return { out, err, code: code as number };
  }

  it(
    'FILE-11 refuses what is no request for this server: code 1, the reason, and no answer',
    slow,
    async () => {
      const answer = join(folder, 'answer.kurir');
      const words = join(folder, 'words.txt');
      writeFileSync(words, 'kata sandi\r\n');
      const keys = await newKeys();
      const files: [string, Uint8Array, string][] = [
        ['picture.kurir', new Uint8Array([0xff, 0xd8, 0xff]), 'not a courier file'],
        ['foreign.kurir', await sampleFile(keys), 'made for another server'],
      ];
      for (const [name, bytes, reason] of files) {
        const path = join(folder, name);
        writeFileSync(path, bytes);
        const done = await courier('import', path, '--out', answer, '--passphrase-file', words);
        expect([done.code, done.out, done.err]).toEqual([1, '', expect.stringContaining(reason)]);
        expect(done.err).not.toContain('kata sandi');
      }
      expect(existsSync(answer)).toBe(false);
    },
  );

  it('ends with 2 and names what is wrong with the input', slow, async () => {
    const wrong: [string[], string][] = [
      [['import', join(folder, 'nowhere.kurir'), '--out', 'x'], 'nowhere.kurir cannot be read'],
      [['import', main], '--out'],
      [['import', main, '--out', 'x', '--passphrase-file', join(folder, 'none')], 'passphrase-file'],
      [['export', '--out', 'x'], '--device'],
      [['export', '--device', 'B7', '--out', 'x'], 'no file was ever taken in from "B7"'],
    ];
    for (const [args, named] of wrong) {
      const done = await courier(...args);
      expect([args.join(' '), done.code, done.out]).toEqual([args.join(' '), 2, '']);
      expect(done.err).toContain(named);
    }
  });
});
