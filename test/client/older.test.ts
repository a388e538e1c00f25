import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userSchema } from '#shared/domain/reference.ts';
import type { Row } from '#shared/sync/rows.ts';
import { readMeta } from '../../renderer/data/db/meta.ts';
import { dayMs, oldTicket } from '../../server/contract/old-tickets.ts';
import { listedIds, openDesk, rowsOfTicket, serverRows, sync, visibleRows } from './support/scene.ts';
import type { TestProfile } from './support/test-profile.ts';
import { TestServer } from './support/test-server.ts';

const monthMs = 30 * dayMs;
const idOf = (months: number, at = 0) => `arsip-${String(900 - months)}-${String(299 - at)}`;

let server: TestServer;
let people = 0;
async function newPerson(scope: readonly string[] = ['DINKES']): Promise<string> {
  people += 1;
  return (await server.addUser(`orang-${people}`, 'supervisor', { scope: [...scope] })).username;
}
/** A period so many months ago. */
const period = (months: number) => {
  const from = server.now - months * monthMs - dayMs;
  return { from, to: from + 2 * dayMs };
};

beforeAll(async () => {
  server = await TestServer.start();
  const rows: Row[] = [];
  for (let months = 16; months <= 30; months += 1) {
    const at = server.now - months * monthMs;
    rows.push(...oldTicket(idOf(months), at), ...oldTicket(`${idOf(months)}-s`, at, { opd: 'DINSOS' }));
  }
  // A month of more than one line.
  const many = server.now - 32 * monthMs;
  for (let at = 0; at < 130; at += 1) rows.push(...oldTicket(idOf(32, at), many + at));
  await server.write(rows);
});
afterAll(() => server.stop());

const olderRequests = (profile: TestProfile) =>
  profile.requests.filter(({ path }) => path === '/api/v1/older').map(({ body }) => body);

describe('older tickets', () => {
  it('OLD-1 a month from before the window is whole once it was fetched, in every window and after a restart', async () => {
    const { desk, profile, local } = await openDesk(server, await newPerson());
    const second = await profile.openWindow();
    const { from, to } = period(20);
    expect(await desk.older.hasWhole(server.now - 3 * monthMs, server.now)).toBe(true);
    expect(await desk.older.hasWhole(from, to)).toBe(false);
    expect(await desk.ticketsForPeriod(from, to)).toEqual([]);
    const seen: string[] = [];
    const stop = desk.older.subscribe(() => seen.push(JSON.stringify(desk.older.state().loading)));
    expect(await desk.older.load({ from, to })).toEqual({ ok: true, value: { found: 1, more: false } });
    stop();
    expect(seen).toContain(JSON.stringify({ wanted: { from, to }, done: 1, total: 1 }));
    expect(desk.older.state()).toMatchObject({ count: 1, loading: null });
    expect(await desk.older.hasWhole(from, to)).toBe(true);
    expect(await desk.older.hasWhole(from - 1, to)).toBe(false);
    expect((await desk.ticketsForPeriod(from, to)).map(({ id }) => id)).toEqual([idOf(20)]);
    expect((await second.ticket(idOf(20)))?.state).toBe('closed');
    expect(await second.journal(idOf(20))).toHaveLength(3);
    await expect.poll(() => listedIds(second)).toContain(idOf(20));
    const fresh = await profile.openWindow();
    await expect.poll(() => fresh.index.complete).toBe(true);
    expect(listedIds(fresh)).toContain(idOf(20));
    // Fetched again it is the same.
    const before = await visibleRows(local);
    expect(await desk.older.load({ from, to })).toMatchObject({ ok: true });
    expect(await visibleRows(local)).toEqual(before);
  });

  it('OLD-2 a fetch that was cut off goes on behind what is stored, also after a restart', async () => {
    const { desk, profile, local } = await openDesk(server, await newPerson());
    const wanted = period(32);
    profile.faults = {
      async after(path, response) {
        if (path !== '/api/v1/older') return response;
        const text = await response.text();
        const lines = text.split('\n');
        // Head, one line of tickets, and a torn one.
        return new Response(`${lines.slice(0, 2).join('\n')}\n${lines[2]?.slice(0, 500)}`, {
          headers: response.headers,
        });
      },
    };
    expect(await desk.older.load(wanted)).toEqual({ ok: false, error: 'offline' });
    expect(await desk.older.hasWhole(wanted.from, wanted.to)).toBe(false);
    expect((await readMeta(local.db, 'older')).older?.partial?.after).toBe(idOf(32, 49));
    profile.faults = {};
    const later = await profile.openWindow();
    expect(await later.older.load(wanted)).toEqual({ ok: true, value: { found: 80, more: false } });
    expect(olderRequests(profile).at(-1)).toMatchObject({ after: idOf(32, 49) });
    expect(await later.older.hasWhole(wanted.from, wanted.to)).toBe(true);
    expect(await later.ticketsForPeriod(wanted.from, wanted.to)).toHaveLength(130);
  });

  it('OLD-3 whatever is pulled at the same time is never replaced by something older', async () => {
    const a = await openDesk(server, await newPerson());
    const other = await openDesk(server, await newPerson());
    const id = idOf(18);
    await other.desk.older.load({ ticket: id });
    await other.desk.mutate('ticket.note', { id, text: 'sebelum' });
    await sync(other);
    a.profile.faults = {
      async after(path, response) {
        if (path === '/api/v1/older') {
          // The answer is made; before it is stored others go on, and the worker pulls.
          await other.desk.mutate('ticket.reopen', { id, reason: 'rusak lagi' });
          await other.desk.mutate('ticket.note', { id, text: 'sesudah' });
          await sync(other);
          await sync(a);
        }
        return response;
      },
    };
    expect(await a.desk.older.load({ ticket: id })).toMatchObject({ ok: true });
    expect((await a.desk.ticket(id))?.state).toBe('in_progress');
    a.profile.faults = {};
    await sync(a);
    const texts = (await a.desk.journal(id)).map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['baris 0', 'sebelum', 'rusak lagi', 'sesudah']));
    const own = rowsOfTicket(await visibleRows(a.local), id);
    const theirs = rowsOfTicket(await serverRows(server), id);
    expect(own).toEqual(theirs);
  });

  it('OLD-4 work on an older ticket is done like any other, waits, and is sent', async () => {
    const a = await openDesk(server, await newPerson());
    const id = idOf(19);
    await a.desk.older.load({ ticket: id });
    a.profile.isOnline = false;
    expect(await a.desk.mutate('ticket.reopen', { id, reason: 'rusak lagi' })).toMatchObject({ ok: true });
    expect((await a.desk.ticket(id))?.state).toBe('in_progress');
    // What waits keeps its ticket.
    await a.desk.older.load({ ticket: idOf(21) });
    await a.desk.older.forget();
    expect((await a.desk.ticket(id))?.state).toBe('in_progress');
    a.profile.isOnline = true;
    await sync(a);
    expect((await a.desk.ticket(id))?.state).toBe('in_progress');
    expect(await a.desk.journal(id)).toHaveLength(4);
    expect(await a.local.db.shadow.count()).toBe(0);
    const own = rowsOfTicket(await visibleRows(a.local), id);
    expect(own).toEqual(rowsOfTicket(await serverRows(server), id));
  });

  it('OLD-5 what the server was given of old tickets meanwhile makes a fetched month count as not whole', async () => {
    const a = await openDesk(server, await newPerson());
    const wanted = period(22);
    await a.desk.older.load(wanted);
    expect(await a.desk.older.hasWhole(wanted.from, wanted.to)).toBe(true);
    await server.write(oldTicket('arsip-susulan', server.now - 22 * monthMs));
    await sync(a);
    expect(await a.desk.ticket('arsip-susulan')).toBeUndefined();
    expect(await a.desk.older.hasWhole(wanted.from, wanted.to)).toBe(false);
    // The same while it is being fetched: the month begins anew.
    a.profile.faults = {
      async after(path, response) {
        if (path === '/api/v1/older') {
          await server.write(oldTicket('arsip-susulan-2', server.now - 22 * monthMs));
          await sync(a);
        }
        return response;
      },
    };
    expect(await a.desk.older.load(wanted)).toEqual({ ok: false, error: 'changed' });
    expect(await a.desk.older.hasWhole(wanted.from, wanted.to)).toBe(false);
    a.profile.faults = {};
    expect(await a.desk.older.load(wanted)).toMatchObject({ ok: true });
    expect((await a.desk.ticketsForPeriod(wanted.from, wanted.to)).map(({ id }) => id).sort()).toEqual(
      [idOf(22), 'arsip-susulan', 'arsip-susulan-2'].sort(),
    );
  });

  it('OLD-6 I6 an office that is taken away, or another life of the server, while a month is on its way', async () => {
    const a = await openDesk(server, await newPerson(['DINKES', 'DINSOS']));
    const one = userSchema.parse({ ...a.desk.me, scope: ['DINKES'] });
    a.profile.faults = {
      async after(path, response) {
        if (path === '/api/v1/older') {
          await server.write([{ kind: 'user', id: one.id, doc: one }]);
          await sync(a);
        }
        return response;
      },
    };
    expect(await a.desk.older.load({ ticket: `${idOf(24)}-s` })).toEqual({
      ok: true,
      value: { found: 0, more: false },
    });
    expect(Object.keys(await visibleRows(a.local)).filter((key) => key.includes('-s'))).toEqual([]);
    const own = await TestServer.start();
    await own.write(oldTicket('lama', own.now - 20 * monthMs));
    await own.addUser('ulang', 'supervisor');
    const b = await openDesk(own, 'ulang');
    b.profile.faults = {
      async after(path, response) {
        if (path === '/api/v1/older') {
          await own.newEpoch('kehidupan-lain');
          await sync(b);
        }
        return response;
      },
    };
    expect(await b.desk.older.load({ from: 0, to: own.now })).toEqual({ ok: false, error: 'changed' });
    expect(await b.desk.ticket('lama')).toBeUndefined();
    await own.stop();
  });

  it('OLD-7 a search finds what is on the server, and offline says that it needs the network', async () => {
    const a = await openDesk(server, await newPerson());
    a.profile.isOnline = false;
    expect(await a.desk.older.load({ text: idOf(25) })).toEqual({ ok: false, error: 'offline' });
    a.profile.isOnline = true;
    expect(await a.desk.older.load({ text: `Arsip ${idOf(25)}` })).toMatchObject({
      ok: true,
      value: { found: 1 },
    });
    const found = async () => (await a.desk.ticketByNumber(`INS-DINKES-lama-${idOf(25)}`))?.id;
    await expect.poll(found).toBe(idOf(25));
    expect(await a.desk.older.load({ text: 'arsip 868' })).toEqual({
      ok: true,
      value: { found: 50, more: true },
    });
    expect(await a.desk.older.load({ text: 'arsip 868' })).toEqual({
      ok: true,
      value: { found: 50, more: true },
    });
    expect(await a.desk.older.load({ text: 'arsip 868' })).toEqual({
      ok: true,
      value: { found: 30, more: false },
    });
    expect(await a.desk.older.load({ ticket: 'tidak-ada' })).toEqual({
      ok: true,
      value: { found: 0, more: false },
    });
    await a.desk.older.forget();
    expect(a.desk.older.state().count).toBe(0);
    expect(await a.desk.ticket(idOf(25))).toBeUndefined();
    await expect
      .poll(() => listedIds(a.desk).filter((id) => id.startsWith('arsip-868') || id === idOf(25)))
      .toEqual([]);
  });

  it('OLD-8 a device with a window and everything fetched equals one without a window', async () => {
    const a = await openDesk(server, await newPerson(['DINKES', 'DINSOS']));
    const { since } = a.desk.older.state();
    // Month by month, as a person would.
    for (let months = 40; months >= 12; months -= 1) {
      const from = server.now - (months + 1) * monthMs;
      expect(await a.desk.older.load({ from, to: from + monthMs })).toMatchObject({ ok: true });
    }
    expect(await a.desk.older.hasWhole(server.now - 41 * monthMs, server.now)).toBe(true);
    expect(await visibleRows(a.local)).toEqual(await serverRows(server));
    await expect
      .poll(() => a.desk.index.size)
      .toBe(Object.keys(await serverRows(server)).filter((key) => key.startsWith('ticket|')).length);
    // A start that looks for damage finds none.
    await a.profile.openWindow();
    await sync(a);
    expect(a.profile.requests.filter(({ path }) => path === '/api/v1/snapshot')).toHaveLength(1);
    expect((await readMeta(a.local.db, 'cursor')).cursor?.since).toBe(since);
  });
});
