import { rmSync } from 'node:fs';
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { journalVersion, lineOf } from '../../electron/main/outbox-journal/record-lines.ts';
import type { DeskStore, StorageStatus } from '../../renderer/data/contract.ts';
import { DeskDatabase } from '../../renderer/data/db/database.ts';
import { ProfileDatabase } from '../../renderer/data/db/profile-database.ts';
import { JournalFolder } from './support/journal-folder.ts';
import { register, serverRows, sync, visibleRows } from './support/scene.ts';
import { TestProfile } from './support/test-profile.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
let people = 0;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

describe('unsent work and its second copy', () => {
  let folder: JournalFolder;
  let profile: TestProfile;
  let name: string;
  let desk: DeskStore;
  let ticket: string;

  /** A desk with a ticket the server has, and then `unsent` notes it has not. */
  beforeEach(async () => {
    people += 1;
    name = (await server.addUser(`jurnal-${people}`, 'operator')).username;
    folder = new JournalFolder();
    profile = new TestProfile(server);
    profile.journal = folder.open();
    desk = await profile.signIn(name);
    await exchange();
    ticket = await register(desk);
    await exchange();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await desk.close();
    folder.remove();
  });

  async function exchange(): Promise<void> {
    const { engine, store } = await profile.worker(name);
    await sync({ engine });
    store.db.close();
  }
  async function note(text: string, id = ticket): Promise<void> {
    expect(await desk.mutate('ticket.note', { id, text })).toMatchObject({ ok: true });
  }
  async function unsentInJournal(): Promise<number | undefined> {
    const marker = await folder.open().marker();
    return marker.ok ? marker.value.users[0]?.unsent : undefined;
  }
  const database = () => new DeskDatabase(name, profile.factory);
  async function inDatabase(work: (db: DeskDatabase) => Promise<unknown>): Promise<void> {
    const db = database();
    await work(db);
    db.close();
  }
  /** The app is started again: the remembered user if there is one, else the person logs in. */
  async function start(): Promise<StorageStatus> {
    profile.journal = folder.open();
    desk = (await profile.session().restore()) ?? (await profile.signIn(name));
    return desk.storage.status();
  }
  async function stop(): Promise<void> {
    await desk.close();
  }
  /** All is sent in the end: the server has each note once, the device shows what the server has, nothing waits. */
  async function expectEverything(texts: readonly string[], tickets = [ticket]): Promise<void> {
    await exchange();
    await exchange();
    const notes: string[] = [];
    for (const id of tickets) {
      for (const { type, text } of await desk.journal(id)) if (type === 'noted') notes.push(text);
    }
    expect(notes.sort()).toEqual([...texts].sort());
    expect(desk.sync.status()).toMatchObject({ pending: 0, problem: null });
    expect(desk.review.items()).toEqual([]);
    const { store } = await profile.worker(name);
    expect(await visibleRows(store)).toEqual(await serverRows(server, ['DINKES']));
    expect(await store.db.outbox.count()).toBe(0);
    store.db.close();
    await stop();
    expect((await start()).recovery).toBeNull();
    expect(await unsentInJournal()).toBe(0);
  }

  it('JRN-8 every change is in the journal before it is called saved, and out of it when the server has it', async () => {
    for (const at of [1, 2, 3]) {
      await note(`catatan ${at}`);
      expect(await unsentInJournal()).toBe(at);
    }
    await exchange();
    await expect.poll(unsentInJournal).toBe(0);
    expect(desk.storage.status()).toEqual({
      copy: 'written',
      scarceBytes: null,
      mayBeEvicted: false,
      recovery: null,
    });
  });

  it('JRN-8 a refused mutation and a database that cannot be written leave nothing in the journal', async () => {
    expect(await desk.mutate('ticket.note', { id: 'tidak-ada', text: 'x' })).toMatchObject({ ok: false });
    await inDatabase((db) =>
      db.outbox.add({ id: 2, name: '', args: {}, occurredAt: 0, seenServerTime: 0, aggregate: '' }),
    );
    expect(await desk.mutate('ticket.note', { id: ticket, text: 'bentrok' })).toMatchObject({
      ok: false,
      error: { kind: 'storage' },
    });
    await inDatabase((db) => db.outbox.delete(2));
    await expect.poll(unsentInJournal).toBe(0);
    await note('sesudahnya');
    await expectEverything(['sesudahnya']);
  });

  it('JRN-9 a journal that cannot be written stops nobody; the user is told, and it catches up', async () => {
    folder.isFull = true;
    await note('tanpa jurnal');
    expect(desk.storage.status().copy).toBe('failed');
    folder.isFull = false;
    await note('dengan jurnal');
    expect(desk.storage.status().copy).toBe('written');
    expect(await unsentInJournal()).toBe(2);
  });

  it('JRN-9 what a full disk kept from the journal is written at the next start', async () => {
    folder.isFull = true;
    await note('tanpa jurnal');
    await stop();
    folder.isFull = false;
    expect((await start()).recovery).toBeNull();
    expect(await unsentInJournal()).toBe(1);
  });

  const vanished = [
    ['the whole profile', async () => void Object.assign(profile.factory, { indexedDB: new IDBFactory() })],
    ['the desk’s database', () => database().delete()],
  ] as const;
  it.each(vanished)(
    'JRN-10 with %s gone, unsent work comes back as the same device, once',
    async (_what, remove) => {
      const { device } = desk;
      await note('belum terkirim');
      const second = await register(desk, { title: 'Tiket luring' });
      await note('pada tiket luring', second);
      const number = (await desk.ticket(second))?.number;
      await stop();
      await remove();
      profile.journal = folder.open();
      expect(await profile.session().restore()).toBeNull();
      expect(await profile.session().trouble()).toEqual({ kind: 'emptied', usernames: [name], unsent: 3 });
      const { recovery } = await start();
      expect(recovery).toMatchObject({ putBack: 3, lost: 0, isEmptied: true, isJournalDamaged: false });
      expect(desk.device).toEqual(device);
      await expectEverything(['belum terkirim', 'pada tiket luring'], [ticket, second]);
      expect((await desk.ticket(second))?.number).toBe(number);
      const third = await register(desk);
      expect((await desk.ticket(third))?.number).not.toBe(number);
      await exchange();
      expect(desk.review.items()).toEqual([]);
    },
  );

  it('JRN-10 a known user without a network cannot go on without a database, and is not told otherwise', async () => {
    await note('belum terkirim');
    await stop();
    await database().delete();
    profile.isOnline = false;
    profile.journal = folder.open();
    expect(await profile.session().signIn(name, 'sandi-yang-panjang')).toEqual({
      ok: false,
      error: 'offline',
    });
    profile.isOnline = true;
    await start();
    await expectEverything(['belum terkirim']);
  });

  it('JRN-10 what the server has, though nobody heard of it, is not doubled', async () => {
    await note('sampai, jawabannya hilang');
    profile.faults = {
      after: (path, response) => {
        if (path === '/api/v1/push') throw new TypeError('cut');
        return response;
      },
    };
    await profile.worker(name).then(({ engine }) => engine.exchange());
    profile.faults = {};
    await note('belum terkirim');
    await stop();
    await database().delete();
    expect((await start()).recovery?.putBack).toBe(2);
    await expectEverything(['sampai, jawabannya hilang', 'belum terkirim']);
  });

  const cleared = ['outbox', 'meta', 'rows', 'packs', 'lists', 'shadow', 'counters', 'sent'] as const;
  it.each(cleared)('JRN-11 F6 with the store "%s" cleared, nothing is lost or doubled', async (store) => {
    const before = await register(desk);
    await exchange();
    await note('satu');
    await note('dua', before);
    await stop();
    await inDatabase((db) => db.table(store).clear());
    await start();
    await exchange();
    await note('tiga');
    await expectEverything(['satu', 'dua', 'tiga'], [ticket, before]);
    const after = await register(desk);
    const numbers = await Promise.all(
      [ticket, before, after].map(async (id) => (await desk.ticket(id))?.number),
    );
    expect(new Set(numbers).size).toBe(3);
    await exchange();
    expect(desk.review.items()).toEqual([]);
  });

  const rows = ['identity', 'sequence', 'cursor', 'guard', 'clock'] as const;
  it.each(rows)(
    'JRN-11 with the row "%s" of meta missing or unreadable, nothing is lost or doubled',
    async (key) => {
      await note('satu');
      for (const damage of [
        (db: DeskDatabase) => db.meta.delete(key),
        (db: DeskDatabase) => db.meta.put({ key, value: 'rusak' }),
      ]) {
        await stop();
        await inDatabase(damage);
        await start();
      }
      await note('dua');
      await expectEverything(['satu', 'dua']);
    },
  );

  it.each(['identity', 'sequence'] as const)(
    'JRN-11 with the row "%s" gone, what the server has though nobody heard of it is not doubled',
    async (key) => {
      await note('sampai, jawabannya hilang');
      profile.faults = {
        after: (path, response) => {
          if (path === '/api/v1/push') throw new TypeError('cut');
          return response;
        },
      };
      await profile.worker(name).then(({ engine }) => engine.exchange());
      profile.faults = {};
      await note('belum terkirim');
      await stop();
      await inDatabase((db) => db.meta.delete(key));
      expect((await start()).recovery).toMatchObject({ putBack: 2, lost: 0, isEmptied: true });
      await expectEverything(['sampai, jawabannya hilang', 'belum terkirim']);
    },
  );

  it('JRN-11 an outbox entry that became something else comes back as it was', async () => {
    await note('satu');
    await note('dua');
    await stop();
    await inDatabase(async (db) => {
      const [first] = await db.outbox.toArray();
      if (first !== undefined) await db.outbox.delete(first.id);
    });
    const { recovery } = await start();
    expect(recovery).toMatchObject({ putBack: 1, lost: 0 });
    await expectEverything(['satu', 'dua']);
  });

  it('JRN-12 a database that lacks stores is filled again, and its unsent work comes back', async () => {
    await note('satu');
    await stop();
    await database().delete();
    await new Promise<void>((resolve, reject) => {
      const opening = profile.factory.indexedDB.open(`tanggap-${name}`, 20);
      opening.onupgradeneeded = () => opening.result.createObjectStore('meta', { keyPath: 'key' });
      opening.onsuccess = () => resolve(opening.result.close());
      opening.onerror = () => reject(opening.error);
    });
    expect((await start()).recovery).toMatchObject({ putBack: 1, lost: 0, isEmptied: true });
    await expectEverything(['satu']);
  });

  it.each(['outbox', 'counters', 'meta'])(
    'JRN-12 a database whose store "%s" cannot be read is made anew; its unsent work comes back',
    async (store) => {
      folder.isFull = true;
      await note('hanya basis data');
      folder.isFull = false;
      await note('satu');
      await stop();
      const isDamaged = (at: { name: string; transaction: { db: { name: string } } }) =>
        at.name === store && at.transaction.db.name === `tanggap-${name}`;
      const reads = ['get', 'getAll', 'openCursor'] as const;
      const spies = reads.map((method) => {
        const read = IDBObjectStore.prototype[method];
        function readDamaged(this: IDBObjectStore, ...args: unknown[]) {
          if (isDamaged(this)) throw new DOMException('Failed to read large IndexedDB value', 'DataError');
          return Reflect.apply(read, this, args);
        }
        return vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(readDamaged as typeof read);
      });
      const { indexedDB } = profile.factory;
      const deleting = vi.spyOn(indexedDB, 'deleteDatabase').mockImplementation((which) => {
        deleting.mockRestore();
        for (const spy of spies) spy.mockRestore();
        return indexedDB.deleteDatabase(which);
      });
      expect((await start()).recovery).toMatchObject({ putBack: 2, lost: 0, isEmptied: true });
      await expectEverything(['hanya basis data', 'satu']);
    },
  );

  it('JRN-12 F7 where nothing can be opened, the user is told that the work is safe', async () => {
    await note('satu');
    await stop();
    const { open } = profile.factory.indexedDB;
    profile.factory.indexedDB.open = () => {
      throw new DOMException('Internal error opening backing store', 'UnknownError');
    };
    profile.journal = folder.open();
    const session = profile.session();
    expect(await session.restore().catch(() => null)).toBeNull();
    expect(await session.trouble()).toEqual({ kind: 'unreadable', usernames: [name], unsent: 1 });
    expect(await session.signIn(name, 'sandi-yang-panjang')).toEqual({ ok: false, error: 'storage' });
    profile.factory.indexedDB.open = open;
    await start();
    await expectEverything(['satu']);
  });

  it('JRN-13 F27 an older copy of the profile is brought up to what the journal knows', async () => {
    await note('dikirim sesudah cadangan', ticket);
    const db = database();
    const copy = await Promise.all(db.tables.map(async (table) => ({ table, rows: await table.toArray() })));
    await note('satu');
    await exchange();
    await note('dua');
    await stop();
    await db.transaction('rw', db.tables, async () => {
      for (const { table, rows: stored } of copy) {
        await table.clear();
        await table.bulkAdd(stored);
      }
    });
    db.close();
    await start();
    await note('tiga');
    await expectEverything(['dikirim sesudah cadangan', 'satu', 'dua', 'tiga']);
  });

  it('JRN-13 database and journal with different entries are put together', async () => {
    await note('satu');
    folder.isFull = true;
    await note('hanya basis data');
    await stop();
    folder.isFull = false;
    await inDatabase(async (db) => {
      const [first] = await db.outbox.toArray();
      if (first !== undefined) await db.outbox.delete(first.id);
    });
    expect((await start()).recovery).toMatchObject({ putBack: 1, lost: 0 });
    await expectEverything(['satu', 'hanya basis data']);
  });

  it('JRN-14 a journal that is gone, empty or torn takes nothing from a good database, and is written anew', async () => {
    await note('satu');
    await note('dua');
    const damages = [
      () => rmSync(folder.file),
      () => folder.damage(() => Buffer.alloc(0)),
      () => folder.damage((bytes) => bytes.subarray(0, bytes.byteLength - 30)),
      () => folder.damage((bytes) => Buffer.alloc(bytes.byteLength)),
    ];
    for (const damage of damages) {
      await stop();
      damage();
      expect((await start()).recovery).toBeNull();
      expect(await unsentInJournal()).toBe(2);
    }
    await expectEverything(['satu', 'dua']);
  });

  it('JRN-14 a damaged record is told; the database has the work', async () => {
    await note('satu');
    await note('dua');
    await stop();
    folder.damage((bytes) => {
      bytes[bytes.indexOf('satu')] = 0x58;
      return bytes;
    });
    expect((await start()).recovery).toMatchObject({ putBack: 0, lost: 0, isJournalDamaged: true });
    expect(await unsentInJournal()).toBe(2);
    await expectEverything(['satu', 'dua']);
  });

  it('JRN-14 with the database gone and one record damaged, the others come back without a gap', async () => {
    await note('satu');
    await note('dua');
    await note('tiga');
    await stop();
    await database().delete();
    folder.damage((bytes) => {
      bytes[bytes.indexOf('dua')] = 0x58;
      return bytes;
    });
    expect((await start()).recovery).toMatchObject({ putBack: 2, isJournalDamaged: true });
    await expectEverything(['satu', 'tiga']);
  });

  it('JRN-7 the journal of a newer version is left alone, and work goes on', async () => {
    await note('satu');
    await stop();
    const newer = lineOf({ type: 'head', version: journalVersion + 1 });
    folder.damage((bytes) => Buffer.concat([Buffer.from(newer), bytes]));
    const { recovery } = await start();
    expect(recovery).toMatchObject({ putBack: 0, isJournalDamaged: true });
    await note('dua');
    expect(desk.storage.status().copy).toBe('failed');
    await exchange();
    expect((await desk.journal(ticket)).filter(({ type }) => type === 'noted')).toHaveLength(2);
  });

  it('JRN-15 a device the server no longer knows: unsent work is numbered anew, registrations go to the review', async () => {
    await note('satu');
    const second = await register(desk);
    await stop();
    await database().delete();
    await server.db.updateTable('device').set({ revoked: true }).where('user_id', '=', name).execute();
    const before = desk.device;
    expect((await start()).recovery?.putBack).toBe(2);
    expect(desk.device.code).not.toBe(before.code);
    await exchange();
    await exchange();
    expect((await desk.journal(ticket)).filter(({ type }) => type === 'noted')).toHaveLength(1);
    await desk.review.discard('nothing');
    expect(desk.review.items().map(({ ticketId, refusal }) => [ticketId, refusal?.code])).toEqual([
      [second, 'number_invalid'],
    ]);
    expect(await unsentInJournal()).toBe(0);
  });

  it('JRN-15 work that was sent as another device does not come back when the server enrols this one anew', async () => {
    await note('satu');
    await exchange();
    await stop();
    await server.db.updateTable('device').set({ revoked: true }).where('user_id', '=', name).execute();
    await new ProfileDatabase(profile.factory).forgetCurrent(name);
    expect((await start()).recovery).toBeNull();
    await expectEverything(['satu']);
  });

  it('JRN-16 F5 scarce room and a browser that promises nothing are told', async () => {
    await stop();
    profile.freeBytes = 300_000_000;
    profile.isKept = false;
    await start();
    await expect
      .poll(() => desk.storage.status())
      .toMatchObject({ scarceBytes: 300_000_000, mayBeEvicted: true });
  });
});
