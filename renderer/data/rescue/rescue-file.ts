import { z } from 'zod';
import { instant } from '#shared/domain/codes.ts';
import { err, ok, type Result } from '#shared/domain/result.ts';
import { type JournalEntryRecord, journalEntrySchema, keptFileSchema } from '#shared/ipc/outbox-journal.ts';
import { courierSealSchema } from '#shared/sync/courier.ts';
import { newSealing, openSealing } from '#shared/sync/courier-crypto.ts';
import type { Bytes, CourierMeans } from '#shared/sync/courier-means.ts';
import { gunzipText, gzip } from './compress.ts';

/** A file of rescued work is no longer than this, so that it fits through every way of saving one: 48 MiB. */
export const maxRescueBytes = 50_331_648;
/** What the entries of a file unpack to at most: more than a journal holds. */
const maxEntriesText = 134_217_728;
const version = 1;
const magic = Uint8Array.of(0x89, 0x54, 0x47, 0x50, 0x4c, 0x48, 0x0d, 0x0a);
const digestBytes = 32;
/** Magic, version and the length of the header stand before it. */
const frontBytes = magic.length + 2 + 4;

/** What stands in the open, also where the rest is sealed. */
const headerSchema = z.object({
  userId: z.string().min(1).max(120),
  username: z.string().min(1).max(60),
  /** Address of the server the work is for. */
  server: z.string().max(300),
  createdAt: instant,
  /** Counted from 1; all entries are in the first, the files that found no room there in those behind. */
  part: z.int().min(1),
  parts: z.int().min(1),
  count: z.int().min(0),
  seal: courierSealSchema.nullable(),
  /** Bytes of the packed entries, and of each file as it lies in this one. */
  packed: z.int().min(0),
  files: z.array(z.object({ file: keptFileSchema, bytes: z.int().min(1) })).max(2_000),
});
export type RescueHeader = z.infer<typeof headerSchema>;

/** Why a file of rescued work cannot be read. */
export type RescueFault =
  | 'not_rescue'
  | 'damaged'
  | 'newer'
  | 'too_large'
  | 'passphrase_needed'
  | 'passphrase_wrong';

export interface RescuedFile {
  readonly file: z.infer<typeof keptFileSchema>;
  readonly bytes: Bytes;
}

export interface Rescued {
  readonly header: RescueHeader;
  readonly entries: readonly JournalEntryRecord[];
  readonly files: readonly RescuedFile[];
}

type Named = Pick<RescueHeader, 'userId' | 'username' | 'server' | 'createdAt' | 'part' | 'parts'>;

/** Writes one file: a header, the entries packed, the files' bytes, and a digest of it all. Sealed where there is a passphrase. */
export async function writeRescue(
  means: CourierMeans,
  named: Named,
  entries: readonly JournalEntryRecord[],
  files: readonly RescuedFile[],
  passphrase: string | null,
): Promise<Bytes> {
  const encoder = new TextEncoder();
  const { seal, sealPart } = await newSealing(means, passphrase);
  const lines = encoder.encode(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  const packed = await sealPart(0, await gzip(lines));
  const bodies: Bytes[] = [];
  for (const [at, { bytes }] of files.entries()) bodies.push(await sealPart(at + 1, bytes));
  const header: RescueHeader = {
    ...named,
    count: entries.length,
    seal,
    packed: packed.length,
    files: files.map(({ file }, at) => ({ file, bytes: bodies[at]?.length ?? 0 })),
  };
  const head = encoder.encode(JSON.stringify(header));
  const front = new Uint8Array(frontBytes);
  front.set(magic);
  const view = new DataView(front.buffer);
  view.setUint16(magic.length, version);
  view.setUint32(magic.length + 2, head.length);
  const content = joined([front, head, packed, ...bodies]);
  return joined([content, await digest(means, content)]);
}

/** Reads the header, after the digest has shown that the file is as it was written. */
export async function openRescue(
  means: CourierMeans,
  bytes: Bytes,
): Promise<Result<{ readonly header: RescueHeader; readonly body: Bytes }, RescueFault>> {
  if (bytes.length > maxRescueBytes) return err('too_large');
  if (magic.some((byte, at) => bytes[at] !== byte)) return err('not_rescue');
  if (bytes.length < frontBytes + digestBytes) return err('damaged');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const content = bytes.subarray(0, bytes.length - digestBytes);
  const expected = await digest(means, content);
  if (expected.some((byte, at) => bytes[content.length + at] !== byte)) return err('damaged');
  if (view.getUint16(magic.length) > version) return err('newer');
  const headEnd = frontBytes + view.getUint32(magic.length + 2);
  const header = headerSchema.safeParse(parsed(content.subarray(frontBytes, headEnd)));
  if (!header.success) return err('damaged');
  const body = content.subarray(headEnd);
  const total = header.data.files.reduce((sum, each) => sum + each.bytes, header.data.packed);
  return total === body.length ? ok({ header: header.data, body }) : err('damaged');
}

/** Entries and files of an opened file. @param passphrase null where none was given. */
export async function readRescue(
  means: CourierMeans,
  { header, body }: { readonly header: RescueHeader; readonly body: Bytes },
  passphrase: string | null,
): Promise<Result<Rescued, RescueFault>> {
  const opened = await openSealing(means, header.seal, passphrase);
  if (!opened.ok) return err(faultOf(opened.error));
  const packed = await opened.value(0, body.subarray(0, header.packed));
  if (!packed.ok) return err(faultOf(packed.error));
  const text = await gunzipText(packed.value, maxEntriesText);
  if (text === undefined) return err('damaged');
  const entries: JournalEntryRecord[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const entry = journalEntrySchema.safeParse(parsedText(line));
    if (!entry.success) return err('damaged');
    entries.push(entry.data);
  }
  if (entries.length !== header.count) return err('damaged');
  const files: RescuedFile[] = [];
  let from = header.packed;
  for (const [at, { file, bytes: length }] of header.files.entries()) {
    const bytes = await opened.value(at + 1, body.subarray(from, from + length));
    if (!bytes.ok) return err(faultOf(bytes.error));
    files.push({ file, bytes: bytes.value });
    from += length;
  }
  return ok({ header, entries, files });
}

function faultOf(fault: string): RescueFault {
  return fault === 'passphrase_needed' || fault === 'passphrase_wrong' ? fault : 'damaged';
}

async function digest({ crypto }: CourierMeans, bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

function parsed(bytes: Bytes): unknown {
  return parsedText(new TextDecoder().decode(bytes));
}

function parsedText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function joined(pieces: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
