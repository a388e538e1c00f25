import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import type { Attachment, FileProblem } from '#shared/files/attachment.ts';
import { checkShape } from '#shared/files/file-content.ts';
import {
  checkDirectory,
  checkKindPart,
  isDocument,
  kindPartOf,
  packedBytesOf,
  readZipDirectory,
  type ZipEntry,
} from '#shared/files/zip-content.ts';

/** The part that names the kind of a document is short. */
const longestKindPart = 262_144;

/**
 * Unpacks an entry, counting and throwing away, but for the first bytes that are wanted. `bomb` where it holds more than
 * its directory claims: the claims have been judged already.
 */
async function unpack(packed: Uint8Array, entry: ZipEntry, wanted: number): Promise<Buffer | FileProblem> {
  if (entry.method === 0)
    return entry.size === packed.length ? Buffer.from(packed.subarray(0, wanted)) : 'damaged';
  const kept: Buffer[] = [];
  let size = 0;
  let isTooLarge = false;
  try {
    await pipeline([packed], createInflateRaw(), async (source: AsyncIterable<Buffer>) => {
      for await (const piece of source) {
        if (size < wanted) kept.push(piece.subarray(0, wanted - size));
        size += piece.length;
        isTooLarge = size > entry.size;
        if (isTooLarge) return;
      }
    });
  } catch {
    return isTooLarge ? 'bomb' : 'damaged';
  }
  if (isTooLarge) return 'bomb';
  return size === entry.size ? Buffer.concat(kept) : 'damaged';
}

async function checkDocument(
  { type }: Pick<Attachment, 'type'>,
  bytes: Uint8Array,
): Promise<FileProblem | null> {
  const entries = readZipDirectory(bytes);
  if (entries === null) return 'damaged';
  const found = checkDirectory(type, entries);
  if (found !== null) return found;
  for (const entry of entries) {
    const packed = packedBytesOf(bytes, entry);
    if (packed === null) return 'damaged';
    const isKind = entry.name === kindPartOf(type);
    if (isKind && entry.size > longestKindPart) return 'damaged';
    const content = await unpack(packed, entry, isKind ? longestKindPart : 0);
    if (typeof content === 'string') return content;
    const problem = isKind ? checkKindPart(type, content.toString('utf8')) : null;
    if (problem !== null) return problem;
  }
  return null;
}

/** What speaks against keeping these bytes as this attachment; null where nothing does. */
export async function checkContent(
  file: Pick<Attachment, 'name' | 'type'>,
  bytes: Uint8Array,
): Promise<FileProblem | null> {
  const problem = checkShape(file.name, file.type, bytes);
  if (problem !== null) return problem;
  return isDocument(file.type) ? checkDocument(file, bytes) : null;
}
