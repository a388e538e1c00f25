import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { contentSecurityPolicy, placeNonce, protectiveHeaders } from '#shared/web/content-security-policy.ts';
import { mediaTypeOf } from '#shared/web/media-type.ts';
import { servedFile } from '#shared/web/served-file.ts';
import type { Services } from '../services.ts';
import { RequestFailure } from './errors.ts';

interface WebFile {
  readonly body: Buffer;
  readonly type: string;
}

function readFiles(folder: string): Map<string, WebFile> {
  const files = new Map<string, WebFile>();
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = mediaTypeOf(entry.name);
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const key = path.slice(folder.replace(/[\\/]$/, '').length).replaceAll('\\', '/');
    files.set(key, { body: readFileSync(path), type });
  }
  return files;
}

/**
 * Serves the built web app from memory: a request can only name a file of the list made at start. Hashed assets are kept
 * by browsers for ever, the page never, because each response carries a nonce of its own.
 */
export function addWebFiles(app: FastifyInstance, services: Services, folder: string | null): void {
  const files = folder === null ? new Map<string, WebFile>() : readFiles(folder);
  const known = new Set(files.keys());
  const page = files.get('/index.html')?.body.toString('utf8') ?? '';
  app.get('/*', { config: { access: 'public', rateLimit: false } }, (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const name = servedFile(path, known, ['/api', '/healthz']);
    const file = name === undefined ? undefined : files.get(name);
    if (name === undefined || file === undefined) throw new RequestFailure({ code: 'not_found' });
    reply.headers(protectiveHeaders).type(file.type);
    if (name === '/index.html') {
      const nonce = services.platform.secret(18);
      reply.headers({ 'cache-control': 'no-store', 'content-security-policy': contentSecurityPolicy(nonce) });
      return reply.send(placeNonce(page, nonce));
    }
    const isHashed = name.startsWith('/assets/');
    reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    return reply.send(file.body);
  });
}
