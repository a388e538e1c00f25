import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { errorResponseSchema } from '#shared/sync/protocol.ts';
import { memoryPlace } from '../../test/support/memory-place.ts';
import { deviceOf } from '../contract/device.ts';
import { createWorld, type World } from '../contract/world.ts';
import { createApp } from './app.ts';

const patient = { timeout: 30_000 };
let world: World;
beforeAll(async () => {
  world = await createWorld(memoryPlace());
});
afterAll(() => world.close());

describe('streams of lines', () => {
  it.each([
    ['snapshot', { after: null }],
    ['older', { since: 0, wanted: { text: 'arsip' }, after: null }],
  ])(
    'ERR-1 ERR-5 answers a failure before the first line of %s as any other, readable by everybody',
    async (path, asked) => {
      const ana = await deviceOf(world, 'ana');
      const gone = vi.spyOn(world.services.db, 'transaction').mockImplementation(() => {
        throw new Error('the database is gone');
      });
      try {
        for (const encoding of ['gzip', 'identity']) {
          const answer = await world.request({
            method: 'POST',
            url: `/api/v1/${path}`,
            headers: { authorization: `Bearer ${ana.session.accessToken}`, 'accept-encoding': encoding },
            payload: { protocol: 2, ...asked },
          });
          expect(answer.statusCode).toBe(500);
          expect(answer.headers['content-encoding']).toBeUndefined();
          expect(answer.headers['content-type']).toContain('application/json');
          expect(errorResponseSchema.parse(answer.json()).error.code).toBe('internal');
        }
      } finally {
        gone.mockRestore();
      }
    },
  );
});

describe('a flood', () => {
  it('LIMIT-1 counts every route of the API, so that made-up tokens do not reach the database', async () => {
    const app = await createApp({ services: world.services, staticDir: null, requestsPerMinute: 1 });
    for (const [at, url] of [
      '/api/v1/events',
      '/api/v1/me',
      '/api/v1/files/x',
      '/api/v1/uploads/x',
    ].entries()) {
      const remoteAddress = `10.0.1.${at}`;
      const headers = { authorization: `Bearer ${'x'.repeat(43)}` };
      const ask = async () => (await app.inject({ method: 'GET', url, remoteAddress, headers })).statusCode;
      expect([url, await ask(), await ask()]).toEqual([url, 401, 429]);
    }
    await app.close();
  });

  it('LIMIT-1 asks the database once for all who want to know at the same time whether it lives', async () => {
    const asked = vi.spyOn(world.services.db, 'getExecutor');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => world.request({ method: 'GET', url: '/healthz' })),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(20).fill(200));
    expect(asked.mock.calls.length).toBeLessThan(5);
    asked.mockRestore();
    expect((await world.request({ method: 'GET', url: '/healthz' })).statusCode).toBe(200);
  });
});

describe('a database that hangs', () => {
  it('ERR-5 is told by /healthz, and asked no second time while it hangs', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let answer: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { db } = world.services;
    const slow = db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        await held;
        return result;
      },
    });
    const asked = vi.spyOn(db, 'getExecutor').mockImplementation(() => slow.getExecutor());
    try {
      for (let round = 0; round < 3; round += 1) {
        const asking = world.request({ method: 'GET', url: '/healthz' });
        await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1), patient);
        await vi.advanceTimersByTimeAsync(5000);
        expect((await asking).statusCode).toBe(503);
      }
      expect(asked).toHaveBeenCalledTimes(1);
    } finally {
      asked.mockRestore();
      vi.useRealTimers();
      answer?.();
    }
    await vi.waitFor(
      async () => expect((await world.request({ method: 'GET', url: '/healthz' })).statusCode).toBe(200),
      patient,
    );
  });
});
