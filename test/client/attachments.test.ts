import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attach, onlyFile, photo, transfersOf } from './support/file-desk.ts';
import { openDesk, register, sync } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

describe('attachments', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start();
    await server.addUser('ana', 'operator');
    await server.addUser('teknisi', 'technician');
  });
  afterAll(() => server.stop());

  it('ATT-1 a photo attached offline is there at once, outlives a restart, and reaches another device', async () => {
    const here = await openDesk(server, 'ana');
    const id = await register(here.desk);
    here.profile.isOnline = false;
    const bytes = photo(1_300_000);
    await attach(here.desk, id, bytes);
    expect((await onlyFile(here.desk, id)).place).toMatchObject({ held: 1_300_000, problem: null });
    await here.desk.close();

    const again = await openDesk(server, 'ana', { profile: here.profile }).catch(() => null);
    expect(again).toBeNull();
    const window = await here.profile.openWindow();
    const file = await onlyFile(window, id);
    expect(file.place.transfer).toEqual({ direction: 'up', done: 0 });
    expect(await window.files.bytes(file.attachment.sha256)).toEqual(bytes);

    here.profile.isOnline = true;
    await sync(here);
    await transfersOf(here).runOnce();
    await sync(here);
    expect(await onlyFile(window, id)).toMatchObject({
      attachment: { content: 'stored' },
      place: { held: 1_300_000, transfer: null, problem: null },
    });

    const there = await openDesk(server, 'teknisi');
    const seen = await onlyFile(there.desk, id);
    expect(seen).toMatchObject({ attachment: { name: 'foto.jpg', content: 'stored' }, place: { held: 0 } });
    expect((await there.desk.files.fetch(seen.attachment)).ok).toBe(true);
    await transfersOf(there).runOnce();
    expect(await there.desk.files.bytes(seen.attachment.sha256)).toEqual(bytes);
  });

  it('ATT-13 an app that is the first to know attachments asks for those the one before it left out', async () => {
    const here = await openDesk(server, 'ana');
    const id = await register(here.desk);
    await attach(here.desk, id, photo(5_000), 'lama.jpg');
    await sync(here);
    const old = await openDesk(server, 'teknisi');
    const { db } = old.local;
    // As the older app leaves the database: no such rows, one that came by a pull put aside, and a cursor behind them.
    const { attachment } = await onlyFile(old.desk, id);
    await db.transaction('rw', [db.rows, db.packs, db.meta, db.parked], async () => {
      await db.rows.where('key').startsWith('attachment|').delete();
      await db.packs.where('key').startsWith('attachment|').delete();
      await db.meta.bulkDelete(['lateKinds']);
      const change = { kind: 'attachment', id: attachment.id, space: 'opd:DINKES', doc: attachment };
      await db.parked.put({ key: `attachment|${attachment.id}`, change });
      const packs = (await db.meta.get('packs'))?.value as { generation: number };
      await db.meta.put({ key: 'packs', value: { generation: packs.generation + 1 } });
    });
    expect(await old.desk.files.ofTicket(id)).toEqual([]);
    await sync(old);
    expect((await onlyFile(old.desk, id)).attachment).toEqual(attachment);
    expect(await db.parked.count()).toBe(0);
    const asked = () => old.profile.requests.filter(({ path }) => path === '/api/v1/snapshot').length;
    const before = asked();
    await sync(old);
    expect(asked()).toBe(before);
  });
});
