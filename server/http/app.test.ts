import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorResponseSchema } from '#shared/sync/protocol.ts';
import { memoryPlace } from '../../test/support/memory-place.ts';
import { deviceOf, type TestDevice } from '../contract/device.ts';
import { createWorld, type World } from '../contract/world.ts';
import { createApp } from './app.ts';
import { isTooDeep } from './json-body.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld(memoryPlace());
});
afterAll(() => world.close());

describe('web app', () => {
  let app: FastifyInstance;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tanggap-web-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><meta name="n" content="__CSP_NONCE__">');
    writeFileSync(join(folder, 'assets', 'main-AbC.js'), 'export {};');
    writeFileSync(join(folder, 'secret.map'), '{}');
    app = await createApp({ services: world.services, staticDir: folder });
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const get = (url: string) => app.inject({ method: 'GET', url });

  it('WEB-1 gives the page for every screen address, each time with another nonce in page and policy', async () => {
    const nonces = new Set<string>();
    for (const url of ['/', '/index.html', '/tiket/123', '/?x=1']) {
      const answer = await get(url);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['cache-control']).toBe('no-store');
      const nonce = /content="([^"]+)"/.exec(answer.body)?.[1] ?? '';
      expect(answer.headers['content-security-policy']).toContain(`'nonce-${nonce}'`);
      expect(answer.headers['content-security-policy']).not.toContain('unsafe');
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(4);
  });

  it('WEB-2 lets browsers keep hashed assets for ever, and nothing else', async () => {
    const asset = await get('/assets/main-AbC.js');
    expect(asset.headers['cache-control']).toContain('immutable');
    expect(asset.headers['content-type']).toContain('text/javascript');
  });

  it('WEB-3 serves only files of its list', async () => {
    const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
    // A raw request: anything friendlier tidies the path up before it is sent.
    const ask = async (path: string) => {
      const [answer] = (await once(request({ host: '127.0.0.1', port, path }).end(), 'response')) as [
        IncomingMessage,
      ];
      return { status: answer.statusCode, body: (await json(answer)) as unknown };
    };
    for (const path of [
      '/assets/none.js',
      '/secret.map',
      '/api/v1/none',
      '/api',
      '/healthz/x',
      '/assets/../index.html/..',
      '/../../etc/passwd',
      '/..%2f..%2fetc/passwd',
      '/assets/%2e%2e/%2e%2e/etc/passwd',
      '/assets/..%5c..%5cetc',
      '/index.html%00.js',
      '/%',
      '//etc/passwd',
    ]) {
      const { status, body } = await ask(path);
      expect([path, status === 404 || status === 400]).toEqual([path, true]);
      errorResponseSchema.parse(body);
    }
  });
});

describe('routes', () => {
  it('ACCESS-3 keeps the server from starting with a route that has no access rule', async () => {
    const app = await createApp({ services: world.services, staticDir: null });
    expect(() => app.get('/forgotten', () => 'open to all')).toThrow('no access rule');
    await app.close();
  });

  it('LIMIT-1 slows an address that asks too often, not another', async () => {
    const app = await createApp({ services: world.services, staticDir: null, requestsPerMinute: 20 });
    const ask = (remoteAddress: string, forwarded = '') =>
      app.inject({
        method: 'GET',
        url: '/api/v1/me',
        remoteAddress,
        headers: { 'x-forwarded-for': forwarded },
      });
    const codes: number[] = [];
    for (let round = 0; round < 200; round += 1)
      codes.push((await ask('10.0.0.1', `10.9.9.${round}`)).statusCode);
    expect(codes.filter((code) => code === 429).length).toBe(180);
    const refused = await ask('10.0.0.1');
    expect(errorResponseSchema.parse(refused.json()).error.code).toBe('too_many_requests');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask('10.0.0.2')).statusCode).toBe(401);
    await app.close();
  });
});

describe('any input', () => {
  let device: TestDevice;
  beforeAll(async () => {
    device = await deviceOf(world, 'super');
  });

  it('ERR-1 never answers 5xx, whatever the body is', { timeout: 120_000 }, async () => {
    const anyJson = fc.json({ maxDepth: 6 });
    const almost = fc.record(
      {
        protocol: fc.constantFrom<unknown>(1, 1, 1, 0, '1', null),
        username: fc.string({ unit: 'binary' }),
        password: fc.string(),
        deviceId: fc.option(fc.string()),
        deviceName: fc.string({ unit: 'binary' }),
        refreshToken: fc.string({ unit: 'binary' }),
        mutations: fc.array(
          fc.record({
            id: fc.constantFrom<unknown>(1, 2, 0, -1, 2 ** 53, 1.5),
            name: fc.constantFrom('ticket.note', 'ticket.register', 'form.save', '__proto__', '\u0000'),
            args: fc.anything({ withNullPrototype: false, maxDepth: 3 }),
            occurredAt: fc.oneof(fc.integer(), fc.double()),
            seenServerTime: fc.integer(),
          }),
          { maxLength: 3 },
        ),
        cursor: fc.record({
          epoch: fc.constantFrom(device.session.epoch, 'x', '\u0000'),
          versions: fc.dictionary(fc.string({ unit: 'binary' }), fc.integer()),
        }),
        outcomesAfter: fc.integer(),
        limit: fc.integer(),
        after: fc.option(fc.record({ kind: fc.constantFrom('ticket', 'x'), id: fc.string() })),
      },
      { requiredKeys: ['protocol'] },
    );
    const body = fc.oneof(
      anyJson,
      fc.string({ unit: 'binary' }),
      almost.map((value) => {
        try {
          return JSON.stringify(value);
        } catch {
          return '{}';
        }
      }),
    );
    const path = fc.constantFrom('login', 'refresh', 'password', 'push', 'pull', 'snapshot', 'logout/x');
    await fc.assert(
      fc.asyncProperty(path, body, async (route, payload) => {
        const answer = await world.request({
          method: 'POST',
          url: `/api/v1/${route}`,
          headers: {
            authorization: `Bearer ${device.session.accessToken}`,
            'content-type': 'application/json',
          },
          payload,
        });
        expect(answer.statusCode).toBeLessThan(500);
        if (answer.statusCode >= 400) errorResponseSchema.parse(answer.json());
      }),
      { numRuns: 600 },
    );
  });

  it('ERR-1 counts depth outside strings only', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const depth = (inner: unknown): number =>
          inner !== null && typeof inner === 'object'
            ? 1 + Math.max(0, ...Object.values(inner).map(depth))
            : 0;
        const text = JSON.stringify(value);
        expect(isTooDeep(text, depth(value))).toBe(false);
        if (depth(value) > 0) expect(isTooDeep(text, depth(value) - 1)).toBe(true);
      }),
    );
  });
});
