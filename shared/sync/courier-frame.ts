import { err, ok, type Result } from '../domain/result.ts';
import { type CourierFault, courierFormat, maxCourierBytes, maxCourierHeaderBytes } from './courier.ts';
import type { Bytes } from './courier-means.ts';
import type { CourierSource } from './courier-source.ts';

/**
 * The bytes of a courier file: 8 of magic, 2 of format, 4 of the header's length (big-endian), the header (JSON), the
 * parts, and 64 of Ed25519 signature over everything before it. In format 2 the signature stands before the parts, whose
 * digests the header has.
 */

/** A first byte above 127 and the line end show a transfer that took the file for text. */
const magic = [0x89, 0x54, 0x47, 0x4b, 0x55, 0x52, 0x0d, 0x0a] as const;
const headAt = 14;
export const signatureBytes = 64;

type Format = (typeof courierFormat)[keyof typeof courierFormat];

/** The beginning of a file up to the end of its header. */
export function frameHead(format: Format, header: Bytes): Bytes {
  const bytes = new Uint8Array(headAt + header.length);
  bytes.set(magic);
  const view = new DataView(bytes.buffer);
  view.setUint16(8, format);
  view.setUint32(10, header.length);
  bytes.set(header, headAt);
  return bytes;
}

export interface CourierFrame {
  readonly format: Format;
  readonly header: Bytes;
  /** Where the first part begins. */
  readonly partsAt: number;
  /** Bytes of all parts. */
  readonly partsBytes: number;
  /** How many bytes, from the beginning, the signature is over. */
  readonly signed: number;
  readonly signature: Bytes;
}

/** The places of a file; nothing in them has been looked at. */
export async function readFrame(source: CourierSource): Promise<Result<CourierFrame, CourierFault>> {
  const { size } = source;
  if (size > maxCourierBytes) return err('too_large');
  const head = await source.read(0, Math.min(size, headAt));
  // A beginning that is cut off is still recognised: people should hear that the copy broke off.
  const known = magic.every((byte, at) => at >= head.length || head[at] === byte);
  if (!known || size === 0) return err('not_courier');
  if (size < headAt + signatureBytes) return err('damaged');
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const format = view.getUint16(8);
  if (format > courierFormat.files) return err('newer');
  const length = view.getUint32(10);
  const headEnd = headAt + length;
  if (length > maxCourierHeaderBytes || headEnd + signatureBytes > size) return err('damaged');
  const header = await source.read(headAt, length);
  const partsBytes = size - signatureBytes - headEnd;
  if (format === courierFormat.lines) {
    const signed = size - signatureBytes;
    const signature = await source.read(signed, signatureBytes);
    return ok({ format, header, partsAt: headEnd, partsBytes, signed, signature });
  }
  if (format !== courierFormat.files) return err('damaged');
  const signature = await source.read(headEnd, signatureBytes);
  return ok({ format, header, partsAt: headEnd + signatureBytes, partsBytes, signed: headEnd, signature });
}
