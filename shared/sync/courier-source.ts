import type { Bytes } from './courier-means.ts';

/** A file that is read piece by piece, wherever it lies. `read` gives exactly the bytes asked for, or rejects. */
export interface CourierSource {
  readonly size: number;
  read(at: number, length: number): Promise<Bytes>;
}

/** A file that is in memory already. */
export function sourceOfBytes(bytes: Bytes): CourierSource {
  return {
    size: bytes.length,
    read: async (at, length) => {
      if (at < 0 || at + length > bytes.length) throw new RangeError('behind the end');
      return bytes.subarray(at, at + length);
    },
  };
}

/** All pieces as one. */
export async function joinBytes(pieces: Iterable<Bytes> | AsyncIterable<Bytes>): Promise<Bytes> {
  const kept: Bytes[] = [];
  for await (const piece of pieces) kept.push(piece);
  const whole = new Uint8Array(kept.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of kept) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
