import { type CourierHeader, courierFormat, requestLineSchema } from '#shared/sync/courier.ts';
import { type CourierKeys, makeCourierKeys } from '#shared/sync/courier-crypto.ts';
import { openCourier, unpackCourier, writeCourier } from '#shared/sync/courier-file.ts';
import { frameHead } from '#shared/sync/courier-frame.ts';
import { CourierUnreadable } from '#shared/sync/courier-lines.ts';
import type { Bytes, CourierMeans } from '#shared/sync/courier-means.ts';
import { joinBytes, sourceOfBytes } from '#shared/sync/courier-source.ts';

export const means: CourierMeans = globalThis;

/** A request of a device, as files of the tests have it. */
export function requestHeader(publicKey: string, change: object = {}) {
  return {
    purpose: 'request' as const,
    deviceId: 'perangkat-1',
    server: publicKey,
    number: 1,
    createdAt: 1_790_000_000_000,
    cursor: { epoch: 'e1', versions: { ref: 3, 'opd:DINKES': 7 } },
    outcomesAfter: 0,
    first: 1,
    count: 2,
    ...change,
  };
}

export function mutationLine(id: number, args: unknown = { id: 't1', text: `catatan ${id}` }): string {
  const mutation = { id, name: 'ticket.note', args, occurredAt: 1_790_000_000_000, seenServerTime: 0 };
  return JSON.stringify(requestLineSchema.parse({ line: 'mutation', mutation }));
}

export async function sampleFile(
  keys: CourierKeys,
  passphrase: string | null = null,
  lines: readonly string[] = [mutationLine(1), mutationLine(2)],
): Promise<Bytes> {
  const header = requestHeader(keys.publicKey);
  return writeCourier(means, { header, lines, privateKey: keys.privateKey, passphrase });
}

/** A file that carries two pieces of an attachment; their bytes follow from `size`. */
export async function sampleWithPieces(
  keys: CourierKeys,
  size: number,
  passphrase: string | null = null,
): Promise<{ readonly file: Bytes; readonly pieces: readonly Bytes[] }> {
  const pieces = [7, 13].map((step) => Uint8Array.from({ length: size }, (_, at) => at * step));
  const named = { attachmentId: 't1/a.1', sha256: 'ab'.repeat(32) };
  const lines = [
    mutationLine(1),
    mutationLine(2),
    { line: 'files', waiting: [named], wanted: [], pictures: false, held: [], room: 0 },
    ...pieces.map((_, at) => ({ line: 'piece', ...named, at: at * 524_288 })),
  ].map((line) => (typeof line === 'string' ? line : JSON.stringify(requestLineSchema.parse(line))));
  const file = await writeCourier(means, {
    header: requestHeader(keys.publicKey),
    lines,
    pieces: pieces.map((piece) => async () => piece),
    privateKey: keys.privateKey,
    passphrase,
  });
  return { file, pieces };
}

/** Signs whatever bytes there are, as a hostile device with a good key would. */
export async function signedFile(keys: CourierKeys, header: object, part: Bytes): Promise<Bytes> {
  const parts = [{ kind: 'lines', bytes: part.length }];
  const text = JSON.stringify({ protocol: 2, seal: null, parts, ...header });
  const signed = await joinBytes([frameHead(courierFormat.lines, new TextEncoder().encode(text)), part]);
  const signature = new Uint8Array(await means.crypto.subtle.sign('Ed25519', keys.privateKey, signed));
  return joinBytes([signed, signature]);
}

export async function gzipOf(chunks: Iterable<Uint8Array<ArrayBuffer>>): Promise<Bytes> {
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  return new Uint8Array(await new Response(source.pipeThrough(new CompressionStream('gzip'))).arrayBuffer());
}

/** Reads a file to its end: its lines and pieces, or why it cannot be read. */
export async function readWhole(
  bytes: Bytes,
  publicKey: string,
  passphrase: string | null = null,
): Promise<{ readonly header: CourierHeader; readonly lines: string[]; readonly pieces: Bytes[] } | string> {
  const opened = await openCourier(means, sourceOfBytes(bytes));
  if (!opened.ok) return opened.error;
  const { header } = opened.value;
  const unpacked = await unpackCourier(means, opened.value, { publicKey, passphrase });
  if (!unpacked.ok) return unpacked.error;
  const lines: string[] = [];
  const pieces: Bytes[] = [];
  try {
    for await (const line of unpacked.value.lines) lines.push(line);
    for (let part = 1; part < header.parts.length; part += 1) pieces.push(await unpacked.value.piece(part));
  } catch (error) {
    if (error instanceof CourierUnreadable) return error.fault;
    throw error;
  }
  return { header, lines, pieces };
}

export const newKeys = (): Promise<CourierKeys> => makeCourierKeys(means, false);
