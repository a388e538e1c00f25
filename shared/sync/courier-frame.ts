import { err, ok, type Result } from '../domain/result.ts';
import { type CourierFault, courierFormat, maxCourierBytes, maxCourierHeaderBytes } from './courier.ts';
import type { Bytes } from './courier-means.ts';

/**
 * The bytes of a courier file: 8 of magic, 2 of format, 4 of the header's length (big-endian), the header (JSON), the
 * parts, and 64 of Ed25519 signature over everything before it.
 */

/** A first byte above 127 and the line end show a transfer that took the file for text. */
const magic = [0x89, 0x54, 0x47, 0x4b, 0x55, 0x52, 0x0d, 0x0a] as const;
const headAt = 14;
export const signatureBytes = 64;

/** Everything of a file but the signature. */
export function frameCourier(header: Bytes, parts: Bytes): Bytes {
  const bytes = new Uint8Array(headAt + header.length + parts.length);
  bytes.set(magic);
  const view = new DataView(bytes.buffer);
  view.setUint16(8, courierFormat);
  view.setUint32(10, header.length);
  bytes.set(header, headAt);
  bytes.set(parts, headAt + header.length);
  return bytes;
}

export interface CourierFrame {
  readonly header: Bytes;
  readonly parts: Bytes;
  /** What the signature is over. */
  readonly signed: Bytes;
  readonly signature: Bytes;
}

/** The places of a file; nothing in them has been looked at. */
export function unframeCourier(bytes: Bytes): Result<CourierFrame, CourierFault> {
  if (bytes.length > maxCourierBytes) return err('too_large');
  // A beginning that is cut off is still recognised: people should hear that the copy broke off.
  const known = magic.every((byte, at) => at >= bytes.length || bytes[at] === byte);
  if (!known || bytes.length === 0) return err('not_courier');
  if (bytes.length < headAt + signatureBytes) return err('damaged');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const format = view.getUint16(8);
  if (format > courierFormat) return err('newer');
  const length = view.getUint32(10);
  const end = bytes.length - signatureBytes;
  if (format === 0 || length > maxCourierHeaderBytes || headAt + length > end) return err('damaged');
  return ok({
    header: bytes.subarray(headAt, headAt + length),
    parts: bytes.subarray(headAt + length, end),
    signed: bytes.subarray(0, end),
    signature: bytes.subarray(end),
  });
}
