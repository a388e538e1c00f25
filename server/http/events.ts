import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Services } from '../services.ts';
import { readerSpaces } from '../sync/reader-spaces.ts';
import { principalOf } from './access.ts';

const heartbeatMs = 15_000;
/** Several commits in a row make one poke. */
const gatherMs = 50;

/** GET /api/v1/events: server-sent events that say which of the caller's spaces moved. Ends with the access token. */
export function addEvents(app: FastifyInstance, services: Services): void {
  const open = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of open) end();
  });
  app.get('/api/v1/events', { config: { access: 'sync' } }, (request, reply) => {
    const principal = principalOf(request);
    const scope = readerSpaces(principal.user);
    startStream(reply);
    const write = (event: string, data: object) =>
      reply.raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    const serverTime = () => services.platform.clock();
    const moved = new Set<string>();
    let gathering: NodeJS.Timeout | undefined;
    const unsubscribe = services.pokes.subscribe((spaces) => {
      for (const space of spaces) if (scope === '*' || scope.includes(space)) moved.add(space);
      if (moved.size === 0 || gathering !== undefined) return;
      gathering = setTimeout(() => {
        gathering = undefined;
        write('poke', { spaces: [...moved], serverTime: serverTime() });
        moved.clear();
      }, gatherMs);
    });
    const beat = setInterval(() => write('beat', { serverTime: serverTime() }), heartbeatMs);
    const life = setTimeout(() => end(), Math.max(0, principal.accessExpiresAt - serverTime()));
    function end() {
      unsubscribe();
      clearInterval(beat);
      clearTimeout(life);
      clearTimeout(gathering);
      open.delete(end);
      reply.raw.end();
    }
    open.add(end);
    request.raw.on('close', end);
    write('hello', { serverTime: serverTime() });
  });
}

function startStream(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
}
