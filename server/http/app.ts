import compress from '@fastify/compress';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance } from 'fastify';
import { offsetHeader } from '#shared/sync/files.ts';
import { appOrigin } from '#shared/web/link-rules.ts';
import { Uploads } from '../files/upload.ts';
import type { Services } from '../services.ts';
import { guardRoutes } from './access.ts';
import { addAdminRoutes } from './admin-routes.ts';
import { addCourierRoutes } from './courier-routes.ts';
import { addCourierUpload } from './courier-upload.ts';
import { answerBadAddress, answerErrors } from './errors.ts';
import { addFileRoutes } from './file-routes.ts';
import { acceptJson } from './json-body.ts';
import { addSessionRoutes } from './session-routes.ts';
import { addSyncRoutes } from './sync-routes.ts';
import { addWebFiles } from './web-files.ts';

export interface AppOptions {
  readonly services: Services;
  /** Folder of the built web app; null serves the API alone. */
  readonly staticDir: string | null;
  /** Requests a minute from one address. An office behind one address shares it. */
  readonly requestsPerMinute?: number;
  /** Addresses of proxies whose forwarded headers are believed; none by default. */
  readonly trustProxy?: readonly string[];
}

/** The HTTP application, ready to listen. Clock, ids, database and policies come with the services. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { services } = options;
  const trusted = options.trustProxy ?? [];
  const app = Fastify({
    logger: false,
    genReqId: () => services.platform.id(),
    trustProxy: trusted.length === 0 ? false : [...trusted],
    bodyLimit: 8192,
    requestTimeout: 120_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 2000 },
    frameworkErrors: (_error, request, reply) => answerBadAddress(request, reply, services.platform.clock()),
  });
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/') && request.url !== '/healthz') return;
    reply.headers({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    });
  });
  answerErrors(app, services);
  acceptJson(app);
  await app.register(helmet, {
    contentSecurityPolicy: false,
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: true },
    // The desktop app reads this server from its own origin; CORS below says so exactly.
    crossOriginResourcePolicy: false,
  });
  await app.register(cors, {
    origin: [appOrigin],
    methods: ['GET', 'POST', 'PATCH'],
    allowedHeaders: ['authorization', 'content-type', 'content-encoding', 'range', offsetHeader],
    exposedHeaders: ['retry-after', 'content-range'],
    maxAge: 600,
  });
  await app.register(rateLimit, { max: options.requestsPerMinute ?? 3000, timeWindow: 60_000 });
  await app.register(compress, { encodings: ['gzip', 'identity'], requestEncodings: ['gzip', 'identity'] });
  guardRoutes(app, services);
  addSessionRoutes(app, services);
  addSyncRoutes(app, services);
  addAdminRoutes(app, services);
  addCourierRoutes(app, services);
  const { files } = services;
  if (files !== null) {
    // One for both ways: bytes of a device may come by file and over the line at the same time.
    const uploads = new Uploads(services, files);
    addFileRoutes(app, services, { files, uploads });
    addCourierUpload(app, services, { files, uploads });
  }
  addWebFiles(app, services, options.staticDir);
  return app;
}
