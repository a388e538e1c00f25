import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { maxCourierBytes } from '#shared/sync/courier.ts';
import {
  announceFileSchema,
  courierRefusal,
  type TakenFile,
  takeFileSchema,
} from '#shared/sync/courier-upload.ts';
import { maxPieceBytes, offsetHeader } from '#shared/sync/files.ts';
import { pathOfPart, sourceOfFile, writeAnswer } from '../courier/exchange-on-disk.ts';
import { type TakeFailure, takeRequest } from '../courier/take-request.ts';
import { CourierTray } from '../courier/tray.ts';
import type { FileService } from '../files/file-service.ts';
import type { Uploads } from '../files/upload.ts';
import type { Services } from '../services.ts';
import { principalOf } from './access.ts';
import { RequestFailure, readBody } from './errors.ts';

const placeSchema = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/) });
const answerSchema = placeSchema.extend({ part: z.string().regex(/^[1-9]\d{0,3}$/) });
const offsetSchema = z.string().regex(/^\d{1,12}$/);

/** The reason in the words of the wire. */
function refusalOf(failure: TakeFailure): z.infer<typeof courierRefusal> {
  const code = failure.kind === 'file' ? failure.fault : failure.failure.code;
  return courierRefusal.catch('forbidden').parse(code);
}

/**
 * Devices' files that administrators bring to the running server: sent up piece by piece into the tray, taken in as by
 * `courier import`, and the answer fetched from there. Nobody reaches what another administrator sent up.
 */
export function addCourierUpload(
  app: FastifyInstance,
  services: Services,
  { files, uploads }: { readonly files: FileService; readonly uploads: Uploads },
): void {
  const { db, platform, log } = services;
  const config = { access: 'admin' } as const;
  const tray = new CourierTray(files.courierFolder);
  // One after the other: what one of them holds in memory is bounded, what many hold would not be.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };

  const placeOf = async (request: FastifyRequest) => {
    const { id } = readBody(placeSchema, request.params);
    const { user } = principalOf(request);
    const received = await tray.received(user.id, id);
    if (received === null) throw new RequestFailure({ code: 'not_found' });
    return { id, userId: user.id, received };
  };

  app.post('/api/v1/admin/courier', { config }, async (request) => {
    const { size } = readBody(announceFileSchema, request.body);
    if (size > maxCourierBytes) throw new RequestFailure({ code: 'too_large' });
    const { user } = principalOf(request);
    const id = platform.id();
    await tray.begin(user.id, id, platform.clock());
    log('info', 'courier_upload_begun', { userId: user.id, size, requestId: request.id });
    return { id, offset: 0, serverTime: platform.clock() };
  });

  app.patch('/api/v1/admin/courier/:id', { config, bodyLimit: maxPieceBytes }, async (request) => {
    const { body } = request;
    if (!Buffer.isBuffer(body) || body.length === 0) throw new RequestFailure({ code: 'bad_request' });
    const offset = offsetSchema.safeParse(request.headers[offsetHeader]);
    if (!offset.success) throw new RequestFailure({ code: 'bad_request', field: offsetHeader });
    const { id, userId, received } = await placeOf(request);
    const at = Number(offset.data);
    const joinsUp = at === received;
    if (joinsUp && at + body.length > maxCourierBytes) throw new RequestFailure({ code: 'too_large' });
    if (joinsUp) await tray.write(userId, id, at, body);
    return { id, offset: joinsUp ? at + body.length : received, serverTime: platform.clock() };
  });

  async function take(userId: string, id: string, passphrase: string | null): Promise<TakenFile> {
    const handle = await open(tray.requestPath(userId, id), 'r');
    try {
      const source = await sourceOfFile(handle);
      const taken = await takeRequest(services, { source, passphrase, uploads, importedBy: userId });
      const serverTime = platform.clock();
      if (!taken.ok) return { outcome: 'refused', refusal: refusalOf(taken.error), serverTime };
      const { header, owner, refused, stopped, carried } = taken.value;
      const { code } = await db
        .selectFrom('device')
        .select('code')
        .where('id', '=', owner.deviceId)
        .executeTakeFirstOrThrow();
      const out = tray.answerPath(userId, id);
      const paths = await writeAnswer(services, { owner, asked: taken.value, passphrase, uploads }, out);
      const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
      const name = `jawaban-${code}-${String(header.number).padStart(4, '0')}.kurir`;
      return {
        outcome: 'taken',
        name: owner.user.name,
        deviceCode: code,
        file: header.number,
        mutations: header.count,
        refused,
        stopped: stopped?.code ?? null,
        attachments: carried,
        answer: sizes.map((bytes, at) => ({ name: basename(pathOfPart(name, at + 1)), bytes })),
        serverTime,
      };
    } finally {
      await handle.close();
    }
  }

  app.post('/api/v1/admin/courier/:id/take', { config }, async (request) => {
    const { passphrase } = readBody(takeFileSchema, request.body);
    const { id, userId } = await placeOf(request);
    return inTurn(() => take(userId, id, passphrase));
  });

  app.get(
    '/api/v1/admin/courier/:id/answers/:part',
    { config, exposeHeadRoute: false, compress: false },
    async (request, reply) => {
      const { part } = readBody(answerSchema, request.params);
      const { id, userId } = await placeOf(request);
      const path = pathOfPart(tray.answerPath(userId, id), Number(part));
      const found = await stat(path).catch(() => null);
      if (found === null) throw new RequestFailure({ code: 'not_found' });
      reply.headers({
        'content-type': 'application/octet-stream',
        'content-length': String(found.size),
        'content-disposition': 'attachment; filename="jawaban.kurir"',
        'x-content-type-options': 'nosniff',
      });
      return reply.send(createReadStream(path));
    },
  );
}
