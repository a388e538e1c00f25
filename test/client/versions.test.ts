import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskDatabase, writerVersion } from '../../renderer/data/db/database.ts';
import { readMeta } from '../../renderer/data/db/meta.ts';
import { copyOut } from '../frozen/support/browser-copy.ts';
import { type Desk, openDesk, register, sync } from './support/scene.ts';
import { password, TestServer } from './support/test-server.ts';

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

/** What a version far ahead does at its first start: a store more, one less, and the mark that older ones must not write. */
async function openAsNewer({ profile, desk }: Desk): Promise<DeskDatabase> {
  const newer = new DeskDatabase(desk.me.id, profile.factory);
  newer.version(99).stores({ later: 'id', lists: null });
  await newer.open();
  await newer.table('meta').put({ key: 'guard', value: { minWriterVersion: writerVersion + 1 } });
  await newer.table('later').put({ id: 'x' });
  return newer;
}

async function contents({ profile, desk }: Desk) {
  const copies = await copyOut(profile.factory.indexedDB);
  return copies.find(({ name }) => name === `tanggap-${desk.me.id}`);
}

describe('two versions of the app on one profile', () => {
  it('MIG-2 F8 the older window and its worker step aside at once, stay away, and say so', async () => {
    const a = await openDesk(server, await newPerson());
    const id = await register(a.desk);
    // Neither is asked to close, and nobody waits: opening resolves.
    const newer = await openAsNewer(a);
    const before = await contents(a);
    expect(before?.version).toBe(990);
    expect(before?.stores.find(({ name }) => name === 'outbox')?.records).toHaveLength(1);
    expect(await a.desk.mutate('ticket.note', { id, text: 'dari jendela lama' })).toMatchObject({
      ok: false,
      error: { kind: 'storage', cause: 'closed' },
    });
    expect(await a.engine.exchange()).toEqual({ kind: 'stuck', code: 'storage_closed' });
    expect(await contents(a)).toEqual(before);
    newer.close();
  });

  it('MIG-2 F8 a window that does not let go is told of, not waited for without end', async () => {
    const a = await openDesk(server, await newPerson());
    await a.desk.close();
    a.local.db.close();
    const { indexedDB } = a.profile.factory;
    const opening = indexedDB.open(`tanggap-${a.desk.me.id}`);
    const stubborn = await new Promise<IDBDatabase>((resolve) => {
      opening.onsuccess = () => resolve(opening.result);
    });
    const newer = new DeskDatabase(a.desk.me.id, a.profile.factory, 1);
    newer.version(99).stores({ later: 'id' });
    await expect(newer.open()).rejects.toMatchObject({ name: 'DatabaseClosedError' });
    stubborn.close();
    // Closed at last: the next attempt opens it, with everything in it.
    const again = new DeskDatabase(a.desk.me.id, a.profile.factory, 1);
    again.version(99).stores({ later: 'id' });
    await again.open();
    expect((await readMeta(again, 'identity')).identity?.user.id).toBe(a.desk.me.id);
    again.close();
  });

  it('MIG-3 F10 an older app on newer data refuses at start and at sign-in, and touches nothing', async () => {
    const a = await openDesk(server, await newPerson());
    await register(a.desk);
    await a.desk.close();
    a.local.db.close();
    (await openAsNewer(a)).close();
    const before = await contents(a);
    expect(await a.profile.session().restore()).toBeNull();
    const refused = { ok: false, error: 'too_old' };
    expect(await a.profile.session().signIn(a.desk.me.username, password)).toEqual(refused);
    a.profile.isOnline = false;
    expect(await a.profile.session().signIn(a.desk.me.username, password)).toEqual(refused);
    expect(await contents(a)).toEqual(before);
    // The newer one is still there, with the unsent work.
    const newer = await openAsNewer(a);
    expect(await newer.table('outbox').count()).toBe(1);
    newer.close();
  });

  it('MIG-3 F10 every start of a version keeps older ones out from then on, signed in anew or not', async () => {
    const a = await openDesk(server, await newPerson());
    await a.local.db.meta.put({ key: 'guard', value: { minWriterVersion: writerVersion - 1 } });
    const window = await a.profile.openWindow();
    expect((await readMeta(a.local.db, 'guard')).guard).toEqual({ minWriterVersion: writerVersion });
    const id = await register(window);
    await sync(a);
    expect((await a.desk.ticket(id))?.id).toBe(id);
  });
});
