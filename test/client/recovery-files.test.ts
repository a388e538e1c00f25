import { describe, expect, it } from 'vitest';
import { transferKey } from '../../renderer/data/files/file-records.ts';
import { attach, onlyFile, photo } from './support/file-desk.ts';
import { journalDesks } from './support/journal-desk.ts';
import { register } from './support/scene.ts';

describe('bytes of files that wait to be sent', () => {
  const on = journalDesks();
  /** The server has the file, the journal has let it go. */
  async function expectSent(ticket: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await on().exchange();
    await on().moveFiles();
    await on().exchange();
    const { attachment, place } = await onlyFile(on().desk, ticket);
    expect(attachment.content).toBe('stored');
    expect(place).toMatchObject({ held: bytes.length, transfer: null, problem: null });
    expect(await on().desk.files.bytes(attachment.sha256)).toEqual(bytes);
    await expect.poll(() => on().filesInJournal()).toBe(0);
  }

  it('JRN-17 bytes are in the journal before they are called saved, and out of it when the server has them', async () => {
    const bytes = photo(1_300_000);
    await attach(on().desk, on().ticket, bytes);
    expect(await on().filesInJournal()).toBe(1);
    await expectSent(on().ticket, bytes);
    await on().expectEverything([]);
  });

  it('JRN-17 bytes of a refused mutation leave nothing in the journal', async () => {
    const done = await on().desk.files.add('tidak-ada', { name: 'foto.jpg', bytes: photo(2000) });
    expect(done).toMatchObject({ ok: false });
    expect(await on().filesInJournal()).toBe(0);
  });

  it('JRN-19 F6 a file attached offline, the database deleted: the bytes are read back and sent', async () => {
    const bytes = photo(1_300_000);
    const second = await register(on().desk);
    await attach(on().desk, second, bytes);
    await on().stopAndLoseDatabase();
    on().profile.journal = on().folder.open();
    expect(await on().profile.session().trouble()).toMatchObject({ kind: 'emptied', unsent: 2, files: 1 });
    expect((await on().start()).recovery).toMatchObject({ putBack: 2, files: 1, isEmptied: true });
    // The worker looks for bytes nobody wants before the rows have come.
    await on().moveFiles();
    await expectSent(second, bytes);
    await on().expectEverything([], [second]);
  });

  it('JRN-19 bytes whose mutation the server has already are sent all the same after the database was lost', async () => {
    const bytes = photo(600_000);
    await attach(on().desk, on().ticket, bytes);
    await on().exchange();
    await on().stopAndLoseDatabase();
    expect((await on().start()).recovery).toMatchObject({ putBack: 0, files: 1 });
    await expectSent(on().ticket, bytes);
  });

  it.each(['pieces', 'files', 'transfers'] as const)(
    'JRN-19 with the store "%s" cleared, the bytes come back from the journal',
    async (store) => {
      const bytes = photo(1_300_000);
      await attach(on().desk, on().ticket, bytes);
      await on().stop();
      await on().inDatabase((db) => db.table(store).clear());
      const { recovery } = await on().start();
      expect(recovery?.files).toBe(1);
      await expectSent(on().ticket, bytes);
    },
  );

  it('JRN-19 what the server has, though the journal was not told, is let go at the next start', async () => {
    const bytes = photo(2000);
    const id = await attach(on().desk, on().ticket, bytes);
    await on().stop();
    await on().inDatabase(async (db) => {
      await db.transfers.delete(transferKey('up', id));
      await db.files.toCollection().modify({ isSent: true });
    });
    expect((await on().start()).recovery).toBeNull();
    expect(await on().filesInJournal()).toBe(0);
  });

  it('JRN-19 kept bytes that are not what they were are told, never sent', async () => {
    await attach(on().desk, on().ticket, photo(2000));
    await on().stopAndLoseDatabase();
    on().folder.damageFile((bytes) => bytes.fill(7, 100, 110));
    expect((await on().start()).recovery).toMatchObject({ files: 0, isJournalDamaged: true });
  });

  it('JRN-18 F3 bytes the journal cannot take stop nobody; the user is told, and they go with the next entry', async () => {
    on().folder.isFull = true;
    await attach(on().desk, on().ticket, photo(2000));
    expect(on().desk.storage.status().copy).toBe('failed');
    on().folder.isFull = false;
    await on().note('sesudahnya');
    await expect.poll(() => on().desk.storage.status().copy).toBe('written');
    expect(await on().filesInJournal()).toBe(1);
  });

  it('JRN-18 bytes that were attached without a journal are kept from the next start on', async () => {
    on().folder.isFull = true;
    await attach(on().desk, on().ticket, photo(2000));
    await on().stop();
    on().folder.isFull = false;
    await on().start();
    await expect.poll(() => on().filesInJournal()).toBe(1);
  });
});
