import { err, ok, type Result } from '../domain/result.ts';
import {
  type CourierFault,
  type CourierHeader,
  type CourierPart,
  courierFormat,
  courierHeaderSchema,
  maxUnpackedBytes,
} from './courier.ts';
import { digestOfBytes, isSignedBy, newSealing, openSealing } from './courier-crypto.ts';
import { type CourierFrame, frameHead, readFrame } from './courier-frame.ts';
import { CourierUnreadable, unzipLines, zipLines } from './courier-lines.ts';
import type { Bytes, CourierKey, CourierMeans } from './courier-means.ts';
import { type CourierSource, joinBytes } from './courier-source.ts';
import { protocolVersion } from './protocol.ts';

type Unsealed<H> = H extends unknown ? Omit<H, 'seal' | 'parts' | 'protocol'> : never;

/** Gives a piece of an attachment, the same each time: it is read once to be hashed and once to be written. */
export type PieceReader = () => Promise<Bytes>;

export interface CourierInput {
  readonly header: Unsealed<CourierHeader>;
  /** Each without its line end. */
  readonly lines: readonly string[];
  /** What the `piece` lines name, in their order; left out, the file is of the format without attachments. */
  readonly pieces?: readonly PieceReader[];
  readonly privateKey: CourierKey;
  readonly passphrase: string | null;
}

/**
 * Writes a file, from its beginning to its end: lines compressed, sealed where there is a passphrase, and signed. One
 * piece at a time is in memory.
 * @throws Error where a piece is not the same the second time.
 */
export async function* courierChunks(means: CourierMeans, input: CourierInput): AsyncGenerator<Bytes, void> {
  const { lines, pieces, privateKey, passphrase } = input;
  const { seal, sealPart } = await newSealing(means, passphrase);
  const first = await sealPart(0, await zipLines(means, lines));
  const partOf = async (kind: CourierPart['kind'], bytes: Bytes) =>
    ({ kind, bytes: bytes.length, sha256: await digestOfBytes(means, bytes) }) as const;
  const isLinesOnly = pieces === undefined;
  const parts: CourierPart[] = [
    isLinesOnly ? { kind: 'lines', bytes: first.length } : await partOf('lines', first),
  ];
  for (const [at, read] of (pieces ?? []).entries())
    parts.push(await partOf('piece', await sealPart(at + 1, await read())));
  const header = { ...input.header, protocol: protocolVersion, seal, parts };
  const head = frameHead(
    isLinesOnly ? courierFormat.lines : courierFormat.files,
    new means.TextEncoder().encode(JSON.stringify(header)),
  );
  const sign = async (bytes: Bytes) =>
    new Uint8Array(await means.crypto.subtle.sign('Ed25519', privateKey, bytes));
  if (isLinesOnly) {
    const signed = await joinBytes([head, first]);
    yield signed;
    yield await sign(signed);
    return;
  }
  yield head;
  yield await sign(head);
  yield first;
  for (const [at, read] of pieces.entries()) {
    const sealed = await sealPart(at + 1, await read());
    if ((await digestOfBytes(means, sealed)) !== parts[at + 1]?.sha256)
      throw new Error('a piece changed while it was written');
    yield sealed;
  }
}

/** A whole file in memory. */
export function writeCourier(means: CourierMeans, input: CourierInput): Promise<Bytes> {
  return joinBytes(courierChunks(means, input));
}

/** A file whose header can be read. Nothing of it is to be believed before its signature is checked. */
export interface OpenedCourier<H extends CourierHeader = CourierHeader> {
  readonly header: H;
  readonly frame: CourierFrame;
  readonly source: CourierSource;
}

/** Reads the header. What is not of this format, cut off or too large is refused. */
export async function openCourier(
  means: CourierMeans,
  source: CourierSource,
): Promise<Result<OpenedCourier, CourierFault>> {
  const frame = await readFrame(source);
  if (!frame.ok) return frame;
  const { format, partsBytes } = frame.value;
  const header = courierHeaderSchema.safeParse(readJson(means, frame.value.header));
  if (!header.success) return err('damaged');
  const { parts } = header.data;
  const isFitting =
    format === courierFormat.lines ? parts.length === 1 : parts.every(({ sha256 }) => sha256 !== undefined);
  const total = parts.reduce((sum, part) => sum + part.bytes, 0);
  return isFitting && total === partsBytes
    ? ok({ header: header.data, frame: frame.value, source })
    : err('damaged');
}

export interface UnpackedCourier {
  /**
   * Come one by one; a reader that stops early has used what came until then.
   * @throws CourierUnreadable where the signed bytes are not what a writer makes (too much, not compressed text).
   */
  readonly lines: AsyncGenerator<string, void>;
  /** Bytes of a part behind the lines, by its place in the header (from 1 on). */
  piece(part: number): Promise<Bytes>;
}

/** What is in a file, after its signature and the digests of all its parts. */
export async function unpackCourier(
  means: CourierMeans,
  opened: OpenedCourier,
  trust: { readonly publicKey: string; readonly passphrase: string | null },
): Promise<Result<UnpackedCourier, CourierFault>> {
  const { header, frame, source } = opened;
  const signed = await source.read(0, frame.signed);
  if (!(await isSignedBy(means, trust.publicKey, frame.signature, signed))) return err('damaged');
  if (header.protocol > protocolVersion) return err('newer');
  const first = await soundLines(means, opened);
  if (first === null) return err('damaged');
  const unseal = await openSealing(means, header.seal, trust.passphrase);
  if (!unseal.ok) return unseal;
  const packed = await unseal.value(0, first);
  if (!packed.ok) return packed;
  return ok({
    lines: unzipLines(means, packed.value, maxUnpackedBytes[header.purpose]),
    async piece(part) {
      const bytes = await unseal.value(part, await readPart(opened, part));
      if (!bytes.ok) throw new CourierUnreadable('damaged');
      return bytes.value;
    },
  });
}

/** The first part as it stands in the file; null where any part is not what the header says. */
async function soundLines(means: CourierMeans, opened: OpenedCourier): Promise<Bytes | null> {
  const { parts } = opened.header;
  const first = await readPart(opened, 0);
  for (const [at, { sha256 }] of parts.entries()) {
    if (sha256 === undefined) continue;
    const bytes = at === 0 ? first : await readPart(opened, at);
    if ((await digestOfBytes(means, bytes)) !== sha256) return null;
  }
  return first;
}

function readPart({ header, frame, source }: OpenedCourier, part: number): Promise<Bytes> {
  const before = header.parts.slice(0, part).reduce((sum, { bytes }) => sum + bytes, 0);
  return source.read(frame.partsAt + before, header.parts[part]?.bytes ?? 0);
}

/** JSON of a header; undefined where it is none. */
function readJson(means: CourierMeans, bytes: Bytes): unknown {
  try {
    return JSON.parse(new means.TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
