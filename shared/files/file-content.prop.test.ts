import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seedOf } from '../../test/support/seed.ts';
import { fileTypes, isPlainFileName, maxFileBytes, plainFileName, typeOfName } from './attachment.ts';
import { checkShape } from './file-content.ts';
import { packedBytesOf, readZipDirectory } from './zip-content.ts';

describe('names of files', () => {
  it.each([
    ['foto.jpg', 'foto.jpg'],
    ['C:\\Users\\ana\\Foto Kantor.JPG', 'Foto Kantor.JPG'],
    ['/home/ana/../surat.pdf', 'surat.pdf'],
    ['\u202egpj.exe', 'gpj.exe'],
    ['  .tersembunyi.txt ', 'tersembunyi.txt'],
    ['con.txt', 'berkascon.txt'],
    ['???.png', 'berkas.png'],
    ['a\u0000b\u200b\r\n.txt', 'ab.txt'],
    ['laporan "akhir" <1>.docx', 'laporan akhir 1.docx'],
    [`${'a'.repeat(300)}.pdf`, `${'a'.repeat(110)}.pdf`],
    ['\ud800.png', '\ufffd.png'],
    ['', 'berkas'],
  ])('%j becomes %j', (name, plain) => {
    expect(plainFileName(name)).toBe(plain);
  });

  it('whatever the person’s file is called, the plain name is one the server takes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom('png', 'pdf', 'TXT'),
        (stem, ending) => {
          const plain = plainFileName(`${stem}.${ending}`);
          expect([plain, isPlainFileName(plain)]).toEqual([plain, true]);
          expect(plain.length).toBeLessThanOrEqual(120);
          expect(typeOfName(plain)).toBeDefined();
          expect(plainFileName(plain)).toBe(plain);
        },
      ),
      { seed: seedOf('plain names') },
    );
  });

  it('takes no ending outside the list', () => {
    for (const name of ['a.svg', 'a.html', 'a.docm', 'a.xlsm', 'a.exe', 'a.js', 'a', '.png', 'a.png.zip'])
      expect([name, typeOfName(name)]).toEqual([name, undefined]);
  });
});

describe('contents of files', () => {
  it('text is UTF-8 without characters of machines', () => {
    const take = (bytes: readonly number[]) =>
      checkShape('a.txt', 'text/plain', Uint8Array.from(bytes)) === null;
    expect(take([...new TextEncoder().encode('Rp 1.000 – “baik” 😀\t\r\n')])).toBe(true);
    for (const bad of [[0], [0x1b], [0xc0, 0x80], [0xff], [0xe2, 0x82], [0x80], [0xf5, 0x80, 0x80, 0x80]])
      expect([bad, take(bad)]).toEqual([bad, false]);
  });

  it('no bytes make the readers fail', () => {
    const bytes = fc.uint8Array({ maxLength: 400 }).map((noise) => {
      const made = new Uint8Array(noise.length + 22);
      made.set(noise);
      // An end of a directory, so that the readers get as far as they can.
      made.set([0x50, 0x4b, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0], noise.length);
      made.set(noise.subarray(0, 8), noise.length + 12);
      return made;
    });
    fc.assert(
      fc.property(bytes, (made) => {
        for (const entry of readZipDirectory(made) ?? []) packedBytesOf(made, entry);
        for (const type of fileTypes) checkShape('a.txt', type, made);
      }),
      { seed: seedOf('noise as zips') },
    );
    expect(readZipDirectory(new Uint8Array(3))).toBeNull();
    expect(maxFileBytes).toBe(25 * 1024 * 1024);
  });
});
