import { describe, expect, it } from 'vitest';
import {
  gzipOf,
  mutationLine,
  newKeys,
  readWhole,
  requestHeader,
  sampleFile,
  sampleWithPieces,
  signedFile,
} from '../../test/support/courier-bytes.ts';
import { maxUnpackedBytes } from './courier.ts';

const lines = [mutationLine(1), mutationLine(2)];

describe('courier files', () => {
  it('FILE-3 give back what was written, in the clear and sealed', async () => {
    const keys = await newKeys();
    const open = await sampleFile(keys);
    expect(await readWhole(open, keys.publicKey)).toMatchObject({ lines, header: { count: 2, seal: null } });
    const sealed = await sampleFile(keys, 'sandi kurir kantor');
    expect(await readWhole(sealed, keys.publicKey, 'sandi kurir kantor')).toMatchObject({ lines });
    expect(await readWhole(sealed, keys.publicKey)).toBe('passphrase_needed');
    expect(await readWhole(sealed, keys.publicKey, 'sandi kurir kantoR')).toBe('passphrase_wrong');
  });

  it('FILE-3 FILE-17 carry pieces of attachments, in the clear and sealed, each sealed by itself', async () => {
    const keys = await newKeys();
    for (const words of [null, 'sandi kurir kantor']) {
      const { file, pieces } = await sampleWithPieces(keys, 5000, words);
      const read = await readWhole(file, keys.publicKey, words);
      if (typeof read === 'string') throw new Error(read);
      expect(read.pieces).toEqual(pieces);
      expect(read.header.parts.map(({ kind }) => kind)).toEqual(['lines', 'piece', 'piece']);
      const [first = new Uint8Array()] = pieces;
      expect(Buffer.from(file).includes(Buffer.from(first))).toBe(words === null);
    }
    const { file } = await sampleWithPieces(keys, 5000, 'sandi kurir kantor');
    expect(await readWhole(file, keys.publicKey)).toBe('passphrase_needed');
    expect(await readWhole(file, keys.publicKey, 'bukan sandinya')).toBe('passphrase_wrong');
  });

  it('FILE-4 FILE-17 are refused where pieces changed places', async () => {
    const keys = await newKeys();
    const { file } = await sampleWithPieces(keys, 5000);
    const [first, second] = [file.slice(-10_000, -5000), file.slice(-5000)];
    const swapped = file.slice();
    swapped.set(second, file.length - 10_000);
    swapped.set(first, file.length - 5000);
    expect(await readWhole(swapped, keys.publicKey)).toBe('damaged');
  });

  it('FILE-3 take the same words in another writing of the same letters', async () => {
    const keys = await newKeys();
    const sealed = await sampleFile(keys, 'caf\u00e9 kantor dinas');
    expect(await readWhole(sealed, keys.publicKey, 'cafe\u0301 kantor dinas')).toMatchObject({ lines });
  });

  it('FILE-3 sealed twice with the same words, share neither salt nor text', async () => {
    const keys = await newKeys();
    const [a, b] = [await sampleFile(keys, 'kata sandi'), await sampleFile(keys, 'kata sandi')];
    const [first, second] = [
      await readWhole(a, keys.publicKey, 'kata sandi'),
      await readWhole(b, keys.publicKey, 'kata sandi'),
    ];
    if (typeof first === 'string' || typeof second === 'string') throw new Error('not read');
    expect(first.header.seal?.salt).not.toBe(second.header.seal?.salt);
    expect(first.header.seal?.iv).not.toBe(second.header.seal?.iv);
    expect(Buffer.from(a).includes(Buffer.from('catatan'))).toBe(false);
  });

  it('FILE-4 of somebody else, or of another kind, are refused', async () => {
    const [keys, others] = [await newKeys(), await newKeys()];
    expect(await readWhole(await sampleFile(others), keys.publicKey)).toBe('damaged');
    expect(await readWhole(await sampleFile(keys), 'ff'.repeat(32))).toBe('damaged');
    expect(await readWhole(new Uint8Array(0), keys.publicKey)).toBe('not_courier');
    expect(await readWhole(new TextEncoder().encode('PK\u0003\u0004 bukan'), keys.publicKey)).toBe(
      'not_courier',
    );
    expect(await readWhole(new Uint8Array(70_000_000), keys.publicKey)).toBe('too_large');
  });

  it('FILE-4 of a later format or protocol are told from damaged ones', async () => {
    const keys = await newKeys();
    const later = await sampleFile(keys);
    new DataView(later.buffer).setUint16(8, 3);
    expect(await readWhole(later, keys.publicKey)).toBe('newer');
    const part = await gzipOf([new TextEncoder().encode(`${lines.join('\n')}\n`)]);
    const header = requestHeader(keys.publicKey, { protocol: 99 });
    expect(await readWhole(await signedFile(keys, header, part), keys.publicKey)).toBe('newer');
  });

  it('FILE-5 of a good key but hostile content are bounded and refused', async () => {
    const keys = await newKeys();
    const header = requestHeader(keys.publicKey);
    const zeroes = new Uint8Array(8_388_608);
    const bomb = await gzipOf(Array.from({ length: 13 }, () => zeroes));
    expect(bomb.length).toBeLessThan(200_000);
    expect(13 * zeroes.length).toBeGreaterThan(maxUnpackedBytes.request);
    expect(await readWhole(await signedFile(keys, header, bomb), keys.publicKey)).toBe('too_large');
    const text = (value: string) => gzipOf([new TextEncoder().encode(value)]);
    const bad: [string, Uint8Array<ArrayBuffer>][] = [
      ['not gzip', new Uint8Array([1, 2, 3])],
      ['nothing', new Uint8Array(0)],
      ['cut gzip', (await text('{"line":"mutation"}\n'.repeat(1000))).slice(0, -9)],
      ['no line end', await text('{"line":"mutation"}')],
      ['not UTF-8', await gzipOf([new Uint8Array([0x22, 0xff, 0xfe, 0x22, 0x0a])])],
    ];
    for (const [what, part] of bad)
      expect(await readWhole(await signedFile(keys, header, part), keys.publicKey), what).toBe('damaged');
  });

  it('FILE-5 with headers that are none are refused', async () => {
    const keys = await newKeys();
    const part = await gzipOf([new TextEncoder().encode('\n')]);
    const changes: object[] = [
      { count: 1e9 },
      { count: -1 },
      { first: 0 },
      { number: 2 ** 60 },
      { deviceId: '\u0000' },
      { deviceId: 'a'.repeat(121) },
      { purpose: 'both' },
      { parts: [] },
      { parts: [{ kind: 'lines', bytes: part.length + 1 }] },
      { parts: [{ kind: 'attachment', bytes: part.length }] },
      { server: 'ff' },
      { seal: { kdf: 'PBKDF2-SHA-256', iterations: 1, salt: '00'.repeat(16), iv: '00'.repeat(12) } },
      { seal: { kdf: 'PBKDF2-SHA-256', iterations: 1e12, salt: '00'.repeat(16), iv: '00'.repeat(12) } },
      { cursor: { epoch: 'e', versions: { ref: -1 } } },
    ];
    for (const change of changes) {
      const file = await signedFile(keys, requestHeader(keys.publicKey, change), part);
      expect(await readWhole(file, keys.publicKey), JSON.stringify(change)).toBe('damaged');
    }
  });
});
