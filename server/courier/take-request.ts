import { err, ok, type Result } from '#shared/domain/result.ts';
import { courierBatch, type RequestHeader, requestHeaderSchema } from '#shared/sync/courier.ts';
import type { Bytes } from '#shared/sync/courier-means.ts';
import type { DeviceUser } from '../auth/sessions.ts';
import type { Db } from '../db/open.ts';
import { toSqlJson } from '../db/sql-json.ts';
import type { Failure } from '../failure.ts';
import type { Services } from '../services.ts';
import { push } from '../sync/push.ts';
import { deviceUser } from './device-user.ts';
import { type ReadRequest, type RequestFault, readRequest } from './read-request.ts';

export interface TakenRequest {
  readonly header: RequestHeader;
  readonly owner: DeviceUser;
  /** Highest mutation the server has of the device now. */
  readonly lastMutationId: number;
  readonly refused: number;
  /** Why the rest of the mutations was not taken (`mutation_gap`, `mutation_changed`); null where all were. */
  readonly stopped: Failure | null;
}

export type TakeFailure =
  | { readonly kind: 'file'; readonly fault: RequestFault }
  /** The device or its user may not exchange (any more). */
  | { readonly kind: 'access'; readonly failure: Failure };

/** A push the file cannot go on from; what changed on the server still reaches the device with the answer. */
const stopping: readonly Failure['code'][] = ['mutation_gap', 'mutation_changed'];

/**
 * Takes in a device's file through the ordinary push, batch by batch: the same rights, the same refusals, exactly once. A
 * file taken before, or older than one taken before, changes nothing.
 */
export async function takeRequest(
  services: Services,
  bytes: Bytes,
  passphrase: string | null,
): Promise<Result<TakenRequest, TakeFailure>> {
  const { db, log } = services;
  const read = await readRequest(db, bytes, passphrase);
  if (!read.ok) return err({ kind: 'file', fault: read.error });
  const { header } = read.value;
  const owner = await deviceUser(db, header.deviceId);
  if (!owner.ok) return err({ kind: 'access', failure: owner.error });
  const pushed = await pushLines(services, owner.value, read.value);
  if (!pushed.ok) return pushed;
  await rememberRequest(db, header);
  const { lastMutationId, refused, stopped } = pushed.value;
  log(stopped === null ? 'info' : 'warn', 'courier_taken', {
    deviceId: header.deviceId,
    userId: owner.value.user.id,
    file: header.number,
    mutations: header.count,
    lastMutationId,
    refused,
    stopped: stopped?.code ?? null,
  });
  return ok({ header, owner: owner.value, ...pushed.value });
}

async function pushLines(
  services: Services,
  owner: DeviceUser,
  { lines }: ReadRequest,
): Promise<Result<Pick<TakenRequest, 'lastMutationId' | 'refused' | 'stopped'>, TakeFailure>> {
  let lastMutationId = 0;
  let refused = 0;
  // Also without a mutation: an empty push checks the rights and tells how far the server has come.
  for (let at = 0; at === 0 || at < lines.length; at += courierBatch) {
    const batch = lines.slice(at, at + courierBatch);
    const answer = await push(services, owner, {
      mutations: batch.map(({ mutation }) => mutation),
      clock: batch.flatMap(({ mutation, skewMs }) =>
        skewMs === undefined ? [] : [{ id: mutation.id, skewMs }],
      ),
    });
    if (!answer.ok) {
      if (!stopping.includes(answer.error.code)) return err({ kind: 'access', failure: answer.error });
      const last = (answer.error.expected ?? lastMutationId + 1) - 1;
      return ok({ lastMutationId: last, refused, stopped: answer.error });
    }
    lastMutationId = answer.value.lastMutationId;
    refused += answer.value.outcomes.filter(({ status }) => status === 'refused').length;
  }
  return ok({ lastMutationId, refused, stopped: null });
}

/** The newest file of the device, from which an answer can be made again. */
async function rememberRequest(db: Db, header: RequestHeader): Promise<void> {
  await db
    .updateTable('courier_device')
    .set({ request_number: header.number, request: toSqlJson(header) })
    .where('device_id', '=', header.deviceId)
    .where('request_number', '<=', header.number)
    .execute();
}

/** The header of the newest file taken in from the device with this code; undefined where there is none. */
export async function lastRequestOf(db: Db, deviceCode: string): Promise<RequestHeader | undefined> {
  const row = await db
    .selectFrom('courier_device')
    .innerJoin('device', 'device.id', 'courier_device.device_id')
    .select('courier_device.request as request')
    .where('device.code', '=', deviceCode)
    .executeTakeFirst();
  return row === undefined ? undefined : requestHeaderSchema.safeParse(row.request).data;
}
