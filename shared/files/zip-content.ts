import type { FileProblem, FileType } from './attachment.ts';

/** One file within a zip, as its directory describes it. */
export interface ZipEntry {
  readonly name: string;
  /** 0 as it is, 8 deflated; nothing else is used by office documents. */
  readonly method: number;
  readonly packedSize: number;
  readonly size: number;
  /** Where its own head begins. */
  readonly at: number;
}

const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const maxEntries = 5_000;
/** Unpacked: more than any document of an office has. */
const maxUnpacked = 268_435_456;
const maxRatio = 150;
/** Below this a high ratio harms nobody: an empty sheet packs well. */
const harmless = 4_194_304;

/** The names that matter are of ASCII; others only have to differ. */
function asciiOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** Entries of the directory at the end of a zip; null where it cannot be read, is split, encrypted or of the large kind. */
export function readZipDirectory(bytes: Uint8Array): ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  const lowest = Math.max(0, bytes.length - 22 - 65_535);
  while (end >= lowest && view.getUint32(end, true) !== endMark) end -= 1;
  if (end < lowest) return null;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count > maxEntries || count !== view.getUint16(end + 8, true)) return null;
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== entryMark) return null;
    const flags = view.getUint16(at + 8, true);
    const nameLength = view.getUint16(at + 28, true);
    const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end || (flags & 1) === 1) return null;
    entries.push({
      name: asciiOf(bytes.subarray(at + 46, at + 46 + nameLength)),
      method: view.getUint16(at + 10, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at = next;
  }
  return entries;
}

/** The packed bytes of an entry; null where its head is not where the directory says. */
export function packedBytesOf(bytes: Uint8Array, entry: ZipEntry): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entry.at + 30 > bytes.length || view.getUint32(entry.at, true) !== 0x04034b50) return null;
  const from = entry.at + 30 + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true);
  const to = from + entry.packedSize;
  return to <= bytes.length ? bytes.subarray(from, to) : null;
}

/** The entry that every document of the type has. */
const partOf: Partial<Record<FileType, string>> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'word/document.xml',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xl/workbook.xml',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'ppt/presentation.xml',
  'application/vnd.oasis.opendocument.text': 'content.xml',
  'application/vnd.oasis.opendocument.spreadsheet': 'content.xml',
};

/** The entry that says which kind of document it is: `mimetype` of OpenDocument, the list of parts of Office Open XML. */
export function kindPartOf(type: FileType): string {
  return type.startsWith('application/vnd.oasis.') ? 'mimetype' : '[Content_Types].xml';
}

export function isDocument(type: FileType): boolean {
  return partOf[type] !== undefined;
}

/** Programs within a document: Visual Basic, ActiveX, and the macros of LibreOffice. */
const program = /(^|\/)(vbaProject\.bin|vbaData\.xml)$|(^|\/)activeX\/|^(Basic|Scripts)\//i;

/**
 * What the directory of a document says against it: not the document it claims to be, programs inside, or far more bytes
 * when unpacked than packed. The sizes are claims; whoever unpacks must hold them to it.
 */
export function checkDirectory(type: FileType, entries: readonly ZipEntry[]): FileProblem | null {
  const names = new Set(entries.map(({ name }) => name));
  const part = partOf[type];
  if (part === undefined || !names.has(part) || !names.has(kindPartOf(type))) return 'type';
  if (names.size !== entries.length) return 'damaged';
  if (entries.some(({ method }) => method !== 0 && method !== 8)) return 'damaged';
  if (entries.some(({ name }) => program.test(name))) return 'macro';
  const unpacked = entries.reduce((sum, { size }) => sum + size, 0);
  const packed = entries.reduce((sum, { packedSize }) => sum + packedSize, 0);
  if (unpacked > maxUnpacked) return 'bomb';
  return unpacked > harmless && unpacked > packed * maxRatio ? 'bomb' : null;
}

/** What the part that names the kind says against the type: another kind, or one that may hold programs. */
export function checkKindPart(type: FileType, text: string): FileProblem | null {
  if (/macroEnabled/i.test(text)) return 'macro';
  if (type.startsWith('application/vnd.oasis.')) return text.trim() === type ? null : 'type';
  return text.includes(type) ? null : 'type';
}
