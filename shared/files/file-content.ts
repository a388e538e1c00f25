import { type FileProblem, type FileType, typeOfName } from './attachment.ts';

const starts = (bytes: Uint8Array, wanted: readonly number[], at = 0): boolean =>
  wanted.every((byte, place) => bytes[at + place] === byte);

const isZip = (bytes: Uint8Array): boolean => starts(bytes, [0x50, 0x4b, 0x03, 0x04]);

/** Bytes that follow the first one of a character in UTF-8; -1 where none begins with it. */
function followersOf(lead: number): number {
  if (lead < 0x80) return 0;
  if (lead >= 0xc2 && lead <= 0xdf) return 1;
  if (lead >= 0xe0 && lead <= 0xef) return 2;
  return lead >= 0xf0 && lead <= 0xf4 ? 3 : -1;
}

const blanks = new Set([0x09, 0x0a, 0x0c, 0x0d]);

/** UTF-8 without characters that only machines write. */
function isText(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x20 && !blanks.has(lead)) return false;
    const followers = followersOf(lead);
    if (followers < 0 || at + followers >= bytes.length) return false;
    for (let next = 1; next <= followers; next += 1) {
      if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return false;
    }
    at += followers + 1;
  }
  return true;
}

/** Whether the first bytes are those of the type. What a zip holds is looked into by `zip-content.ts`. */
function hasShapeOf(type: FileType, bytes: Uint8Array): boolean {
  switch (type) {
    case 'image/jpeg':
      return starts(bytes, [0xff, 0xd8, 0xff]);
    case 'image/png':
      return starts(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    case 'image/webp':
      return starts(bytes, [0x52, 0x49, 0x46, 0x46]) && starts(bytes, [0x57, 0x45, 0x42, 0x50], 8);
    case 'application/pdf':
      return starts(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d]);
    case 'text/plain':
      return isText(bytes);
    default:
      return isZip(bytes);
  }
}

/**
 * What a file is by its name and by its bytes, which must agree. Both sides look: the device to say so before anything is
 * kept, the server because it believes no device.
 */
export function checkShape(name: string, type: FileType, bytes: Uint8Array): FileProblem | null {
  return typeOfName(name) === type && hasShapeOf(type, bytes) ? null : 'type';
}
