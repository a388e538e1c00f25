import { beforeEach, describe, expect, it } from 'vitest';
import type { DeskStore } from '../../renderer/data/contract.ts';
import { readMeta, writeMeta } from '../../renderer/data/db/meta.ts';
import { DeskIndex } from '../../renderer/data/index/desk-index.ts';
import { IndexFeed } from '../../renderer/data/index/index-feed.ts';
import { applyPullPage } from '../../renderer/data/local/pull-page.ts';
import { minute, nineOClock } from '../support/desk-in-memory.ts';
import { calendarRow, listRow, madiunPack, policyRow, publish } from './support/publishing.ts';
import { openDesk, register, serverRows, sync, visibleRows } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
let people = 0;
async function newPerson(scope: string[] | '*' = ['DINKES']): Promise<string> {
  people += 1;
  return (await server.addUser(`penerbit-${people}`, 'supervisor', { scope })).username;
}
/** Published versions stay published: every test has a server of its own. */
beforeEach(async () => {
  server = await TestServer.start();
  await publish(server, [policyRow(madiunPack(1), 0)]);
  return () => server.stop();
});

const durationOf = (desk: DeskStore, id: string) => listRow(desk, id)?.sla?.durationMs;
const holiday = '2026-11-20';

describe('published packs and days off', () => {
  it('PUB-1 first pull: packs and days off are known before the first ticket is judged', async () => {
    const writer = await openDesk(server, await newPerson());
    const id = await register(writer.desk);
    await sync(writer);
    await publish(server, [calendarRow('DINKES', 1, holiday, 0)]);
    const name = await newPerson();
    const profile = writer.profile;
    const desk = await profile.signIn(name);
    const seen = new Set<string>();
    const look = () => {
      const sla = listRow(desk, id)?.sla;
      if (sla) seen.add(`${sla.metric} due ${sla.dueAt}`);
    };
    desk.index.subscribe(look);
    const { engine } = await profile.worker(name);
    await sync({ engine });
    await expect.poll(() => desk.index.complete).toBe(true);
    look();
    // Reported on a day off: due ten minutes after the next opening, Monday 08:00 WIB, from the first showing on.
    expect([...seen]).toEqual([`response due ${Date.UTC(2026, 10, 23, 1, 10)}`]);
  });

  it('PUB-1 tickets wait for the packs that came before them', async () => {
    const { desk, engine } = await openDesk(server, await newPerson());
    await register(desk);
    await sync({ engine });
    const { local } = await openDesk(server, await newPerson());
    const { db, view, shelf } = local;
    const index = new DeskIndex({ me: local.userId, policies: shelf.find, nameOf: (id) => id }, server.now);
    const wait = async () => undefined;
    const feed = new IndexFeed({ db, view, shelf, index, pause: wait, monotonicNow: () => 0, sleep: wait });
    let arrive = () => {};
    const packs = feed.referenceChanged(
      new Promise((resolve) => {
        arrive = resolve;
      }),
    );
    const keys = (await db.lists.toCollection().primaryKeys()) as string[];
    const tickets = feed.packed(keys);
    // Many times what putting them in takes.
    for (let read = 0; read < 100; read += 1) await db.lists.bulkGet(keys);
    expect(index.size).toBe(0);
    arrive();
    await Promise.all([packs, tickets]);
    expect(index.size).toBe(1);
  });

  it('PUB-2 a pulled version is what new tickets are opened under, in the window, another one and the worker', async () => {
    const { profile, desk, engine, local } = await openDesk(server, await newPerson());
    const second = await profile.openWindow();
    server.pass(minute);
    await publish(server, [policyRow(madiunPack(2, 'PT5M'), server.now)]);
    const before = await register(desk, { reportedAt: server.now });
    await sync({ engine });
    for (const window of [desk, second]) {
      await expect.poll(() => window.reference.policy('madiun')?.pack.version).toBe(2);
      expect(
        window.reference.policies().map(({ pack, row }) => [pack.name, pack.version, row !== null]),
      ).toEqual([
        ['jabar', 1, false],
        ['madiun', 2, true],
        ['madiun', 1, true],
        ['magelang', 1, false],
        ['polewali', 1, false],
        ['tangerang', 1, false],
      ]);
    }
    // Registered under version 1 before the device knew better: the server opened it under version 2.
    expect((await desk.ticket(before))?.policy).toEqual({ name: 'madiun', version: 2 });
    const early = await register(second, { reportedAt: server.now - 1 });
    const late = await register(second, { reportedAt: server.now });
    expect((await desk.ticket(early))?.policy.version).toBe(1);
    expect((await desk.ticket(late))?.policy.version).toBe(2);
    // The worker runs them again over what it pulls, by the same packs.
    await publish(server, [policyRow(madiunPack(3), server.now + minute)]);
    await sync({ engine });
    expect(await visibleRows(local)).toEqual(await serverRows(server, ['DINKES']));
    expect((await desk.ticket(late))?.policy.version).toBe(2);
  });

  it('PUB-2 a window that has not heard of a new version still opens tickets under it', async () => {
    const { desk, local } = await openDesk(server, await newPerson());
    const row = policyRow(madiunPack(2), 0);
    await local.db.transaction('rw', [local.db.rows, local.db.meta], async () => {
      await local.db.rows.put({ key: `policy|${row.id}`, doc: row });
      await local.shelf.outdate();
    });
    const id = await register(desk);
    expect((await desk.ticket(id))?.policy.version).toBe(2);
  });

  it('PUB-3 new days off: every clock is judged anew, also of what is finished, and the list says so', async () => {
    const writer = await openDesk(server, await newPerson());
    const { desk, engine } = writer;
    const open = await register(desk);
    const over = await register(desk);
    for (const done of [
      await desk.mutate('ticket.cancel', { id: over, reason: 'salah lapor' }),
      await desk.mutate('ticket.move', { id: open, to: 'in_progress', reason: '' }),
    ]) {
      expect(done.ok).toBe(true);
    }
    await sync({ engine });
    // A profile that has everything packed, so that finished tickets are no longer held in memory.
    const reader = await openDesk(server, await newPerson());
    await expect.poll(() => listRow(reader.desk, over)?.sla?.state).toBe('void');
    expect(listRow(reader.desk, over)?.sla?.elapsedMs).toBe(minute);
    const monday = Date.UTC(2026, 10, 23, 1);
    expect(listRow(reader.desk, open)?.sla).toMatchObject({ metric: 'resolution', elapsedMs: minute });
    const version = reader.desk.index.version();
    await publish(server, [calendarRow(null, 1, holiday, 0)]);
    await sync(reader);
    await expect.poll(() => listRow(reader.desk, over)?.sla?.elapsedMs).toBe(0);
    expect(listRow(reader.desk, open)?.sla).toMatchObject({ elapsedMs: 0, dueAt: monday + 480 * minute });
    expect(reader.desk.index.version()).toBeGreaterThan(version);
    const [clock] = [...reader.desk.index.openClocks()];
    expect(clock).toMatchObject({ id: open, state: 'in_progress', policy: { name: 'madiun', version: 1 } });
    expect([...reader.desk.index.openClocks()]).toHaveLength(1);
  });

  it('PUB-3 a version that comes after its tickets is what they are judged by', async () => {
    const { desk, engine, local } = await openDesk(server, await newPerson());
    const id = await register(desk);
    await sync({ engine });
    const doc = { ...(await desk.ticket(id)), policy: { name: 'kota-lain', version: 4 } };
    await server.write([{ kind: 'ticket', id, doc: doc as never }]);
    await sync({ engine });
    await expect.poll(() => listRow(desk, id)?.sla).toBeNull();
    expect([...desk.index.openClocks()].map((clock) => clock.policy)).toEqual([doc.policy]);
    await publish(server, [policyRow({ ...madiunPack(4, 'PT7M'), name: 'kota-lain' }, 0)]);
    await sync({ engine });
    await expect.poll(() => durationOf(desk, id)).toBe(7 * minute);
    expect(desk.reference.policyOf({ opd: 'DINKES', policy: doc.policy })?.pack.name).toBe('kota-lain');
    expect(await local.db.packs.where('key').startsWith('policy').count()).toBe(0);
  });

  it('PUB-4 what an office that was taken away has for days off stays, for it is for everybody to read', async () => {
    await publish(server, [calendarRow('DINSOS', 1, holiday, 0)]);
    const name = await newPerson(['DINKES', 'DINSOS']);
    const { desk, engine, local } = await openDesk(server, name);
    await server.write([{ kind: 'user', id: desk.me.id, doc: { ...desk.me, scope: ['DINKES'] } }]);
    await sync({ engine });
    expect(desk.reference.calendars().map(({ id }) => id)).toEqual(['DINSOS.1']);
    expect(await visibleRows(local)).toEqual(await serverRows(server, ['DINKES']));
  });

  it('PUB-5 an app that learns of packs asks for those its older self left out', async () => {
    const name = await newPerson();
    const { profile, desk, engine, local } = await openDesk(server, name);
    await publish(server, [calendarRow(null, 1, holiday, 0)]);
    await sync({ engine });
    // As the older app left it: rows it did not know are missing or put aside, and the cursor is past them.
    const { db } = local;
    await db.rows.where('key').startsWith('policy|').delete();
    await db.rows.where('key').startsWith('calendar|').delete();
    await db.parked.put({ key: 'calendar|national.1', change: {} });
    await db.meta.bulkDelete(['published', 'referenceKinds']);
    const { cursor } = await readMeta(db, 'cursor');
    expect(cursor?.versions.ref).toBeGreaterThan(0);
    await sync({ engine });
    expect(await db.rows.where('key').startsWith('policy|').count()).toBe(0);
    const newer = await profile.worker(name);
    await sync(newer);
    expect(await visibleRows(local)).toEqual(await serverRows(server, ['DINKES']));
    expect(await db.parked.count()).toBe(0);
    expect(desk.reference.calendars()).toHaveLength(1);
    // Once is enough.
    const { cursor: after } = await readMeta(db, 'cursor');
    await profile.worker(name);
    expect((await readMeta(db, 'cursor')).cursor).toEqual(after);
    await writeMeta(db, 'referenceKinds', ['opd', 'user']);
    await profile.worker(name);
    expect((await readMeta(db, 'cursor')).cursor?.versions.ref).toBe(0);
  });

  it('PUB-6 a server restored from before a publication: the device forgets what is not published any more', async () => {
    const { desk, engine, local } = await openDesk(server, await newPerson());
    const row = policyRow(madiunPack(9), 0);
    const foreign = calendarRow('DINKES', 3, holiday, 0);
    await local.db.transaction('rw', [local.db.rows, local.db.meta], async () => {
      await local.db.rows.put({ key: `policy|${row.id}`, doc: row });
      await local.db.rows.put({ key: `calendar|${foreign.id}`, doc: foreign });
      await local.shelf.outdate();
    });
    await server.newEpoch('hidup-kedua');
    const pending = await register(desk);
    expect((await desk.ticket(pending))?.policy.version).toBe(9);
    await sync({ engine });
    await expect.poll(() => desk.reference.policy('madiun')?.pack.version).toBe(1);
    expect(desk.reference.calendars()).toEqual([]);
    expect((await desk.ticket(pending))?.policy.version).toBe(1);
    expect(await visibleRows(local)).toEqual(await serverRows(server, ['DINKES']));
  });

  it('REB-1 REB-3 an office that goes over to another pack takes pending registrations with it', async () => {
    const { desk, engine, local } = await openDesk(server, await newPerson());
    const id = await register(desk, { reportedAt: nineOClock });
    const opd = desk.reference.opd('DINKES');
    if (opd === undefined) throw new Error('no office');
    await server.write([{ kind: 'opd', id: 'DINKES', doc: { ...opd, policy: 'polewali' } }]);
    const { cursor } = await readMeta(local.db, 'cursor');
    if (cursor === undefined) throw new Error('no cursor');
    const page = await engine.access.call((token) => engine.api.pull({ cursor, outcomesAfter: 0 }, token));
    if (!page.ok) throw new Error('no answer');
    await applyPullPage(local, page.value);
    expect((await desk.ticket(id))?.policy.name).toBe('polewali');
  });
});
