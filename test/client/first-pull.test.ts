import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ticketSchema } from '#shared/domain/ticket.ts';
import { readMeta } from '../../renderer/data/db/meta.ts';
import { registration } from '../support/desk-in-memory.ts';
import { openDesk, register, serverRows, sync, visibleRows } from './support/scene.ts';
import { TestProfile } from './support/test-profile.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
let people = 0;
async function newPerson(): Promise<string> {
  people += 1;
  return (await server.addUser(`orang-${people}`, 'supervisor')).username;
}
const oldId = (at: number) => `0190-${String(at).padStart(6, '0')}`;

beforeAll(async () => {
  server = await TestServer.start();
  const stored = {
    firstCategory: 'access',
    priority: 1,
    policy: { name: 'madiun', version: 1 },
    assignee: null,
    team: null,
    supportLevel: 1,
    openEscalation: null,
    registeredAt: server.now,
    registeredBy: 'orang-1',
    state: 'new',
    timeline: [],
    solvedLevel: null,
    confirmedAt: null,
    resolvedAt: null,
    closedAt: null,
    reopenCount: 0,
    escalationCount: 0,
    returnCount: 0,
    updatedAt: server.now,
  };
  await server.write(
    Array.from({ length: 1300 }, (_, at) => {
      const doc = { ...registration(), ...stored, id: oldId(at), number: `INS-DINKES-2601-ZZ-${at}` };
      return { kind: 'ticket', id: oldId(at), doc: ticketSchema.parse(doc) } as const;
    }),
  );
});
afterAll(() => server.stop());

/** The stream cut after so many bytes. */
function cutAfter(bytes: number) {
  return async (path: string, response: Response) =>
    path === '/api/v1/snapshot'
      ? new Response((await response.arrayBuffer()).slice(0, bytes), { headers: response.headers })
      : response;
}

/** The stream broken off behind so many of its lines, as a connection breaks: with an error, not with an end. */
function breakBehind(lines: number) {
  return async (path: string, response: Response) => {
    if (path !== '/api/v1/snapshot') return response;
    const whole = (await response.text()).split('\n').slice(0, lines).join('\n');
    const pieces = [`${whole}\n`];
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const piece = pieces.pop();
        if (piece === undefined) controller.error(new TypeError('network error'));
        else controller.enqueue(new TextEncoder().encode(piece));
      },
    });
    return new Response(body, { headers: response.headers });
  };
}

describe('first pull', () => {
  it('FIRST-1 F39 on a line that breaks behind every line of the stream it gets on by one each time', async () => {
    const name = await newPerson();
    const profile = new TestProfile(server);
    await profile.signIn(name);
    const { engine, store: local } = await profile.worker(name);
    const stored: number[] = [];
    profile.faults = { after: breakBehind(2) };
    while ((await engine.exchange()).kind === 'offline') {
      const done = (await readMeta(local.db, 'snapshot')).snapshot?.done ?? 0;
      expect(done).toBeGreaterThan(stored.at(-1) ?? 0);
      stored.push(done);
    }
    expect(stored.length).toBeGreaterThan(2);
    expect(await visibleRows(local)).toEqual(await serverRows(server, ['DINKES']));
  });

  it('FIRST-1 F30 a stream cut anywhere goes on behind the last stored row, and ends with the rows of the server', async () => {
    const name = await newPerson();
    const profile = new TestProfile(server);
    const desk = await profile.signIn(name);
    const { engine, store: local } = await profile.worker(name);
    const stored: number[] = [];
    for (const bytes of [300, 700_000, 5_000, 300]) {
      profile.faults = { after: cutAfter(bytes) };
      expect(await engine.exchange()).toEqual({ kind: 'offline' });
      stored.push((await readMeta(local.db, 'snapshot')).snapshot?.done ?? 0);
    }
    expect(stored).toEqual([...stored].sort((a, b) => a - b));
    expect(stored.at(-1)).toBeGreaterThan(499);
    expect(desk.index.complete).toBe(false);
    profile.faults = {};
    await sync({ engine });
    const asked = profile.requests.filter(({ path }) => path === '/api/v1/snapshot').map(({ body }) => body);
    expect(asked.at(-1)).toMatchObject({ after: { kind: 'ticket' } });
    expect(await visibleRows(local)).toEqual(await serverRows(server, ['DINKES']));
    const second = await profile.openWindow();
    await expect.poll(() => second.index.complete).toBe(true);
    expect(second.index.size).toBe(1300);
  });

  it('FIRST-2 changed rows hide packed ones, and removed ones stay hidden', async () => {
    const a = await openDesk(server, await newPerson());
    const other = await openDesk(server, await newPerson());
    expect(await a.local.db.packs.count()).toBeGreaterThan(2);
    const id = oldId(700);
    expect((await a.desk.ticket(id))?.state).toBe('new');
    await other.desk.mutate('ticket.move', { id, to: 'in_progress', reason: '' });
    await sync(other);
    await sync(a);
    expect((await a.desk.ticket(id))?.state).toBe('in_progress');
    await a.local.db.rows.put({ key: `ticket|${oldId(701)}`, deleted: true });
    expect(await a.desk.ticket(oldId(701))).toBeUndefined();
    const fresh = await a.profile.openWindow();
    await expect.poll(() => fresh.index.complete).toBe(true);
    expect(fresh.index.size).toBe(1299);
    expect(await fresh.ticketByNumber('INS-DINKES-2601-ZZ-701')).toBeUndefined();
    expect((await fresh.ticketByNumber('INS-DINKES-2601-ZZ-700'))?.state).toBe('in_progress');
    for (const at of [0, 1, 499, 500, 1299]) expect((await a.desk.ticket(oldId(at)))?.id).toBe(oldId(at));
    for (const missing of ['0190-000000x', '0', 'zzz']) expect(await a.desk.ticket(missing)).toBeUndefined();
  });

  it('FIRST-3 what changes during the stream comes by the pull behind it', async () => {
    const writer = await openDesk(server, await newPerson());
    const name = await newPerson();
    const profile = new TestProfile(server);
    const desk = await profile.signIn(name);
    const { engine, store: local } = await profile.worker(name);
    profile.faults = {
      async after(path, response) {
        if (path === '/api/v1/snapshot') {
          await writer.desk.mutate('ticket.move', { id: oldId(3), to: 'waiting', reason: 'menunggu surat' });
          await sync(writer);
        }
        return response;
      },
    };
    await sync({ engine });
    expect((await desk.ticket(oldId(3)))?.state).toBe('waiting');
    expect(await visibleRows(local)).toEqual(await serverRows(server, ['DINKES']));
  });

  it('FIRST-4 pending work stays readable while everything is pulled anew, and lies over the new rows at the end', async () => {
    const { desk, profile, engine, local } = await openDesk(server, await newPerson());
    const id = await register(desk);
    await desk.mutate('ticket.note', { id: oldId(5), text: 'belum terkirim' });
    await local.db.meta.delete('cursor');
    profile.faults = { after: cutAfter(5_000) };
    expect(await engine.exchange()).toEqual({ kind: 'offline' });
    expect((await desk.ticket(id))?.state).toBe('new');
    expect((await desk.journal(oldId(5))).map((entry) => entry.text)).toContain('belum terkirim');
    expect(await local.db.outbox.count()).toBe(2);
    profile.faults = {
      before(path) {
        if (path === '/api/v1/push') throw new TypeError('cut');
      },
    };
    expect(await engine.exchange()).toEqual({ kind: 'offline' });
    expect((await desk.ticket(id))?.state).toBe('new');
    expect((await desk.journal(oldId(5))).map((entry) => entry.text)).toContain('belum terkirim');
    profile.faults = {};
    await sync({ engine });
    expect(await visibleRows(local)).toEqual(await serverRows(server, ['DINKES']));
    expect(await local.db.shadow.count()).toBe(0);
  });
});
