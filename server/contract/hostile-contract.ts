import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorResponseSchema, maxMutationsPerPush, maxPushBytes } from '#shared/sync/protocol.ts';
import { deviceOf, type TestDevice } from './device.ts';
import { createWorld, type PlaceMaker, type World } from './world.ts';

const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** Input nobody honest sends (rules ERR-n and ACCESS-n): coded answers, no 5xx, nothing changed. */
export function describeHostility(engine: string, makePlace: PlaceMaker): void {
  describe(`hostile input on ${engine}`, () => {
    let world: World;
    let ana: TestDevice;
    let before: string;
    const contents = async () => {
      const { db } = world.database;
      const rows = await db.selectFrom('stored_row').selectAll().orderBy('kind').orderBy('id').execute();
      return JSON.stringify([rows, await db.selectFrom('space').selectAll().orderBy('id').execute()]);
    };
    beforeAll(async () => {
      world = await createWorld(await makePlace());
      ana = await deviceOf(world, 'ana');
      await ana.push(ana.registration());
      before = await contents();
    });
    afterAll(() => world.close());

    const post = (path: string, payload: string | Buffer, headers: Record<string, string> = {}) =>
      world.request({
        method: 'POST',
        url: `/api/v1/${path}`,
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${ana.session.accessToken}`,
          ...headers,
        },
        payload,
      });
    const expectCoded = async (answer: Awaited<ReturnType<typeof post>>, codes: string[]) => {
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode).toBeLessThan(500);
      const { error } = errorResponseSchema.parse(answer.json());
      expect(codes).toContain(error.code);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.body).not.toMatch(/stack|at \w+ \(|select |insert /i);
    };
    const paths = ['login', 'refresh', 'password', 'push', 'pull', 'snapshot'];

    it('ERR-1 answers malformed bodies with bad_request on every route', async () => {
      const bodies = [
        '',
        '{',
        'null',
        '[]',
        '"x"',
        '1e999',
        '{"protocol":"1"}',
        '{"protocol":1,"protocol":{}}',
        '{"protocol":1.5}',
        '{"protocol":1,"__proto__":{"role":"admin"}}',
        '{"protocol":1,"constructor":{"prototype":{"role":"admin"}}}',
        deep(1000),
        `{"protocol":1,"mutations":${deep(1000)}}`,
        `{"protocol":1,"cursor":{"epoch":"x","versions":{"ref":9007199254740993}},"outcomesAfter":0}`,
        '\u0000',
        '{"protocol":1,"mutations":[null]}',
      ];
      for (const path of paths)
        for (const body of bodies) await expectCoded(await post(path, body), ['bad_request']);
      expect(await contents()).toBe(before);
    });

    it('ERR-1 refuses other media types, methods and routes', async () => {
      await expectCoded(await post('push', '<x/>', { 'content-type': 'text/xml' }), ['bad_request']);
      await expectCoded(await post('nowhere', '{}'), ['not_found']);
      const odd = await world.request({ method: 'DELETE', url: '/api/v1/push' });
      expect([odd.statusCode, odd.json().error.code]).toEqual([404, 'not_found']);
      for (const url of ['/api/v1/%00', '/api/v1/%', '/../../etc/passwd', '/%2e%2e/x', '/assets/..%2fx']) {
        const answer = await world.request({ method: 'GET', url });
        expect(answer.statusCode).toBeGreaterThanOrEqual(400);
        expect(answer.statusCode).toBeLessThan(500);
        errorResponseSchema.parse(answer.json());
      }
    });

    it('ERR-2 refuses what is too large, also after decompression', async () => {
      const text = JSON.stringify({ protocol: 1, mutations: [], filler: 'x'.repeat(maxPushBytes) });
      await expectCoded(await post('push', text), ['too_large']);
      await expectCoded(await post('push', gzipSync(text), { 'content-encoding': 'gzip' }), ['too_large']);
      await expectCoded(await post('login', text), ['too_large']);
      await expectCoded(await post('push', 'no gzip', { 'content-encoding': 'gzip' }), ['bad_request']);
      const many = Array.from({ length: maxMutationsPerPush + 1 }, (_, at) => ({
        id: at + 1,
        name: 'x',
        args: {},
        occurredAt: 0,
        seenServerTime: 0,
      }));
      await expectCoded(await post('push', JSON.stringify({ protocol: 1, mutations: many })), [
        'bad_request',
      ]);
      expect(await contents()).toBe(before);
    });

    it('PUSH-12 takes a compressed push', async () => {
      const body = gzipSync(JSON.stringify({ protocol: 1, mutations: [] }));
      const answer = await post('push', body, { 'content-encoding': 'gzip' });
      expect([answer.statusCode, answer.json().lastMutationId]).toEqual([200, 1]);
    });

    it('ERR-3 F19 refuses poison inside a mutation without blocking those behind it', async () => {
      const { id } = ana.registration().args as { id: string };
      ana.lastId -= 1;
      const poison = [
        ['ticket.note', { id, text: 'a\u0000b' }],
        ['ticket.note', { id, text: '\ud800' }],
        ['ticket.note', { id: '\u0000', text: 'x' }],
        ['ticket.note', { id: "'; DROP TABLE stored_row; --", text: 'x' }],
        ['ticket.note', { id, text: 'x'.repeat(20_001) }],
        ['ticket.note', null],
        ['ticket.note', []],
        ['\u0000\ud800', {}],
        ['__proto__', {}],
        ['constructor', {}],
        ['toString', { id }],
        ['ticket.register', { id: 'x', forms: { length: 1e9 } }],
        ['ticket.edit', { id, changes: [{ field: '__proto__', from: '', to: 'x' }] }],
        ['ticket.edit', { id, changes: [{ field: 'role\u0000', from: '', to: 'x' }] }],
      ] as const;
      const batch = poison.map(([name, args]) => ana.mutation(name, args));
      const answer = await ana.push(...batch);
      expect(answer.outcomes.map((outcome) => outcome.id)).toEqual(batch.map((mutation) => mutation.id));
      for (const { refusal } of answer.outcomes)
        expect(refusal?.code).toMatch(/^(invalid_arguments|unknown_mutation)$/);
      expect((await ana.push(...batch)).outcomes.map((outcome) => outcome.refusal?.code)).toEqual(
        answer.outcomes.map((outcome) => outcome.refusal?.code),
      );
      expect(await contents()).toBe(before);
    });

    it('ERR-3 refuses unknown fields instead of dropping what somebody wrote', async () => {
      const register = ana.registration({ role: 'admin' });
      const edit = ana.mutation('ticket.edit', {
        id: 'x',
        changes: [{ field: 'title', from: '', to: 'x', registeredBy: 'u-super' }],
      });
      const answer = await ana.push(register, edit);
      expect(answer.outcomes).toMatchObject([
        { id: register.id, refusal: { code: 'invalid_arguments', field: 'role' } },
        { id: edit.id, refusal: { code: 'invalid_arguments', field: 'changes.0.registeredBy' } },
      ]);
      const after = ana.registration();
      ana.lastId -= 1;
      const bodies: [object, string][] = [
        [{ protocol: 1, mutations: [{ ...after, slaDueAt: 1 }] }, 'mutations.0.slaDueAt'],
        [{ protocol: 1, mutations: [after], actor: 'u-super' }, 'actor'],
        [{ protocol: 1, mutations: [after], clock: [{ id: 1, skewMs: 0, by: 'x' }] }, 'clock.0.by'],
      ];
      for (const [body, field] of bodies) {
        const refused = await post('push', JSON.stringify(body));
        await expectCoded(refused, ['bad_request']);
        expect(refused.json()).toMatchObject({ error: { field } });
      }
      expect(await contents()).toBe(before);
    });

    it('ERR-4 refuses hostile logins without a word to the database', async () => {
      const login = (change: object) =>
        post(
          'login',
          JSON.stringify({
            protocol: 1,
            username: 'ana',
            password: 'x',
            deviceId: null,
            deviceName: '',
            ...change,
          }),
        );
      const attempts = [
        { username: 'a\u0000' },
        { username: '\udfff' },
        { username: "' OR 1=1 --" },
        { username: '' },
        { username: { $ne: null } },
        { deviceName: '\u0000' },
        { deviceId: '../../x' },
        { password: '' },
        { password: '\u0000' },
        { password: 'x'.repeat(1025) },
      ];
      for (const attempt of attempts)
        await expectCoded(await login(attempt), ['bad_request', 'wrong_credentials']);
      for (const refreshToken of ['', '.', 'x.y', '\u0000.x', "' OR ''='", '../..'])
        await expectCoded(
          await post('refresh', JSON.stringify({ protocol: 1, deviceId: 'x', refreshToken })),
          ['unauthenticated'],
        );
    });

    it('ACCESS-1 answers strangers with unauthenticated on every route but the public ones', async () => {
      const routes = [
        ['POST', 'push'],
        ['POST', 'pull'],
        ['POST', 'snapshot'],
        ['GET', 'events'],
        ['GET', 'me'],
        ['POST', 'logout'],
        ['POST', 'password'],
      ] as const;
      const tokens = [
        undefined,
        '',
        'Bearer',
        'Bearer x',
        `Basic ${ana.session.accessToken}`,
        'Bearer \u00e9',
      ];
      for (const [method, path] of routes) {
        for (const authorization of tokens) {
          const answer = await world.request({
            method,
            url: `/api/v1/${path}`,
            headers: authorization === undefined ? {} : { authorization },
            ...(method === 'POST' ? { payload: {} } : {}),
          });
          expect([path, answer.statusCode, answer.json().error.code]).toEqual([path, 401, 'unauthenticated']);
        }
      }
    });

    it('ACCESS-2 lets only the desktop app read across origins, and protects every answer', async () => {
      const preflight = (origin: string) =>
        world.request({
          method: 'OPTIONS',
          url: '/api/v1/push',
          headers: { origin, 'access-control-request-method': 'POST' },
        });
      expect((await preflight('app://tanggap')).headers['access-control-allow-origin']).toBe('app://tanggap');
      const hostile = [
        'null',
        'app://evil',
        'app://tanggap.evil',
        'app://tanggap@evil',
        'https://app.tanggap',
        'http://localhost',
        'file://',
        'APP://TANGGAP',
        'app://tanggap:80',
        'app://tanggap/',
      ];
      for (const origin of hostile)
        expect((await preflight(origin)).headers['access-control-allow-origin']).toBeUndefined();
      for (const url of ['/healthz', '/api/v1/me', '/nowhere']) {
        const { headers } = await world.request({ method: 'GET', url });
        expect(headers['x-content-type-options']).toBe('nosniff');
        expect(headers['strict-transport-security']).toContain('max-age=31536000');
        expect(headers['referrer-policy']).toBe('no-referrer');
      }
    });

    it('ERR-5 fails closed and tells nothing when the database is gone', async () => {
      const broken = await createWorld(await makePlace());
      await broken.database.close();
      for (const [method, url] of [
        ['GET', '/api/v1/me'],
        ['POST', '/api/v1/login'],
      ] as const) {
        const answer = await broken.request({
          method,
          url,
          headers: { authorization: `Bearer ${ana.session.accessToken}` },
          ...(method === 'POST'
            ? {
                payload: {
                  protocol: 1,
                  username: 'ana',
                  password: 'rahasia-sekali',
                  deviceId: null,
                  deviceName: '',
                },
              }
            : {}),
        });
        expect(answer.statusCode).toBe(500);
        expect(Object.keys(answer.json().error).sort()).toEqual(['code', 'requestId']);
      }
      expect((await broken.request({ method: 'GET', url: '/healthz' })).statusCode).toBe(503);
      expect(broken.logged.join()).not.toContain('rahasia-sekali');
      await broken.app.close();
    });
  });
}
