import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDesk, register, sync, visibleRows } from './support/scene.ts';
import type { Faults } from './support/test-profile.ts';
import { TestProfile } from './support/test-profile.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
let people = 0;
async function newPerson(): Promise<string> {
  people += 1;
  return (await server.addUser(`orang-${people}`, 'operator')).username;
}
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

const maps = new Set(['versions', 'notices', 'sop', 'edits', 'levels']);

/** What a later version of the server might add: a field in every object, of any shape. */
function embellished(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) return value.map((item) => embellished(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  // In these the keys are values (spaces, steps, fields), not names of fields.
  const entries = Object.entries(value).map(([key, inner]) =>
    maps.has(key) ? [key, inner] : [key, embellished(inner, depth + 1)],
  );
  return { ...Object.fromEntries(entries), laterField: { depth, list: [null, 1, 'x'] } };
}

/** Passes every JSON answer through `change`, lines of a first pull one by one. */
function changing(change: (body: Record<string, unknown>, path: string) => unknown): Faults {
  const rewrite = (text: string, path: string) => JSON.stringify(change(JSON.parse(text), path));
  return {
    async after(path, response) {
      const type = response.headers.get('content-type') ?? '';
      if (!type.includes('json')) return response;
      const text = await response.text();
      const body = type.includes('ndjson')
        ? `${text
            .trimEnd()
            .split('\n')
            .map((line) => rewrite(line, path))
            .join('\n')}\n`
        : rewrite(text, path);
      return new Response(body, { status: response.status, headers: { 'content-type': type } });
    },
  };
}

describe('a server that is newer than the app', () => {
  it('WIRE-2 F38 unknown fields in every object of every answer: the desk works, rows keep them', async () => {
    const writer = await openDesk(server, await newPerson());
    const packed = await register(writer.desk);
    await sync(writer);
    const profile = new TestProfile(server);
    profile.faults = changing((body) => embellished(body));
    const name = await newPerson();
    const { desk, engine, local } = await openDesk(server, name, { profile });
    const id = await register(desk);
    await sync({ engine });
    expect((await desk.ticket(packed))?.id).toBe(packed);
    expect((await desk.ticket(id))?.id).toBe(id);
    const rows = await visibleRows(local);
    expect(rows[`ticket|${packed}`]).toMatchObject({ laterField: {}, client: { laterField: {} } });
    expect(rows[`ticket|${id}`]).toMatchObject({ laterField: {} });
    expect(await local.db.outbox.count()).toBe(0);
    expect(desk.sync.status()).toMatchObject({ online: true, pending: 0, problem: null });
  });

  it('WIRE-2 F38 a refusal for a reason it has no words for: told as refused, with everything typed', async () => {
    const { desk, engine, profile, local } = await openDesk(server, await newPerson());
    const id = await register(desk);
    await sync({ engine });
    await desk.mutate('ticket.note', { id, text: 'ditolak karena alasan baru' });
    const refused = [
      { id: 2, status: 'refused', refusal: { code: 'budget_exhausted', details: { year: '2027' } } },
    ];
    profile.faults = changing((body) => ('outcomes' in body ? { ...body, outcomes: refused } : body));
    await sync({ engine });
    expect(desk.review.items()).toMatchObject([
      {
        type: 'refused',
        refusal: { code: 'failed', details: { year: '2027' } },
        mutation: { name: 'ticket.note', args: { text: 'ditolak karena alasan baru' } },
      },
    ]);
    expect(await local.db.outbox.count()).toBe(0);
  });

  it('WIRE-2 F38 an error code of later days is no captive portal: the outbox stays and the user is told', async () => {
    const { desk, engine, profile, local } = await openDesk(server, await newPerson());
    await register(desk);
    const before = await local.db.outbox.toArray();
    profile.faults = {
      after: (path, response) =>
        path === '/api/v1/push'
          ? new Response(JSON.stringify({ error: { code: 'moon_phase' }, serverTime: server.now }), {
              status: 409,
              headers: { 'content-type': 'application/json' },
            })
          : response,
    };
    expect(await engine.exchange()).toEqual({ kind: 'stuck', code: 'unknown' });
    expect(desk.sync.status()).toMatchObject({ online: true, problem: 'unknown', pending: 1 });
    expect(await local.db.outbox.toArray()).toEqual(before);
    profile.faults = {};
    await sync({ engine });
    expect(await local.db.outbox.count()).toBe(0);
  });

  it('LOGIN-7 F37 which side is too old is told in plain words, and the outbox stays', async () => {
    const { desk, engine, profile, local } = await openDesk(server, await newPerson());
    await register(desk);
    for (const [code, kind] of [
      ['client_too_old', 'too_old'],
      ['client_too_new', 'server_too_old'],
    ] as const) {
      profile.faults = {
        after: () =>
          new Response(JSON.stringify({ error: { code }, serverTime: server.now }), {
            status: 426,
            headers: { 'content-type': 'application/json' },
          }),
      };
      expect(await engine.exchange()).toEqual({ kind });
      expect(desk.sync.status()).toMatchObject({ phase: kind, pending: 1 });
      expect(await profile.session().signIn(desk.me.username, 'apa saja')).toEqual({
        ok: false,
        error: kind,
      });
      expect(await local.db.outbox.count()).toBe(1);
    }
    profile.faults = {};
    await sync({ engine });
  });
});
