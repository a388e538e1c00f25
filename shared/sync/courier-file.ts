import { err, ok, type Result } from '../domain/result.ts';
import { type CourierFault, type CourierHeader, courierHeaderSchema, maxUnpackedBytes } from './courier.ts';
import { isSignedBy, sealBytes, unsealBytes } from './courier-crypto.ts';
import { type CourierFrame, frameCourier, unframeCourier } from './courier-frame.ts';
import type { Bytes, CourierKey, CourierMeans } from './courier-means.ts';
import { protocolVersion } from './protocol.ts';

type Unsealed<H> = H extends unknown ? Omit<H, 'seal' | 'parts' | 'protocol'> : never;

/** Writes a file: lines compressed, sealed where there is a passphrase, and the whole signed. */
export async function writeCourier(
  means: CourierMeans,
  input: {
    readonly header: Unsealed<CourierHeader>;
    /** Each without its line end. */
    readonly lines: readonly string[];
    readonly privateKey: CourierKey;
    readonly passphrase: string | null;
  },
): Promise<Bytes> {
  const encoder = new means.TextEncoder();
  const packed = await zip(means, encoder.encode(input.lines.map((line) => `${line}\n`).join('')));
  const { seal, sealed } =
    input.passphrase === null
      ? { seal: null, sealed: packed }
      : await sealBytes(means, input.passphrase, packed);
  const parts = [{ kind: 'lines', bytes: sealed.length }] as const;
  const header = { ...input.header, protocol: protocolVersion, seal, parts };
  const signed = frameCourier(encoder.encode(JSON.stringify(header)), sealed);
  const signature = await means.crypto.subtle.sign('Ed25519', input.privateKey, signed);
  const bytes = new Uint8Array(signed.length + signature.byteLength);
  bytes.set(signed);
  bytes.set(new Uint8Array(signature), signed.length);
  return bytes;
}

/** A file whose header can be read. Nothing of it is to be believed before its signature is checked. */
export interface OpenedCourier<H extends CourierHeader = CourierHeader> {
  readonly header: H;
  readonly frame: CourierFrame;
}

/** Reads the header. What is not of this format, cut off or too large is refused. */
export function openCourier(means: CourierMeans, bytes: Bytes): Result<OpenedCourier, CourierFault> {
  const frame = unframeCourier(bytes);
  if (!frame.ok) return frame;
  const header = courierHeaderSchema.safeParse(readJson(means, frame.value.header));
  if (!header.success) return err('damaged');
  const total = header.data.parts.reduce((sum, part) => sum + part.bytes, 0);
  if (total !== frame.value.parts.length) return err('damaged');
  return ok({ header: header.data, frame: frame.value });
}

/**
 * The lines of a file, after its signature. They come one by one; a reader that stops early has used what came until then.
 * @throws CourierUnreadable where the signed bytes are not what a writer makes (too much, not compressed text).
 */
export async function unpackCourier(
  means: CourierMeans,
  { header, frame }: OpenedCourier,
  trust: { readonly publicKey: string; readonly passphrase: string | null },
): Promise<Result<AsyncGenerator<string, void>, CourierFault>> {
  const isSound = await isSignedBy(means, trust.publicKey, frame.signature, frame.signed);
  if (!isSound) return err('damaged');
  if (header.protocol > protocolVersion) return err('newer');
  const packed = await unsealBytes(means, header.seal, trust.passphrase, frame.parts);
  if (!packed.ok) return packed;
  return ok(unzipLines(means, packed.value, maxUnpackedBytes[header.purpose]));
}

/** What a file holds cannot be used, though it came whole. */
export class CourierUnreadable extends Error {
  override readonly name = 'CourierUnreadable';
  readonly fault: CourierFault;
  constructor(fault: CourierFault) {
    super(fault);
    this.fault = fault;
  }
}

/** JSON of a header; undefined where it is none. */
function readJson(means: CourierMeans, bytes: Bytes): unknown {
  try {
    return JSON.parse(new means.TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

async function zip({ CompressionStream }: CourierMeans, bytes: Bytes): Promise<Bytes> {
  const { readable, writable } = new CompressionStream('gzip');
  const writer = writable.getWriter();
  const written = writer.write(bytes).then(() => writer.close());
  const reader = readable.getReader();
  const pieces: Uint8Array[] = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (next.value !== undefined) pieces.push(next.value);
  }
  await written;
  const packed = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    packed.set(piece, at);
    at += piece.length;
  }
  return packed;
}

/** Pieces of at most this many bytes go into the unpacking at a time, so that little is unpacked ahead of its reader. */
const pieceBytes = 65_536;

async function* unzipLines(means: CourierMeans, packed: Bytes, limit: number): AsyncGenerator<string, void> {
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
