import { err, ok, type Result } from '#shared/domain/result.ts';
import {
  type CourierFault,
  type RequestHeader,
  type RequestLine,
  requestLineSchema,
} from '#shared/sync/courier.ts';
import { CourierUnreadable, openCourier, unpackCourier } from '#shared/sync/courier-file.ts';
import type { Bytes } from '#shared/sync/courier-means.ts';
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
  readonly lines: readonly RequestLine[];
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

function readLine(text: string): RequestLine | null {
  if (text.length > maxPushBytes || isTooDeep(text, deepestJson)) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = requestLineSchema.safeParse(json);
  return parsed.success && !reachesForPrototype(json) ? parsed.data : null;
}

/**
 * Reads a device's file whole, before anything of it is used: from a known device, for this server, signed with the
 * device's key, numbers without a gap. The signature is checked before the passphrase is tried and anything is unpacked.
 */
export async function readRequest(
  db: Db,
  bytes: Bytes,
  passphrase: string | null,
): Promise<Result<ReadRequest, RequestFault>> {
  const opened = openCourier(courierMeans, bytes);
  if (!opened.ok) return opened;
  const { header, frame } = opened.value;
  if (header.purpose !== 'request') return err('not_a_request');
  if (header.server !== (await serverKeys(db)).publicKey) return err('foreign_server');
  const device = await db
    .selectFrom('courier_device')
    .select('public_key as publicKey')
    .where('device_id', '=', header.deviceId)
    .executeTakeFirst();
  if (device === undefined) return err('unknown_device');
  const { publicKey } = device;
  const unpacked = await unpackCourier(courierMeans, { header, frame }, { publicKey, passphrase });
  if (!unpacked.ok) return unpacked;
  const lines: RequestLine[] = [];
  try {
    for await (const text of unpacked.value) {
      const line = readLine(text);
      if (line === null || line.mutation.id !== header.first + lines.length) return err('damaged');
      if (lines.length >= header.count) return err('damaged');
      lines.push(line);
    }
  } catch (error) {
    if (error instanceof CourierUnreadable) return err(error.fault);
    throw error;
  }
  return lines.length === header.count ? ok({ header, lines }) : err('damaged');
}
