import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userSchema } from '#shared/domain/reference.ts';
import { readMeta } from '../../renderer/data/db/meta.ts';
import { applyPullPage } from '../../renderer/data/local/pull-page.ts';
import { backUpServer } from './support/restored-server.ts';
import { openDesk, register, serverRows, sync, visibleRows } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
let people = 0;
async function newPerson(change: Parameters<TestServer['addUser']>[2] = {}): Promise<string> {
  people += 1;
  return (await server.addUser(`orang-${people}`, 'operator', change)).username;
}
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

describe('pull', () => {
  it('TAKE-1 F30 a crash inside a page leaves cursor, outbox and rows as they were', async () => {
    const a = await openDesk(server, await newPerson());
    const b = await openDesk(server, await newPerson());
    const id = await register(a.desk);
    await sync(a);
    await b.desk.mutate('ticket.note', { id, text: 'belum ada di sini' });
    await register(b.desk);
    const before = await visibleRows(b.local);
    const { cursor } = await readMeta(b.local.db, 'cursor');
    for (const table of ['rows', 'sent', 'meta'] as const) {
      const victim = b.local.db.table(table);
      const creating = (key: unknown) => {
        if (table !== 'meta' || key === 'cursor') throw new Error('power cut');
      };
      const updating = (_: object, key: unknown) => creating(key);
      victim.hook('creating', creating);
      victim.hook('updating', updating);
      const end = await b.engine.exchange();
      victim.hook('creating').unsubscribe(creating);
      victim.hook('updating').unsubscribe(updating);
      expect(end, table).toEqual({ kind: 'stuck', code: 'storage_unknown' });
      expect(await visibleRows(b.local), table).toEqual(before);
      expect((await readMeta(b.local.db, 'cursor')).cursor, table).toEqual(cursor);
      expect(await b.local.db.outbox.count(), table).toBe(1);
    }
    await sync(b);
    expect(await visibleRows(b.local)).toEqual(await serverRows(server, ['DINKES']));
  });

  it('TAKE-2 F31 F32 with pages of one row the outbox is settled by the last page, and nothing flickers', async () => {
    const a = await openDesk(server, await newPerson(), { pageSize: 1 });
    const b = await openDesk(server, await newPerson());
    for (let at = 0; at < 5; at += 1) await register(b.desk);
    await sync(b);
    const id = await register(a.desk);
    await a.desk.mutate('ticket.move', { id, to: 'in_progress', reason: '' });
    const seen: (string | undefined)[] = [];
    const counts: number[] = [];
    a.profile.faults = {
      async after(path, response) {
        if (path === '/api/v1/pull') {
          seen.push((await a.desk.ticket(id))?.state);
          counts.push(await a.local.db.outbox.count());
        }
        return response;
      },
    };
    await sync(a);
    expect(seen.length).toBeGreaterThan(5);
    expect(new Set(seen)).toEqual(new Set(['in_progress']));
    expect(new Set(counts)).toEqual(new Set([2]));
    expect(await a.local.db.outbox.count()).toBe(0);
    expect(await visibleRows(a.local)).toEqual(await serverRows(server, ['DINKES']));
  });

  it('TAKE-2 a mutation whose ticket row came on an earlier page is not run over it a second time', async () => {
    const a = await openDesk(server, await newPerson(), { pageSize: 1 });
    const b = await openDesk(server, await newPerson());
    const id = await register(a.desk);
    await sync(a);
    await a.desk.mutate('ticket.reply', { id, text: 'sekali' });
    const replies: number[] = [];
    let hasPushed = false;
    a.profile.faults = {
      async after(path, response) {
        if (path === '/api/v1/push' && !hasPushed) {
          hasPushed = true;
          // Later rows, so that the pull has pages behind the one with the ticket.
          for (let at = 0; at < 3; at += 1) await register(b.desk);
          await sync(b);
        }
        if (path === '/api/v1/pull') {
          const ticket = await a.desk.ticket(id);
          replies.push(ticket?.timeline.filter(({ type }) => type === 'reply').length ?? 0);
        }
        return response;
      },
    };
    await sync(a);
    expect(replies.length).toBeGreaterThan(3);
    expect(new Set(replies)).toEqual(new Set([1]));
  });

  it('TAKE-2 more refusals than one answer holds: none is lost', async () => {
    const { local, desk } = await openDesk(server, await newPerson());
    const id = await register(desk);
    const entries = Array.from({ length: 1500 }, (_, at) => ({
      id: at + 2,
      name: 'ticket.note',
      args: { id, text: `catatan ${at}` },
      occurredAt: server.now,
      seenServerTime: 0,
      aggregate: id,
    }));
    await local.db.outbox.bulkAdd(entries);
    await local.db.meta.put({ key: 'sequence', value: { next: 1502, pushed: 1501, acknowledged: 0 } });
    const { cursor } = await readMeta(local.db, 'cursor');
    if (cursor === undefined) throw new Error('no cursor');
    const refused = (from: number, to: number) =>
      entries
        .filter((entry) => entry.id >= from && entry.id <= to)
        .map((entry) => ({ id: entry.id, status: 'refused', refusal: { code: 'forbidden' } }) as const);
    const page = {
      cursor,
      changes: [],
      droppedSpaces: [],
      more: false,
      lastMutationId: 1501,
      serverTime: server.now,
    };
    const first = await applyPullPage(local, { ...page, outcomes: refused(2, 1001) });
    expect(first.isComplete).toBe(false);
    expect(await local.db.outbox.count()).toBe(500);
    const second = await applyPullPage(local, { ...page, outcomes: refused(1002, 1501) });
    expect(second.isComplete).toBe(true);
    expect(await local.db.outbox.count()).toBe(0);
    expect(await local.db.review.count()).toBe(1500);
  });

  it('TAKE-3 F26 F34 a tombstone of a space the row has left does nothing; one of its own space removes it', async () => {
    const { local, desk, engine } = await openDesk(server, await newPerson({ scope: ['DINKES', 'DINSOS'] }));
    const id = await register(desk);
    await sync({ engine });
    const { cursor } = await readMeta(local.db, 'cursor');
    if (cursor === undefined) throw new Error('no cursor');
    const rest = {
      cursor,
      droppedSpaces: [],
      more: false,
      lastMutationId: 1,
      outcomes: [],
      serverTime: server.now,
    };
    const gone = (space: string) => ({ kind: 'ticket', id, space, doc: null });
    await applyPullPage(local, { ...rest, changes: [gone('opd:DINSOS')] });
    expect(await desk.ticket(id)).toBeDefined();
    await applyPullPage(local, { ...rest, changes: [gone('opd:DINKES')] });
    expect(await desk.ticket(id)).toBeUndefined();
  });

  it('TAKE-4 F38 unknown kinds and unreadable rows are kept aside; unknown fields pass through', async () => {
    const { local, desk, engine } = await openDesk(server, await newPerson());
    const id = await register(desk);
    await sync({ engine });
    const { cursor } = await readMeta(local.db, 'cursor');
    const doc = (await visibleRows(local))[`ticket|${id}`] as Record<string, unknown>;
    if (cursor === undefined) throw new Error('no cursor');
    await applyPullPage(local, {
      cursor,
      droppedSpaces: [],
      more: false,
      lastMutationId: 1,
      outcomes: [],
      serverTime: server.now,
      changes: [
        { kind: 'survey', id: 's1', space: 'opd:DINKES', doc: { id: 's1', stars: 5 } },
        { kind: 'ticket', id: 'aneh', space: 'opd:DINKES', doc: { id: 'aneh', state: 'teleported' } },
        { kind: 'ticket', id, space: 'opd:DINKES', doc: { ...doc, title: 'Judul baru', sentiment: 'calm' } },
      ],
    });
    expect((await local.db.parked.toArray()).map(({ key }) => key)).toEqual(['survey|s1', 'ticket|aneh']);
    expect((await desk.ticket(id))?.title).toBe('Judul baru');
    expect((await visibleRows(local))[`ticket|${id}`]).toMatchObject({ sentiment: 'calm' });
  });

  it('TAKE-5 F22 an office taken away: its rows go, packed and changed; unsent work comes back as refused', async () => {
    const both = { scope: ['DINKES', 'DINSOS'] };
    const writer = await openDesk(server, await newPerson(both));
    const packed = await register(writer.desk, { opd: 'DINSOS' });
    await sync(writer);
    const name = await newPerson(both);
    const reader = await openDesk(server, name);
    expect(await reader.local.db.packs.count()).toBeGreaterThan(0);
    const changed = await register(writer.desk, { opd: 'DINSOS' });
    await sync(writer);
    await sync(reader);
    expect(await reader.desk.ticket(packed)).toBeDefined();
    expect(await reader.desk.ticket(changed)).toBeDefined();
    await reader.desk.mutate('ticket.note', { id: packed, text: 'ditulis sebelum dicabut' });
    const user = userSchema.parse({ ...reader.desk.me, scope: ['DINKES'] });
    await server.write([{ kind: 'user', id: user.id, doc: user }]);
    await sync(reader);
    expect(await reader.desk.ticket(packed)).toBeUndefined();
    expect(await reader.desk.ticket(changed)).toBeUndefined();
    expect(await visibleRows(reader.local)).toEqual(await serverRows(server, ['DINKES']));
    await reader.desk.index.counts();
    expect(reader.desk.review.items()).toMatchObject([
      { type: 'refused', mutation: { name: 'ticket.note', args: { text: 'ditulis sebelum dicabut' } } },
    ]);
    expect(await reader.local.db.shadow.count()).toBe(0);
  });

  it('TAKE-6 F15 F33 a new epoch: everything is pulled again, the outbox stays, and lost mutations are offered again', async () => {
    const own = await TestServer.start();
    await own.addUser('operator', 'operator');
    const a = await openDesk(own, 'operator');
    const kept = await register(a.desk);
    await sync(a);
    const restore = await backUpServer(own);
    await a.desk.mutate('ticket.note', { id: kept, text: 'sesudah cadangan' });
    const lost = await register(a.desk);
    await sync(a);
    const waiting = await register(a.desk);
    await restore('zaman-baru');
    await sync(a);
    expect(await a.desk.ticket(kept)).toBeDefined();
    expect(await a.desk.ticket(lost)).toBeDefined();
    expect(await a.desk.ticket(waiting)).toBeDefined();
    expect((await a.desk.journal(kept)).map((entry) => entry.text)).toContain('sesudah cadangan');
    expect(await a.local.db.outbox.count()).toBe(0);
    expect(a.desk.review.items()).toEqual([]);
    expect(await visibleRows(a.local)).toEqual(await serverRows(own, ['DINKES']));
    await own.stop();
  });
});
