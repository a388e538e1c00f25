import { err, ok, type Result } from '#shared/domain/result.ts';
import {
  courierBatch,
  type FilesAsked,
  filesAskedSchema,
  type RequestHeader,
  requestHeaderSchema,
} from '#shared/sync/courier.ts';
import type { CourierSource } from '#shared/sync/courier-source.ts';
import type { DeviceUser } from '../auth/sessions.ts';
import type { Db } from '../db/open.ts';
import { toSqlJson } from '../db/sql-json.ts';
import type { Failure } from '../failure.ts';
import type { Uploads } from '../files/upload.ts';
import type { Services } from '../services.ts';
import { push } from '../sync/push.ts';
import { deviceUser } from './device-user.ts';
import { type ReadRequest, type RequestFault, readRequest } from './read-request.ts';
import { type TakenFiles, takeFiles } from './take-files.ts';

/** What an answer is written from: what the device said of itself, and of its attachments where it can carry them. */
export interface AskedOf {
  readonly header: RequestHeader;
  readonly files: FilesAsked | null;
}

export interface TakenRequest extends AskedOf {
  readonly owner: DeviceUser;
  /** Highest mutation the server has of the device now. */
  readonly lastMutationId: number;
  readonly refused: number;
  /** Why the rest of the mutations was not taken (`mutation_gap`, `mutation_changed`); null where all were. */
  readonly stopped: Failure | null;
  /** What became of the bytes of attachments. */
  readonly carried: TakenFiles;
}

export type TakeFailure =
  | { readonly kind: 'file'; readonly fault: RequestFault }
  /** The device or its user may not exchange (any more). */
  | { readonly kind: 'access'; readonly failure: Failure };

/** A push the file cannot go on from; what changed on the server still reaches the device with the answer. */
const stopping: readonly Failure['code'][] = ['mutation_gap', 'mutation_changed'];

export interface RequestInput {
  readonly source: CourierSource;
  readonly passphrase: string | null;
  /** Null: this server keeps no files. */
  readonly uploads: Uploads | null;
  /** Whose hand it is: the id of the administrator who sent it up, null for the command line. */
  readonly importedBy: string | null;
}

/**
 * Takes in a device's file through the ordinary push, batch by batch, and its attachments through the ordinary upload: the
 * same rights, the same refusals, exactly once. A file taken before, or older than one taken before, changes nothing.
 */
export async function takeRequest(
  services: Services,
  { source, passphrase, uploads, importedBy }: RequestInput,
): Promise<Result<TakenRequest, TakeFailure>> {
  const { db, log } = services;
  const read = await readRequest(db, source, passphrase);
  if (!read.ok) {
    log('warn', 'courier_refused', { importedBy, fault: read.error });
    return err({ kind: 'file', fault: read.error });
  }
  const { header, files, pieces } = read.value;
  const owner = await deviceUser(db, header.deviceId);
  if (!owner.ok) {
    log('warn', 'courier_refused', { importedBy, deviceId: header.deviceId, fault: owner.error.code });
    return err({ kind: 'access', failure: owner.error });
  }
  const pushed = await pushLines(services, owner.value, read.value);
  if (!pushed.ok) return pushed;
  // Behind the mutations, which make the attachments known.
  const carried = await takeFiles(services, uploads, owner.value, pieces);
  await rememberRequest(db, { header, files });
  const { lastMutationId, refused, stopped } = pushed.value;
  log(stopped === null ? 'info' : 'warn', 'courier_taken', {
    importedBy,
    deviceId: header.deviceId,
    userId: owner.value.user.id,
    file: header.number,
    mutations: header.count,
    lastMutationId,
    refused,
    stopped: stopped?.code ?? null,
    filesStored: carried.stored,
    filesStopped: carried.stopped,
  });
  return ok({ header, files, owner: owner.value, carried, ...pushed.value });
}

async function pushLines(
  services: Services,
  owner: DeviceUser,
  { mutations }: ReadRequest,
): Promise<Result<Pick<TakenRequest, 'lastMutationId' | 'refused' | 'stopped'>, TakeFailure>> {
  let lastMutationId = 0;
  let refused = 0;
  // Also without a mutation: an empty push checks the rights and tells how far the server has come.
  for (let at = 0; at === 0 || at < mutations.length; at += courierBatch) {
    const batch = mutations.slice(at, at + courierBatch);
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

const rememberedSchema = requestHeaderSchema.extend({ files: filesAskedSchema.nullable().default(null) });

/** The newest file of the device, from which an answer can be made again. */
async function rememberRequest(db: Db, { header, files }: AskedOf): Promise<void> {
  await db
    .updateTable('courier_device')
    .set({ request_number: header.number, request: toSqlJson({ ...header, files }) })
    .where('device_id', '=', header.deviceId)
    .where('request_number', '<=', header.number)
    .execute();
}

/** What the newest file taken in from the device with this code asked; undefined where there is none. */
export async function lastRequestOf(db: Db, deviceCode: string): Promise<AskedOf | undefined> {
  const row = await db
    .selectFrom('courier_device')
    .innerJoin('device', 'device.id', 'courier_device.device_id')
    .select('courier_device.request as request')
    .where('device.code', '=', deviceCode)
    .executeTakeFirst();
  const remembered = row === undefined ? undefined : rememberedSchema.safeParse(row.request).data;
  if (remembered === undefined) return undefined;
  const { files, ...header } = remembered;
  return { header, files };
}
