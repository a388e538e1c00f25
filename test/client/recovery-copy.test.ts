import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { journalVersion, lineOf } from '../../electron/main/outbox-journal/record-lines.ts';
import { journalDesks } from './support/journal-desk.ts';

describe('unsent work and its second copy', () => {
  const on = journalDesks();

  it('JRN-8 every change is in the journal before it is called saved, and out of it when the server has it', async () => {
    for (const at of [1, 2, 3]) {
      await on().note(`catatan ${at}`);
      expect(await on().unsentInJournal()).toBe(at);
    }
    await on().exchange();
    await expect.poll(() => on().unsentInJournal()).toBe(0);
    expect(on().desk.storage.status()).toEqual({
      copy: 'written',
      scarceBytes: null,
      mayBeEvicted: false,
      recovery: null,
    });
  });

  it('JRN-8 a refused mutation and a database that cannot be written leave nothing in the journal', async () => {
    expect(await on().desk.mutate('ticket.note', { id: 'tidak-ada', text: 'x' })).toMatchObject({
      ok: false,
    });
    await on().inDatabase((db) =>
      db.outbox.add({ id: 2, name: '', args: {}, occurredAt: 0, seenServerTime: 0, aggregate: '' }),
    );
    expect(await on().desk.mutate('ticket.note', { id: on().ticket, text: 'bentrok' })).toMatchObject({
      ok: false,
      error: { kind: 'storage' },
    });
    await on().inDatabase((db) => db.outbox.delete(2));
    await expect.poll(() => on().unsentInJournal()).toBe(0);
    await on().note('sesudahnya');
    await on().expectEverything(['sesudahnya']);
  });

  it('JRN-9 a journal that cannot be written stops nobody; the user is told, and it catches up', async () => {
    on().folder.isFull = true;
    await on().note('tanpa jurnal');
    expect(on().desk.storage.status().copy).toBe('failed');
    on().folder.isFull = false;
    await on().note('dengan jurnal');
    expect(on().desk.storage.status().copy).toBe('written');
    expect(await on().unsentInJournal()).toBe(2);
  });

  it('JRN-9 what a full disk kept from the journal is written at the next start', async () => {
    on().folder.isFull = true;
    await on().note('tanpa jurnal');
    await on().stop();
    on().folder.isFull = false;
    expect((await on().start()).recovery).toBeNull();
    expect(await on().unsentInJournal()).toBe(1);
  });

  it('JRN-14 a journal that is gone, empty or torn takes nothing from a good database, and is written anew', async () => {
    await on().note('satu');
    await on().note('dua');
    const damages = [
      () => rmSync(on().folder.file),
      () => on().folder.damage(() => Buffer.alloc(0)),
      () => on().folder.damage((bytes) => bytes.subarray(0, bytes.byteLength - 30)),
      () => on().folder.damage((bytes) => Buffer.alloc(bytes.byteLength)),
    ];
    for (const damage of damages) {
      await on().stop();
      damage();
      expect((await on().start()).recovery).toBeNull();
      expect(await on().unsentInJournal()).toBe(2);
    }
    await on().expectEverything(['satu', 'dua']);
  });

  it('JRN-14 a damaged record is told; the database has the work', async () => {
    await on().note('satu');
    await on().note('dua');
    await on().stop();
    on().folder.damage((bytes) => {
      bytes[bytes.indexOf('satu')] = 0x58;
      return bytes;
    });
    expect((await on().start()).recovery).toMatchObject({ putBack: 0, lost: 0, isJournalDamaged: true });
    expect(await on().unsentInJournal()).toBe(2);
    await on().expectEverything(['satu', 'dua']);
  });

  it('JRN-7 the journal of a newer version is left alone, and work goes on', async () => {
    await on().note('satu');
    await on().stop();
    const newer = lineOf({ type: 'head', version: journalVersion + 1 });
    on().folder.damage((bytes) => Buffer.concat([Buffer.from(newer), bytes]));
    const { recovery } = await on().start();
    expect(recovery).toMatchObject({ putBack: 0, isJournalDamaged: true });
    await on().note('dua');
    expect(on().desk.storage.status().copy).toBe('failed');
    await on().exchange();
    expect((await on().desk.journal(on().ticket)).filter(({ type }) => type === 'noted')).toHaveLength(2);
  });

  it('JRN-16 F5 scarce room and a browser that promises nothing are told', async () => {
    await on().stop();
    on().profile.freeBytes = 300_000_000;
    on().profile.isKept = false;
    await on().start();
    await expect
      .poll(() => on().desk.storage.status())
      .toMatchObject({ scarceBytes: 300_000_000, mayBeEvicted: true });
  });
});
