import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journalEntrySchema } from '#shared/domain/journal.ts';
import { userSchema } from '#shared/domain/reference.ts';
import { aggregateOf, type Row } from '#shared/sync/rows.ts';
import { readMeta } from '../../renderer/data/db/meta.ts';
import { dayMs, oldTicket } from '../../server/contract/old-tickets.ts';
import { type Desk, listedIds, openDesk, register, serverRows, sync, visibleRows } from './support/scene.ts';
import { TestProfile } from './support/test-profile.ts';
import { TestServer } from './support/test-server.ts';

const monthMs = 30 * dayMs;
/** Ids are in the order of time, like those devices give. */
const idAt = (at: number) => `0${at.toString(36)}-arsip`;

let server: TestServer;
let people = 0;
async function newPerson(scope: readonly string[] = ['DINKES']): Promise<string> {
  people += 1;
  const user = await server.addUser(`orang-${people}`, 'supervisor', { scope: [...scope] });
  return user.username;
}
const archived = (monthsAgo: number, opd = 'DINKES') => {
  const at = server.now - monthsAgo * monthMs;
  return oldTicket(`${idAt(at)}-${opd.toLowerCase()}`, at, { opd });
};
const archivedId = (monthsAgo: number) => `${idAt(server.now - monthsAgo * monthMs)}-dinkes`;

beforeAll(async () => {
  server = await TestServer.start();
  const rows: Row[] = [];
  for (let months = 1; months <= 40; months += 1)
    rows.push(...archived(months), ...archived(months, 'DINSOS'));
  await server.write(rows);
});
afterAll(() => server.stop());

/** What the server has of the tickets a device has, and the reference data. */
async function sameTickets(local: Desk['local']) {
  const own = await visibleRows(local);
  const held = new Set(Object.keys(own).map((key) => aggregateOf(key.slice(key.indexOf('|') + 1))));
  const all = Object.entries(await serverRows(server));
  const isReference = (key: string) => /^(opd|user|policy|calendar)\|/.test(key);
  const same = all.filter(
    ([key]) => isReference(key) || held.has(aggregateOf(key.slice(key.indexOf('|') + 1))),
  );
  return { own, expected: Object.fromEntries(same) };
}

describe('window', () => {
  it('WIN-1 a device takes what is not over and what was active in the last thirteen months, whole', async () => {
    const name = await newPerson();
    const a = await openDesk(server, name);
    const { own, expected } = await sameTickets(a.local);
    expect(own).toEqual(expected);
    expect(await a.desk.ticket(archivedId(13))).toBeDefined();
    expect(await a.desk.ticket(archivedId(15))).toBeUndefined();
    expect(a.profile.requests.find(({ path }) => path === '/api/v1/snapshot')?.body).toMatchObject({
      months: 13,
    });
    expect((await readMeta(a.local.db, 'cursor')).cursor?.since).toBe(a.desk.older.state().since);
    await expect.poll(() => a.desk.index.size).toBe(13);
  });

  it('FIRST-5 the newest tickets can be worked on while the rest of the stream is on its way', async () => {
    const busy = await TestServer.start();
    const rows = Array.from({ length: 620 }, (_, at) => {
      const reported = busy.now - dayMs - at * 60_000;
      return oldTicket(idAt(reported), reported, { state: 'new', closedAt: null }, 1);
    });
    await busy.write(rows.flat());
    await busy.addUser('sibuk', 'supervisor');
    const profile = new TestProfile(busy);
    const desk = await profile.signIn('sibuk');
    const { engine, store: local } = await profile.worker('sibuk');
    const ids = rows.map(([row]) => row?.id ?? '');
    profile.faults = {
      async after(path, response) {
        if (path !== '/api/v1/snapshot') return response;
        const text = await response.text();
        // Cut behind the first line of tickets.
        const end = text.indexOf('\n', text.indexOf('"kind":"ticket"')) + 1;
        return new Response(text.slice(0, end), { headers: response.headers });
      },
    };
    expect(await engine.exchange()).toEqual({ kind: 'offline' });
    await expect.poll(() => desk.index.size).toBe(500);
    expect(desk.index.complete).toBe(false);
    const newest = ids[0] ?? '';
    expect([...listedIds(desk)].sort().reverse()).toEqual(ids.slice(0, 500));
    expect((await desk.ticket(newest))?.state).toBe('new');
    expect(await desk.mutate('ticket.move', { id: newest, to: 'in_progress', reason: '' })).toMatchObject({
      ok: true,
    });
    const own = await register(desk);
    profile.faults = {};
    // The rest goes on behind the line that came, in the same window.
    await sync({ engine });
    const resumed = profile.requests.filter(({ path }) => path === '/api/v1/snapshot').at(-1)?.body;
    expect(resumed).toMatchObject({ after: { kind: 'ticket', id: ids[499] }, since: expect.any(Number) });
    expect((await desk.ticket(newest))?.state).toBe('in_progress');
    expect(await desk.ticket(own)).toBeDefined();
    await expect.poll(() => desk.index.size).toBe(621);
    expect(await visibleRows(local)).toEqual(await serverRows(busy));
    await busy.stop();
  });

  it('WIN-2 an old ticket that somebody works on comes whole, and nobody is told of what was long ago', async () => {
    const name = await newPerson();
    const old = archivedId(20);
    // Once somebody replaced a value of this person.
    const at = server.now - 20 * monthMs;
    const entry = journalEntrySchema.parse({
      id: `${old}/j.diganti`,
      ticketId: old,
      opd: 'DINKES',
      type: 'overwritten',
      by: 'orang-1',
      byName: 'Orang',
      device: 'x',
      mutationId: 1,
      occurredAt: at,
      receivedAt: at,
      changes: [{ field: 'title', from: 'punyaku', to: 'punyamu' }],
      forUser: name,
    });
    await server.write([{ kind: 'journal', id: entry.id, doc: entry }]);
    const a = await openDesk(server, name);
    expect(await a.desk.ticket(old)).toBeUndefined();
    const other = await openDesk(server, await newPerson());
    await other.desk.older.load({ ticket: old });
    expect(await other.desk.mutate('ticket.note', { id: old, text: 'ditanyakan lagi' })).toMatchObject({
      ok: true,
    });
    expect(await other.desk.mutate('ticket.reopen', { id: old, reason: 'rusak lagi' })).toMatchObject({
      ok: true,
    });
    await sync(other);
    await sync(a);
    expect((await a.desk.ticket(old))?.state).toBe('in_progress');
    expect(await a.desk.journal(old)).toHaveLength(6);
    expect(a.desk.review.items()).toEqual([]);
    for (const { local } of [a, other]) {
      const { own, expected } = await sameTickets(local);
      expect(own).toEqual(expected);
    }
    const fresh = await a.profile.openWindow();
    await expect.poll(() => fresh.index.complete).toBe(true);
    expect(listedIds(fresh)).toContain(old);
  });

  it('WIN-2 page by page, with everything cut off between, nothing is ever a part once the pull is over', async () => {
    const a = await openDesk(server, await newPerson(), { pageSize: 1 });
    const other = await openDesk(server, await newPerson());
    for (const months of [21, 22, 23]) {
      const id = archivedId(months);
      await other.desk.older.load({ ticket: id });
      await other.desk.mutate('ticket.note', { id, text: 'satu' });
      await other.desk.mutate('ticket.reopen', { id, reason: 'rusak lagi' });
      await other.desk.mutate('ticket.note', { id, text: 'dua' });
    }
    await sync(other);
    let pulls = 0;
    a.profile.faults = {
      before(path) {
        if (path !== '/api/v1/pull') return;
        pulls += 1;
        if (pulls % 2 === 0) throw new TypeError('cut');
      },
    };
    for (let ends = ''; ends !== 'done'; ) ends = (await a.engine.exchange()).kind;
    const { own, expected } = await sameTickets(a.local);
    expect(own).toEqual(expected);
    expect((await a.desk.journal(archivedId(22))).map(({ text }) => text)).toEqual(
      expect.arrayContaining(['baris 0', 'baris 2', 'satu', 'dua']),
    );
    expect((await readMeta(a.local.db, 'cursor')).cursor?.base).toBeUndefined();
  });

  it('WIN-3 a new office of the user comes by the window, and takes its old tickets with it when it goes', async () => {
    const a = await openDesk(server, await newPerson(), { pageSize: 7 });
    const both = userSchema.parse({ ...a.desk.me, scope: ['DINKES', 'DINSOS'] });
    await server.write([{ kind: 'user', id: both.id, doc: both }]);
    await sync(a);
    const { own, expected } = await sameTickets(a.local);
    expect(own).toEqual(expected);
    const dinsos = Object.keys(own).filter((key) => key.startsWith('ticket|') && key.endsWith('dinsos'));
    expect(dinsos).toHaveLength(13);
    await a.desk.older.load({ from: 0, to: server.now });
    expect(await visibleRows(a.local)).toEqual(await serverRows(server));
    const one = userSchema.parse({ ...a.desk.me, scope: ['DINKES'] });
    await server.write([{ kind: 'user', id: one.id, doc: one }]);
    await sync(a);
    expect(await visibleRows(a.local)).toEqual(await serverRows(server, ['DINKES']));
    const fresh = await a.profile.openWindow();
    await expect.poll(() => fresh.index.complete).toBe(true);
    expect(listedIds(fresh).filter((id) => id.endsWith('dinsos'))).toEqual([]);
    // Nothing of this looks like damage to the next start.
    expect((await readMeta(a.local.db, 'cursor')).cursor).toBeDefined();
  });
});
