import { crc32, deflateRawSync } from 'node:zlib';

/** A part of a document made for a test; `claimed` lies about its unpacked size. */
export interface TestPart {
  readonly name: string;
  readonly content: string | Buffer;
  readonly claimed?: number;
  readonly isEncrypted?: boolean;
}

/** A zip of these parts, as office programs write it. */
export function zipOf(parts: readonly TestPart[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, claimed, isEncrypted = false } of parts) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(isEncrypted ? 1 : 0, 6);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(crc32(plain), 14);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(claimed ?? plain.length, 22);
    head.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    head.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(at, 42);
    bodies.push(head, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + packed.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, entries, end]);
}

const openXml = 'application/vnd.openxmlformats-officedocument.';
const mainParts = {
  docx: ['word/document.xml', 'wordprocessingml.document'],
  xlsx: ['xl/workbook.xml', 'spreadsheetml.sheet'],
  pptx: ['ppt/presentation.xml', 'presentationml.presentation'],
} as const;

/** A small document of Office Open XML, with further parts. */
export function officeDocument(
  kind: keyof typeof mainParts,
  more: readonly TestPart[] = [],
  type: string = `${openXml}${mainParts[kind][1]}.main+xml`,
): Buffer {
  const [part] = mainParts[kind];
  const types = `<Types><Override PartName="/${part}" ContentType="${type}"/></Types>`;
  return zipOf([{ name: '[Content_Types].xml', content: types }, { name: part, content: '<x/>' }, ...more]);
}

/** A small document of OpenDocument, with further parts. */
export function openDocument(kind: 'text' | 'spreadsheet', more: readonly TestPart[] = []): Buffer {
  const mimetype = `application/vnd.oasis.opendocument.${kind}`;
  return zipOf([{ name: 'mimetype', content: mimetype }, { name: 'content.xml', content: '<x/>' }, ...more]);
}

const starts = {
  jpg: [0xff, 0xd8, 0xff, 0xe0],
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  webp: [0x52, 0x49, 0x46, 0x46, 1, 0, 0, 0, 0x57, 0x45, 0x42, 0x50],
} as const;

/** The first bytes of a picture, and then anything. */
export function pictureOf(kind: keyof typeof starts, rest: string | Buffer = 'anything'): Buffer {
  return Buffer.concat([Buffer.from(starts[kind]), Buffer.from(rest)]);
}
