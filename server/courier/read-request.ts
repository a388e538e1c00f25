import { err, ok, type Result } from '#shared/domain/result.ts';
import { unknownFields } from '#shared/domain/unknown-fields.ts';
import {
  type CourierFault,
  type FilesAsked,
  type MutationLine,
  type PieceLine,
  type RequestHeader,
  type RequestLine,
  requestLineSchema,
} from '#shared/sync/courier.ts';
import { openCourier, type UnpackedCourier, unpackCourier } from '#shared/sync/courier-file.ts';
import { CourierUnreadable } from '#shared/sync/courier-lines.ts';
import type { Bytes } from '#shared/sync/courier-means.ts';
import type { CourierSource } from '#shared/sync/courier-source.ts';
import { maxPushBytes } from '#shared/sync/protocol.ts';
import type { Db } from '../db/open.ts';
import { deepestJson, isTooDeep } from '../http/json-body.ts';
import { courierMeans, serverKeys } from './keys.ts';

/** Why a device's file was not taken in. Nothing of it was used. */
export type RequestFault =
  | CourierFault
  /** An answer, which belongs on the device. */
  | 'not_a_request'
  | 'foreign_server'
  /** No such device, or one that never gave its key while it had a line. */
  | 'unknown_device';

export interface ReadRequest {
  readonly header: RequestHeader;
  readonly mutations: readonly MutationLine[];
  /** Null: a device that knows nothing of attachments in files. */
  readonly files: FilesAsked | null;
  readonly pieces: readonly CarriedPiece[];
}

/** Names by which JSON reaches for a prototype; refused as in the body of a request (ERR-1). */
function reachesForPrototype(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(
    ([key, inner]) =>
      key === '__proto__' ||
      (key === 'constructor' && inner !== null && typeof inner === 'object' && 'prototype' in inner) ||
      reachesForPrototype(inner),
  );
}

function readLine(text: string): Result<RequestLine, CourierFault> {
  if (text.length > maxPushBytes || isTooDeep(text, deepestJson)) return err('damaged');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return err('damaged');
  }
  const parsed = requestLineSchema.safeParse(json);
  if (!parsed.success || reachesForPrototype(json)) return err('damaged');
  // Dropped, a field beside the arguments would be lost in silence (ERR-3).
  const isMore = parsed.data.line === 'mutation' && unknownFields(json, parsed.data).next().done !== true;
  return isMore ? err('newer') : ok(parsed.data);
}

/** A piece of an attachment that the file carries. */
export interface CarriedPiece extends Omit<PieceLine, 'line'> {
  /** @throws where the file cannot be read any more. */
  read(): Promise<Bytes>;
}

/**
 * Reads a device's file whole, before anything of it is used: from a known device, for this server, signed with the
 * device's key, numbers without a gap. The signature is checked before the passphrase is tried and anything is unpacked.
 * Pieces of attachments stay where they are until they are asked for.
 */
export async function readRequest(
  db: Db,
  source: CourierSource,
  passphrase: string | null,
): Promise<Result<ReadRequest, RequestFault>> {
  const opened = await openCourier(courierMeans, source);
  if (!opened.ok) return opened;
  const { header } = opened.value;
  if (header.purpose !== 'request') return err('not_a_request');
  if (header.server !== (await serverKeys(db)).publicKey) return err('foreign_server');
  const device = await db
    .selectFrom('courier_device')
    .select('public_key as publicKey')
    .where('device_id', '=', header.deviceId)
    .executeTakeFirst();
  if (device === undefined) return err('unknown_device');
  const { publicKey } = device;
  const unpacked = await unpackCourier(courierMeans, opened.value, { publicKey, passphrase });
  if (!unpacked.ok) return unpacked;
  try {
    return await readLines(header, unpacked.value);
  } catch (error) {
    if (error instanceof CourierUnreadable) return err(error.fault);
    throw error;
  }
}

/** Mutations first, then what is said of attachments, then the pieces: as many as there are parts. */
async function readLines(
  header: RequestHeader,
  unpacked: UnpackedCourier,
): Promise<Result<ReadRequest, RequestFault>> {
  const mutations: MutationLine[] = [];
  const pieces: CarriedPiece[] = [];
  let files: FilesAsked | null = null;
  for await (const text of unpacked.lines) {
    const read = readLine(text);
    if (!read.ok) return read;
    const line = read.value;
    if (line.line === 'mutation') {
      const isNext = line.mutation.id === header.first + mutations.length;
      if (!isNext || mutations.length >= header.count || files !== null) return err('damaged');
      mutations.push(line);
    } else if (line.line === 'files') {
      if (files !== null) return err('damaged');
      files = line;
    } else {
      const part = pieces.length + 1;
      if (files === null || part >= header.parts.length) return err('damaged');
      const { attachmentId, sha256, at } = line;
      pieces.push({ attachmentId, sha256, at, read: () => unpacked.piece(part) });
    }
  }
  return mutations.length === header.count && pieces.length === header.parts.length - 1
    ? ok({ header, mutations, files, pieces })
    : err('damaged');
}
