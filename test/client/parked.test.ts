import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMeta } from '../../renderer/data/db/meta.ts';
import type { LocalStore } from '../../renderer/data/local/mutate.ts';
import { applyPullPage, type PullPage } from '../../renderer/data/local/pull-page.ts';
import { type Desk, openDesk, register, serverRows, sync, visibleRows } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
let people = 0;
async function newPerson(scope = ['DINKES']): Promise<string> {
  people += 1;
  return (await server.addUser(`orang-${people}`, 'operator', { scope })).username;
}
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

/** A page that settles nothing and leaves the cursor where it is. */
async function page(local: LocalStore, changes: PullPage['changes'], droppedSpaces: string[] = []) {
  const { cursor, sequence } = await readMeta(local.db, 'cursor', 'sequence');
  if (cursor === undefined) throw new Error('no cursor');
  const lastMutationId = sequence?.pushed ?? 0;
  const rest = { cursor, droppedSpaces, more: false, lastMutationId, outcomes: [] };
  await applyPullPage(local, { ...rest, serverTime: server.now, changes });
}

/** A ticket the server has and this device does not, because its version could not read it then. */
async function putAside(
  reader: Desk,
  isLatest: boolean,
): Promise<{ id: string; doc: Record<string, unknown> }> {
  const writer = await openDesk(server, await newPerson());
  const id = await register(writer.desk, { title: 'Ditulis versi yang lebih baru' });
  await sync(writer);
  await sync(reader);
  const { db } = reader.local;
  const row = await db.rows.get(`ticket|${id}`);
  if (row === undefined || !('doc' in row)) throw new Error('no row');
  const change = { kind: 'ticket', id, space: 'opd:DINKES', doc: row.doc };
  await db.parked.put({ key: row.key, change, ...(isLatest ? { isLatest } : {}) });
  await db.rows.delete(row.key);
  return { id, doc: row.doc };
}

/** The next start of the app, after an update. */
async function update({ profile, desk, local }: Desk) {
  await local.db.meta.put({ key: 'reader', value: 'the version before' });
  return profile.worker(desk.me.id);
}

const aside = async ({ local }: Desk) => (await local.db.parked.toArray()).map(({ key }) => key);
const strange = (id: string, space = 'opd:DINKES') => ({
  kind: 'ticket',
  id,
  space,
  doc: { id, opd: space.slice(4), state: 'teleported' },
});

describe('rows put aside', () => {
  it('TAKE-7 F38 after an update they are read, under the work that is pending on them', async () => {
    const a = await openDesk(server, await newPerson());
    const { id } = await putAside(a, true);
    await page(a.local, [strange('tetap-aneh')]);
    await a.local.db.outbox.add({
      id: 1,
      name: 'ticket.edit',
      args: {
        id,
        changes: [{ field: 'title', from: 'Ditulis versi yang lebih baru', to: 'Judul dari sini' }],
      },
      occurredAt: server.now,
      seenServerTime: 0,
      aggregate: id,
    });
    await a.local.db.meta.put({ key: 'sequence', value: { next: 2, pushed: 0, acknowledged: 0 } });
    expect(await a.desk.ticket(id)).toBeUndefined();
    // No update, no second try.
    await a.profile.worker(a.desk.me.id);
    expect(await a.desk.ticket(id)).toBeUndefined();
    const worker = await update(a);
    expect((await a.desk.ticket(id))?.title).toBe('Judul dari sini');
    expect(await aside(a)).toEqual(['ticket|tetap-aneh']);
    await sync(worker);
    expect(await visibleRows(a.local)).toEqual(await serverRows(server, ['DINKES']));
    expect(await a.local.db.shadow.count()).toBe(0);
  });

  it('TAKE-7 a crash while they are tried again changes nothing, and the next start tries again', async () => {
    const a = await openDesk(server, await newPerson());
    const { id } = await putAside(a, true);
    await a.local.db.meta.put({ key: 'reader', value: 'the version before' });
    const before = await visibleRows(a.local);
    const { store, engine } = await a.profile.worker(a.desk.me.id);
    expect(await a.desk.ticket(id)).toBeDefined();
    // The same once more, cut off at the write.
    await a.local.db.parked.put({
      key: `ticket|${id}`,
      change: { kind: 'ticket', id, space: 'opd:DINKES', doc: (await visibleRows(a.local))[`ticket|${id}`] },
      isLatest: true,
    });
    await a.local.db.rows.delete(`ticket|${id}`);
    await a.local.db.meta.put({ key: 'reader', value: 'the version before' });
    const cut = () => {
      throw new Error('power cut');
    };
    store.db.rows.hook('creating', cut);
    await engine.start();
    store.db.rows.hook('creating').unsubscribe(cut);
    expect(await visibleRows(a.local)).toEqual(before);
    expect(await aside(a)).toEqual([`ticket|${id}`]);
    await engine.start();
    expect(await a.desk.ticket(id)).toBeDefined();
    expect(await aside(a)).toEqual([]);
  });

  it('TAKE-7 a newer change that can be read takes them away, a tombstone only of their own space', async () => {
    const a = await openDesk(server, await newPerson(['DINKES', 'DINSOS']));
    const { id, doc } = await putAside(a, true);
    await page(a.local, [{ kind: 'ticket', id, space: 'opd:DINSOS', doc: null }]);
    expect(await aside(a)).toEqual([`ticket|${id}`]);
    await page(a.local, [
      { kind: 'ticket', id, space: 'opd:DINKES', doc: { ...doc, title: 'Lebih baru lagi' } },
    ]);
    expect(await aside(a)).toEqual([]);
    await page(a.local, [strange('aneh'), strange('aneh-2')]);
    await page(a.local, [{ kind: 'ticket', id: 'aneh', space: 'opd:DINKES', doc: null }]);
    expect(await aside(a)).toEqual(['ticket|aneh-2']);
    const worker = await update(a);
    expect((await a.desk.ticket(id))?.title).toBe('Lebih baru lagi');
    // Of an unknown kind even its end is put aside, but not for a row that moved to another office before.
    await page(worker.store, [{ ...strange('s1'), kind: 'survey' }]);
    await page(worker.store, [{ kind: 'survey', id: 's1', space: 'opd:DINSOS', doc: null }]);
    expect(await a.local.db.parked.get('survey|s1')).toMatchObject({ change: { space: 'opd:DINKES' } });
  });

  it('TAKE-7 what an older version left lying may be outdated: its space is pulled from the beginning', async () => {
    const a = await openDesk(server, await newPerson());
    const { id, doc } = await putAside(a, false);
    const old = { ...doc, title: 'Judul yang usang' };
    const change = { kind: 'ticket', id, space: 'opd:DINKES', doc: old };
    await a.local.db.parked.put({ key: `ticket|${id}`, change });
    const worker = await update(a);
    expect((await readMeta(a.local.db, 'cursor')).cursor?.versions['opd:DINKES']).toBe(0);
    expect(await a.desk.ticket(id)).toBeUndefined();
    await sync(worker);
    expect((await a.desk.ticket(id))?.title).toBe('Ditulis versi yang lebih baru');
    expect(await visibleRows(a.local)).toEqual(await serverRows(server, ['DINKES']));
    expect(await aside(a)).toEqual([]);
  });

  it('TAKE-5 an office taken away takes them along, and a first pull begins without them', async () => {
    const a = await openDesk(server, await newPerson(['DINKES', 'DINSOS']));
    await page(a.local, [strange('di-sini'), strange('di-sana', 'opd:DINSOS')]);
    await page(a.local, [], ['opd:DINSOS']);
    expect(await aside(a)).toEqual(['ticket|di-sini']);
    await a.local.db.meta.delete('cursor');
    await sync(a);
    expect(await aside(a)).toEqual([]);
  });
});
