import type { CourierFault } from './courier.ts';
import type { Bytes, CourierMeans } from './courier-means.ts';
import { joinBytes } from './courier-source.ts';

/** What a file holds cannot be used, though it came whole. */
export class CourierUnreadable extends Error {
  override readonly name = 'CourierUnreadable';
  readonly fault: CourierFault;
  constructor(fault: CourierFault) {
    super(fault);
    this.fault = fault;
  }
}

/** Lines as one compressed text, each with its line end. */
export async function zipLines(means: CourierMeans, lines: readonly string[]): Promise<Bytes> {
  const bytes = new means.TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));
  const { readable, writable } = new means.CompressionStream('gzip');
  const writer = writable.getWriter();
  const written = writer.write(bytes).then(() => writer.close());
  const reader = readable.getReader();
  const pieces: Bytes[] = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (next.value !== undefined) pieces.push(new Uint8Array(next.value));
  }
  await written;
  return joinBytes(pieces);
}

/** Pieces of at most this many bytes go into the unpacking at a time, so that little is unpacked ahead of its reader. */
const pieceBytes = 65_536;

/**
 * The lines of a compressed text, one by one.
 * @throws CourierUnreadable where there are more than `limit` bytes, or it is no such text.
 */
export async function* unzipLines(
  means: CourierMeans,
  packed: Bytes,
  limit: number,
): AsyncGenerator<string, void> {
  const { readable, writable } = new means.DecompressionStream('gzip');
  const writer = writable.getWriter();
  const feed = async () => {
    for (let at = 0; at < packed.length; at += pieceBytes)
      await writer.write(packed.subarray(at, at + pieceBytes));
    await writer.close();
  };
  // What is not gzip shows at the reader, too.
  const fed = feed().catch(() => undefined);
  const reader = readable.getReader();
  const decoder = new means.TextDecoder('utf-8', { fatal: true });
  let parts: string[] = [];
  let total = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw new CourierUnreadable('damaged');
      });
      if (done || value === undefined) break;
      total += value.length;
      if (total > limit) throw new CourierUnreadable('too_large');
      const text = decodeOrGiveUp(decoder, value);
      let from = 0;
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
        parts.push(text.slice(from, end));
        yield parts.join('');
        parts = [];
        from = end + 1;
      }
      if (from < text.length) parts.push(text.slice(from));
    }
    await fed;
    if (parts.length > 0) throw new CourierUnreadable('damaged');
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function decodeOrGiveUp(
  decoder: { decode(bytes: Uint8Array, options: { readonly stream: boolean }): string },
  bytes: Uint8Array,
): string {
  try {
    return decoder.decode(bytes, { stream: true });
  } catch {
    throw new CourierUnreadable('damaged');
  }
}
