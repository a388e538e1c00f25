import { Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { olderRequestSchema } from '#shared/sync/older.ts';
import {
  maxPushBytes,
  pullRequestSchema,
  pushRequestSchema,
  snapshotRequestSchema,
} from '#shared/sync/protocol.ts';
import type { Services } from '../services.ts';
import { olderLines } from '../sync/older.ts';
import { pull } from '../sync/pull.ts';
import { push } from '../sync/push.ts';
import { snapshotLines } from '../sync/snapshot.ts';
import { principalOf } from './access.ts';
import { orFail, readBody, readWholeBody } from './errors.ts';
import { addEvents } from './events.ts';

const smallBody = 65_536;

/** Push, pull, first pull, older tickets and pokes. */
export function addSyncRoutes(app: FastifyInstance, services: Services): void {
  const config = { access: 'sync' } as const;

  app.post('/api/v1/push', { config, bodyLimit: maxPushBytes }, async (request) => {
    const sent = readWholeBody(pushRequestSchema, request.body);
    return orFail(await push(services, principalOf(request), sent));
  });

  app.post('/api/v1/pull', { config, bodyLimit: smallBody }, async (request, reply) => {
    const wanted = readBody(pullRequestSchema, request.body);
    const text = orFail(await pull(services, principalOf(request), wanted));
    return reply.type('application/json; charset=utf-8').send(text);
  });

  app.post('/api/v1/snapshot', { config, bodyLimit: smallBody }, async (request, reply) => {
    const wanted = readBody(snapshotRequestSchema, request.body);
    return sendLines(request, reply, snapshotLines(services, principalOf(request), wanted));
  });

  app.post('/api/v1/older', { config }, async (request, reply) => {
    const wanted = readBody(olderRequestSchema, request.body);
    return sendLines(request, reply, olderLines(services, principalOf(request), wanted));
  });

  addEvents(app, services);
}

async function* behind(first: IteratorResult<string>, made: AsyncGenerator<string>): AsyncGenerator<string> {
  if (first.done === true) return;
  yield first.value;
  yield* made;
}

/**
 * Streams lines of JSON, compressed for clients that accept it, as they are made. What fails before the first of them is
 * answered like any failure, and not as lines or under a compression it does not have.
 */
async function sendLines(request: FastifyRequest, reply: FastifyReply, made: AsyncGenerator<string>) {
  const lines = Readable.from(behind(await made.next(), made));
  reply.type('application/x-ndjson; charset=utf-8');
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(lines);
  // The fastest level: the stream is bound by making rows, not by the line.
  const zip = createGzip({ level: constants.Z_BEST_SPEED, flush: constants.Z_SYNC_FLUSH });
  lines.on('error', (error) => zip.destroy(error));
  zip.on('close', () => lines.destroy());
  return reply.headers({ 'content-encoding': 'gzip', vary: 'accept-encoding' }).send(lines.pipe(zip));
}
