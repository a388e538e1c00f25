import type { FastifyInstance } from 'fastify';
import { loginRequestSchema, passwordRequestSchema, refreshRequestSchema } from '#shared/sync/protocol.ts';
import { changePassword, logIn, refresh } from '../auth/login.ts';
import { endSession } from '../auth/sessions.ts';
import { isAnswering } from '../db/open.ts';
import type { Services } from '../services.ts';
import { principalOf } from './access.ts';
import { orFail, readBody } from './errors.ts';

const smallBody = 8192;
/** A database that has not answered after so many ms is one that does not answer. */
const longestAnswerMs = 5000;

/** The answer; false where it does not come in time. */
async function beforeLong(answer: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), longestAnswerMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Login, refresh, logout, one's own account, and the question whether the server lives. */
export function addSessionRoutes(app: FastifyInstance, services: Services): void {
  const { platform, log } = services;
  const open = { config: { access: 'public' }, bodyLimit: smallBody } as const;
  const own = { config: { access: 'session' }, bodyLimit: smallBody } as const;

  app.post('/api/v1/login', open, async (request) => {
    const wanted = readBody(loginRequestSchema, request.body);
    const result = await logIn(services, wanted, request.ip);
    const facts = { address: request.ip, requestId: request.id };
    if (result.ok)
      log('info', 'login', { ...facts, userId: result.value.user.id, deviceId: result.value.deviceId });
    else log('warn', 'login_refused', { ...facts, code: result.error.code });
    return orFail(result);
  });

  app.post('/api/v1/refresh', open, async (request) =>
    orFail(await refresh(services, readBody(refreshRequestSchema, request.body))),
  );

  app.post('/api/v1/logout', own, async (request) => {
    const { sessionId, user } = principalOf(request);
    await endSession(services.db, sessionId);
    log('info', 'logout', { userId: user.id, requestId: request.id });
    return { serverTime: platform.clock() };
  });

  app.post('/api/v1/password', own, async (request) => {
    const wanted = readBody(passwordRequestSchema, request.body);
    const result = await changePassword(services, principalOf(request), wanted);
    log(result.ok ? 'info' : 'warn', 'password_change', {
      userId: principalOf(request).user.id,
      code: result.ok ? 'ok' : result.error.code,
    });
    return orFail(result);
  });

  app.get('/api/v1/me', own, async (request) => {
    const { user, deviceId, deviceCode } = principalOf(request);
    return { user, deviceId, deviceCode, serverTime: platform.clock() };
  });

  let asking: Promise<boolean> | null = null;
  app.get('/healthz', { config: { access: 'public', rateLimit: false } }, async (_request, reply) => {
    // Nobody is limited here, so however many ask, the database is asked once at a time.
    asking ??= isAnswering(services.db).finally(() => {
      asking = null;
    });
    const isHealthy = await beforeLong(asking);
    return reply
      .code(isHealthy ? 200 : 503)
      .send({ status: isHealthy ? 'ok' : 'database_unavailable', serverTime: platform.clock() });
  });
}
