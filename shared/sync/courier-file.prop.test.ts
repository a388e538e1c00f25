import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newKeys, readWhole, sampleFile, sampleWithPieces } from '../../test/support/courier-bytes.ts';
import { seedOf } from '../../test/support/seed.ts';

const seed = seedOf('courier files');

describe('courier files that were changed on the way', () => {
  it('FILE-4 every single byte matters, whichever value it gets', async () => {
    const keys = await newKeys();
    const { file } = await sampleWithPieces(keys, 300);
    for (const whole of [await sampleFile(keys), file]) {
      for (let at = 0; at < whole.length; at += 1) {
        const changed = whole.slice();
        changed[at] = (whole[at] ?? 0) ^ (1 << (at % 8));
        expect(typeof (await readWhole(changed, keys.publicKey)), `byte ${at}`).toBe('string');
      }
    }
  });

  it('FILE-4 any change, cut or addition is refused, sealed or not', async () => {
    const keys = await newKeys();
    const words = 'sandi kurir';
    const files = [
      await sampleFile(keys),
      await sampleFile(keys, words),
      (await sampleWithPieces(keys, 900)).file,
      (await sampleWithPieces(keys, 900, words)).file,
    ] as const;
    const place = fc.nat({ max: Math.min(...files.map(({ length }) => length)) - 1 });
    const change = fc.oneof(
      fc.record({ how: fc.constant('flip' as const), at: place, bits: fc.integer({ min: 1, max: 255 }) }),
      fc.record({ how: fc.constant('cut' as const), at: place }),
      fc.record({ how: fc.constant('drop' as const), at: place }),
      fc.record({ how: fc.constant('add' as const), at: place, bits: fc.nat({ max: 255 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(0, 1, 2, 3), change, async (which, made) => {
        const whole = files[which as 0 | 1 | 2 | 3];
        const read = await readWhole(changedBy(whole, made), keys.publicKey, words);
        expect(typeof read).toBe('string');
      }),
      { seed, numRuns: 800 },
    );
  });
});

type Change =
  | { readonly how: 'flip'; readonly at: number; readonly bits: number }
  | { readonly how: 'add'; readonly at: number; readonly bits: number }
  | { readonly how: 'cut'; readonly at: number }
  | { readonly how: 'drop'; readonly at: number };

function changedBy(whole: Uint8Array<ArrayBuffer>, change: Change): Uint8Array<ArrayBuffer> {
  const { at } = change;
  if (change.how === 'cut') return whole.slice(0, at);
  if (change.how === 'drop') return Uint8Array.from([...whole.slice(0, at), ...whole.slice(at + 1)]);
  if (change.how === 'add') return Uint8Array.from([...whole.slice(0, at), change.bits, ...whole.slice(at)]);
  const changed = whole.slice();
  changed[at] = (whole[at] ?? 0) ^ change.bits;
  return changed;
}
