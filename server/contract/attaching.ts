import { hash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { typeOfName } from '#shared/files/attachment.ts';
import { maxPieceBytes, uploadStateSchema } from '#shared/sync/files.ts';
import type { TestDevice } from './device.ts';

/** An attachment that a device has announced, and its bytes. */
export interface Attached {
  readonly attachmentId: string;
  readonly sha256: string;
  readonly bytes: Buffer;
}

let made = 0;

/** Attaches a file of these bytes; the bytes themselves have not been sent. */
export async function attach(
  device: TestDevice,
  ticket: string,
  bytes: Buffer,
  name = 'foto.jpg',
  size = bytes.length,
) {
  made += 1;
  const attachmentId = `${ticket}/a.${made}`;
  const sha256 = hash('sha256', bytes);
  const type = typeOfName(name) ?? 'image/png';
  const args = { id: ticket, attachmentId, name, type, size, sha256 };
  const { outcomes } = await device.push(device.mutation('attachment.add', args));
  return { attachmentId, sha256, bytes, refusal: outcomes[0]?.refusal?.code ?? null };
}

/** Address of an upload or a file, by hash and attachment. */
export const addressOf = (what: string, { sha256, attachmentId }: Omit<Attached, 'bytes'>) =>
  `/api/v1/${what}/${sha256}?attachment=${encodeURIComponent(attachmentId)}`;
/** The header that says who asks. */
export const bearer = (device: TestDevice) => ({ authorization: `Bearer ${device.session.accessToken}` });

/** What the server has of it. */
export async function stateOf(device: TestDevice, file: Attached) {
  const answer = await device.world.request({ url: addressOf('uploads', file), headers: bearer(device) });
  return uploadStateSchema.parse(answer.json());
}

/** Sends one piece as a device does, at any offset. */
export function sendPiece(device: TestDevice, file: Attached, offset: number | string, bytes: Buffer) {
  const headers = {
    ...bearer(device),
    'content-type': 'application/offset+octet-stream',
    'upload-offset': String(offset),
  };
  return device.world.request({ method: 'PATCH', url: addressOf('uploads', file), headers, payload: bytes });
}

/** Sends what the server has not. @returns what it says at the end. */
export async function send(device: TestDevice, file: Attached, pieceBytes = maxPieceBytes) {
  let state = await stateOf(device, file);
  while (state.content === 'waiting' && state.problem === null) {
    const piece = file.bytes.subarray(state.offset, state.offset + pieceBytes);
    state = uploadStateSchema.parse((await sendPiece(device, file, state.offset, piece)).json());
  }
  return state;
}

/** Asks for the bytes. */
export const read = (
  device: TestDevice,
  file: Omit<Attached, 'bytes'>,
  headers: Record<string, string> = {},
) => device.world.request({ url: addressOf('files', file), headers: { ...bearer(device), ...headers } });

/** Paths of all files in a folder and below. */
export const filesUnder = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
