import { IDBObjectStore } from 'fake-indexeddb';
import { describe, expect, it, vi } from 'vitest';
import type { DeskDatabase } from '../../renderer/data/db/database.ts';
import { journalDesks } from './support/journal-desk.ts';
import { register } from './support/scene.ts';

describe('unsent work in a damaged or older database', () => {
  const on = journalDesks();

  const cleared = ['outbox', 'meta', 'rows', 'packs', 'lists', 'shadow', 'counters', 'sent'] as const;

  it.each(cleared)('JRN-11 F6 with the store "%s" cleared, nothing is lost or doubled', async (store) => {
    const before = await register(on().desk);
    await on().exchange();
    await on().note('satu');
    await on().note('dua', before);
    await on().stop();
    await on().inDatabase((db) => db.table(store).clear());
    await on().start();
    await on().exchange();
    await on().note('tiga');
    await on().expectEverything(['satu', 'dua', 'tiga'], [on().ticket, before]);
    const after = await register(on().desk);
    const numbers = await Promise.all(
      [on().ticket, before, after].map(async (id) => (await on().desk.ticket(id))?.number),
    );
    expect(new Set(numbers).size).toBe(3);
    await on().exchange();
    expect(on().desk.review.items()).toEqual([]);
  });

  it.each(['packs', 'lists', 'rows'] as const)(
    'JRN-11 F6 with the store "%s" cleared in the middle of a first pull, it begins anew',
    async (store) => {
      await on().inDatabase((db) => db.meta.delete('cursor'));
      on().profile.faults = {
        async after(path, response) {
          if (path !== '/api/v1/snapshot') return response;
          const lines = (await response.text()).split('\n');
          const tickets = lines.findIndex((line) => line.includes('"kind":"ticket"'));
          return new Response(`${lines.slice(0, tickets + 1).join('\n')}\n`, { headers: response.headers });
        },
      };
      const { engine } = await on().profile.worker(on().name);
      expect(await engine.exchange()).toEqual({ kind: 'offline' });
      on().profile.faults = {};
      await on().note('satu');
      await on().stop();
      await on().inDatabase((db) => db.table(store).clear());
      expect((await on().start()).recovery).toMatchObject({ isRepulled: true, lost: 0 });
      await on().expectEverything(['satu']);
    },
  );

  it('JRN-8 JRN-11 F3 F6 what could not be saved once hides nothing that was saved before it', async () => {
    await on().note('satu');
    await on().note('dua');
    await on().inDatabase(async (db) => {
      const [last] = await db.outbox.orderBy('id').reverse().toArray();
      if (last !== undefined) await db.outbox.add({ ...last, id: last.id + 1 });
    });
    expect(await on().desk.mutate('ticket.note', { id: on().ticket, text: 'gagal' })).toMatchObject({
      ok: false,
      error: { kind: 'storage' },
    });
    await expect.poll(() => on().unsentInJournal()).toBe(2);
    await on().stop();
    await on().inDatabase((db) => db.outbox.clear());
    expect((await on().start()).recovery).toMatchObject({ putBack: 2 });
    await on().expectEverything(['satu', 'dua']);
  });

  it('JRN-11 waiting work that changed nothing is no sign of damage: nothing is pulled anew', async () => {
    expect(await on().desk.mutate('ticket.expire', { id: on().ticket })).toMatchObject({ ok: true });
    await on().stop();
    expect((await on().start()).recovery).toBeNull();
    await on().inDatabase(async (db) => {
      expect(await db.outbox.count()).toBe(1);
      expect(await db.shadow.count()).toBe(0);
      expect(await db.meta.get('cursor')).toBeDefined();
    });
  });

  const rows = ['identity', 'sequence', 'cursor', 'guard', 'clock'] as const;

  it.each(rows)(
    'JRN-11 with the row "%s" of meta missing or unreadable, nothing is lost or doubled',
    async (key) => {
      await on().note('satu');
      for (const damage of [
        (db: DeskDatabase) => db.meta.delete(key),
        (db: DeskDatabase) => db.meta.put({ key, value: 'rusak' }),
      ]) {
        await on().stop();
        await on().inDatabase(damage);
        await on().start();
      }
      await on().note('dua');
      await on().expectEverything(['satu', 'dua']);
    },
  );

  it.each(['identity', 'sequence'] as const)(
    'JRN-11 with the row "%s" gone, what the server has though nobody heard of it is not doubled',
    async (key) => {
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
      await on().inDatabase((db) => db.meta.delete(key));
      expect((await on().start()).recovery).toMatchObject({ putBack: 2, lost: 0, isEmptied: true });
      await on().expectEverything(['sampai, jawabannya hilang', 'belum terkirim']);
    },
  );

  it('JRN-11 an outbox entry that became something else comes back as it was', async () => {
    await on().note('satu');
    await on().note('dua');
    await on().stop();
    await on().inDatabase(async (db) => {
      const [first] = await db.outbox.toArray();
      if (first !== undefined) await db.outbox.delete(first.id);
    });
    const { recovery } = await on().start();
    expect(recovery).toMatchObject({ putBack: 1, lost: 0 });
    await on().expectEverything(['satu', 'dua']);
  });

  it('JRN-12 a database that lacks stores is filled again, and its unsent work comes back', async () => {
    await on().note('satu');
    await on().stop();
    await on().database().delete();
    await new Promise<void>((resolve, reject) => {
      const opening = on().profile.factory.indexedDB.open(`tanggap-${on().name}`, 20);
      opening.onupgradeneeded = () => opening.result.createObjectStore('meta', { keyPath: 'key' });
      opening.onsuccess = () => resolve(opening.result.close());
      opening.onerror = () => reject(opening.error);
    });
    expect((await on().start()).recovery).toMatchObject({ putBack: 1, lost: 0, isEmptied: true });
    await on().expectEverything(['satu']);
  });

  it.each(['outbox', 'counters', 'meta'])(
    'JRN-12 a database whose store "%s" cannot be read is made anew; its unsent work comes back',
    async (store) => {
      on().folder.isFull = true;
      await on().note('hanya basis data');
      on().folder.isFull = false;
      await on().note('satu');
      await on().stop();
      const isDamaged = (at: { name: string; transaction: { db: { name: string } } }) =>
        at.name === store && at.transaction.db.name === `tanggap-${on().name}`;
      const reads = ['get', 'getAll', 'openCursor'] as const;
      const spies = reads.map((method) => {
        const read = IDBObjectStore.prototype[method];
        function readDamaged(this: IDBObjectStore, ...args: unknown[]) {
          if (isDamaged(this)) throw new DOMException('Failed to read large IndexedDB value', 'DataError');
          return Reflect.apply(read, this, args);
        }
        return vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(readDamaged as typeof read);
      });
      const { indexedDB } = on().profile.factory;
      const deleting = vi.spyOn(indexedDB, 'deleteDatabase').mockImplementation((which) => {
        deleting.mockRestore();
        for (const spy of spies) spy.mockRestore();
        return indexedDB.deleteDatabase(which);
      });
      expect((await on().start()).recovery).toMatchObject({ putBack: 2, lost: 0, isEmptied: true });
      await on().expectEverything(['hanya basis data', 'satu']);
    },
  );

  it('JRN-12 F7 where nothing can be opened, the user is told that the work is safe', async () => {
    await on().note('satu');
    await on().stop();
    const { open } = on().profile.factory.indexedDB;
    on().profile.factory.indexedDB.open = () => {
      throw new DOMException('Internal error opening backing store', 'UnknownError');
    };
    on().profile.journal = on().folder.open();
    const session = on().profile.session();
    expect(await session.restore().catch(() => null)).toBeNull();
    expect(await session.trouble()).toEqual({
      kind: 'unreadable',
      usernames: [on().name],
      unsent: 1,
      files: 0,
    });
    expect(await session.signIn(on().name, 'sandi-yang-panjang')).toEqual({ ok: false, error: 'storage' });
    on().profile.factory.indexedDB.open = open;
    await on().start();
    await on().expectEverything(['satu']);
  });

  it('JRN-13 F27 an older copy of the profile is brought up to what the journal knows', async () => {
    await on().note('dikirim sesudah cadangan', on().ticket);
    const db = on().database();
    const copy = await Promise.all(db.tables.map(async (table) => ({ table, rows: await table.toArray() })));
    await on().note('satu');
    await on().exchange();
    await on().note('dua');
    await on().stop();
    await db.transaction('rw', db.tables, async () => {
      for (const { table, rows: stored } of copy) {
        await table.clear();
        await table.bulkAdd(stored);
      }
    });
    db.close();
    await on().start();
    await on().note('tiga');
    await on().expectEverything(['dikirim sesudah cadangan', 'satu', 'dua', 'tiga']);
  });

  it('JRN-13 database and journal with different entries are put together', async () => {
    await on().note('satu');
    on().folder.isFull = true;
    await on().note('hanya basis data');
    await on().stop();
    on().folder.isFull = false;
    await on().inDatabase(async (db) => {
      const [first] = await db.outbox.toArray();
      if (first !== undefined) await db.outbox.delete(first.id);
    });
    expect((await on().start()).recovery).toMatchObject({ putBack: 1, lost: 0 });
    await on().expectEverything(['satu', 'hanya basis data']);
  });
});
