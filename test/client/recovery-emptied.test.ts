import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { ProfileDatabase } from '../../renderer/data/db/profile-database.ts';
import { journalDesks } from './support/journal-desk.ts';
import { backUpServer } from './support/restored-server.ts';
import { register } from './support/scene.ts';

describe('unsent work after the database is gone', () => {
  const on = journalDesks();

  const vanished = [
    [
      'the whole profile',
      async () => void Object.assign(on().profile.factory, { indexedDB: new IDBFactory() }),
    ],
    ['the desk’s database', () => on().database().delete()],
  ] as const;

  it.each(vanished)(
    'JRN-10 with %s gone, unsent work comes back as the same device, once',
    async (_what, remove) => {
      const { device } = on().desk;
      await on().note('belum terkirim');
      const second = await register(on().desk, { title: 'Tiket luring' });
      await on().note('pada tiket luring', second);
      const number = (await on().desk.ticket(second))?.number;
      await on().stop();
      await remove();
      on().profile.journal = on().folder.open();
      expect(await on().profile.session().restore()).toBeNull();
      expect(await on().profile.session().trouble()).toEqual({
        kind: 'emptied',
        usernames: [on().name],
        unsent: 3,
        files: 0,
      });
      const { recovery } = await on().start();
      expect(recovery).toMatchObject({ putBack: 3, lost: 0, isEmptied: true, isJournalDamaged: false });
      expect(on().desk.device).toEqual(device);
      await on().expectEverything(['belum terkirim', 'pada tiket luring'], [on().ticket, second]);
      expect((await on().desk.ticket(second))?.number).toBe(number);
      const third = await register(on().desk);
      expect((await on().desk.ticket(third))?.number).not.toBe(number);
      await on().exchange();
      expect(on().desk.review.items()).toEqual([]);
    },
  );

  it('JRN-10 a known user without a network cannot go on without a database, and is not told otherwise', async () => {
    await on().note('belum terkirim');
    await on().stop();
    await on().database().delete();
    on().profile.isOnline = false;
    on().profile.journal = on().folder.open();
    expect(await on().profile.session().signIn(on().name, 'sandi-yang-panjang')).toEqual({
      ok: false,
      error: 'offline',
    });
    on().profile.isOnline = true;
    await on().start();
    await on().expectEverything(['belum terkirim']);
  });

  it('JRN-10 what the server has, though nobody heard of it, is not doubled', async () => {
    await on().note('sampai, jawabannya hilang');
    on().profile.faults = {
      after: (path, response) => {
        if (path === '/api/v1/push') throw new TypeError('cut');
        return response;
      },
    };
    await on()
      .profile.worker(on().name)
      .then(({ engine }) => engine.exchange());
    on().profile.faults = {};
    await on().note('belum terkirim');
    await on().stop();
    await on().database().delete();
    expect((await on().start()).recovery?.putBack).toBe(2);
    await on().expectEverything(['sampai, jawabannya hilang', 'belum terkirim']);
  });

  it('JRN-14 with the database gone and one record damaged, the others come back without a gap', async () => {
    await on().note('satu');
    await on().note('dua');
    await on().note('tiga');
    await on().stop();
    await on().database().delete();
    on().folder.damage((bytes) => {
      bytes[bytes.indexOf('dua')] = 0x58;
      return bytes;
    });
    expect((await on().start()).recovery).toMatchObject({ putBack: 2, isJournalDamaged: true });
    await on().expectEverything(['satu', 'tiga']);
  });

  it('JRN-15 PUSH-9 a device the server no longer knows: unsent work is numbered anew, registrations keep their printed number', async () => {
    await on().note('satu');
    const second = await register(on().desk);
    await on().note('dua', second);
    const number = (await on().desk.ticket(second))?.number;
    await on().stopAndLoseDatabase();
    await on()
      .server.db.updateTable('device')
      .set({ revoked: true })
      .where('user_id', '=', on().name)
      .execute();
    const before = on().desk.device;
    expect((await on().start()).recovery?.putBack).toBe(3);
    expect(on().desk.device.code).not.toBe(before.code);
    await on().exchange();
    await on().exchange();
    expect((await on().desk.ticket(second))?.number).toBe(number);
    await on().expectEverything(['dua', 'satu'], [on().ticket, second]);
  });

  it('JRN-15 work that was sent as another device does not come back when the server enrols this one anew', async () => {
    await on().note('satu');
    await on().exchange();
    await on().stop();
    await on()
      .server.db.updateTable('device')
      .set({ revoked: true })
      .where('user_id', '=', on().name)
      .execute();
    await new ProfileDatabase(on().profile.factory).forgetCurrent(on().name);
    expect((await on().start()).recovery).toBeNull();
    await on().expectEverything(['satu']);
  });

  it('JRN-8 F15 F6 what is offered again to a restored server is in the journal before it is sent', async () => {
    const restore = await backUpServer(on().server);
    await on().note('diterima sebelum pemulihan');
    await on().exchange();
    await expect.poll(() => on().unsentInJournal()).toBe(0);
    await restore(`pulih-${on().name}`);
    // The first pull in the new life of the server goes well, then the line breaks.
    on().profile.faults = {
      before(path) {
        if (path === '/api/v1/push') throw new TypeError('cut');
      },
    };
    const { engine, store } = await on().profile.worker(on().name);
    expect(await engine.exchange()).toEqual({ kind: 'offline' });
    store.db.close();
    on().profile.faults = {};
    await expect.poll(() => on().unsentInJournal()).toBeGreaterThan(0);
    await on().stopAndLoseDatabase();
    await on().start();
    await on().expectEverything(['diterima sebelum pemulihan']);
  });
});
