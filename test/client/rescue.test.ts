import { describe, expect, it } from 'vitest';
import type { DeskStore } from '../../renderer/data/contract.ts';
import type { RescuePart } from '../../renderer/data/rescue/contract.ts';
import { attach, onlyFile, photo, transfersOf } from './support/file-desk.ts';
import { journalDesks } from './support/journal-desk.ts';
import { register, sync } from './support/scene.ts';
import { TestProfile } from './support/test-profile.ts';
import { password } from './support/test-server.ts';

describe('unsent work taken along as a file', () => {
  const on = journalDesks();

  /** What the log-in page writes of this computer, the user being signed out or unable to sign in. */
  async function write(passphrase: string | null = null): Promise<RescuePart[]> {
    const parts: RescuePart[] = [];
    const writing = on().profile.session().rescue.write(on().name, passphrase);
    if (writing === null) throw new Error('no digests here');
    for await (const part of writing) parts.push(part);
    return parts;
  }
  async function oneFile(passphrase: string | null = null): Promise<RescuePart['bytes']> {
    const [part, ...others] = await write(passphrase);
    if (part === undefined || others.length > 0) throw new Error(`${others.length + 1} files`);
    return part.bytes;
  }
  /** Another computer of the same person, signed in and pulled. */
  async function otherPc(name = on().name) {
    const profile = new TestProfile(on().server);
    const desk = await profile.signIn(name);
    const { engine, store } = await profile.worker(name);
    await sync({ engine });
    const exchange = async () => {
      await sync({ engine });
      await transfersOf({ profile, engine, local: store, desk }).runOnce();
      await sync({ engine });
    };
    return { profile, desk, exchange };
  }
  async function notes(desk: DeskStore, id: string): Promise<string[]> {
    return (await desk.journal(id)).flatMap(({ type, text }) => (type === 'noted' ? [text] : []));
  }
  const forbidOpening = () => {
    on().profile.factory.indexedDB.open = () => {
      throw new DOMException('Internal error opening backing store', 'UnknownError');
    };
  };

  it('JRN-21 F7 where no database can be opened, the log-in page names what is unsent and writes it into a file', async () => {
    await on().note('satu');
    const second = await register(on().desk, { title: 'Rahasia' });
    const number = (await on().desk.ticket(second))?.number ?? '';
    await attach(on().desk, second, photo(1_300_000));
    await on().stop();
    forbidOpening();
    on().profile.isOnline = false;
    on().profile.journal = on().folder.open();
    const [work, ...others] = await on().profile.session().rescue.unsent();
    expect(others).toEqual([]);
    expect(work).toMatchObject({ username: on().name, count: 3, files: 1 });
    expect(work?.latest.map((line) => [line.name, line.number])).toEqual([
      ['attachment.add', number],
      ['ticket.register', number],
      ['ticket.note', null],
    ]);
    // Before anybody has proved who he is, nothing of the content is shown.
    expect(JSON.stringify(work)).not.toMatch(/Rahasia|satu/);
    expect((await oneFile()).length).toBeGreaterThan(1_300_000);
  });

  it('JRN-22 F7 PUSH-14 the file is read in on another PC of the same person, and all of it arrives once', async () => {
    const bytes = photo(1_300_000);
    await on().note('satu');
    const second = await register(on().desk);
    const number = (await on().desk.ticket(second))?.number;
    await on().note('dua', second);
    await attach(on().desk, second, bytes);
    await on().stop();
    const file = await oneFile();
    const there = await otherPc();
    await there.desk.mutate('ticket.note', { id: on().ticket, text: 'di PC lain' });
    expect(await there.desk.rescue.look(file, null)).toMatchObject({
      ok: true,
      value: { news: 4, files: 1, isOtherServer: false, header: { username: on().name, part: 1, parts: 1 } },
    });
    expect(await there.desk.rescue.take(file, null)).toEqual({ ok: true, value: { taken: 4, files: 1 } });
    // It is shown before it is sent.
    expect((await there.desk.ticket(second))?.number).toBe(number);
    expect(await notes(there.desk, second)).toEqual(['dua']);
    expect(there.desk.sync.status().pending).toBe(5);
    expect(await there.desk.rescue.take(file, null)).toEqual({ ok: true, value: { taken: 0, files: 0 } });
    await there.exchange();
    expect(there.desk.review.items()).toEqual([]);
    expect(await notes(there.desk, on().ticket)).toEqual(['di PC lain', 'satu']);
    const { attachment } = await onlyFile(there.desk, second);
    expect(attachment.content).toBe('stored');
    // Taken once more after it was sent, and sent by the first PC after all: nothing is doubled.
    await there.desk.rescue.take(file, null);
    await there.exchange();
    await on().start();
    await on().exchange();
    await on().moveFiles();
    await on().expectEverything(['satu', 'di PC lain', 'dua'], [on().ticket, second]);
    await there.exchange();
    expect((await there.desk.ticket(second))?.number).toBe(number);
    expect(there.desk.review.items()).toEqual([]);
    await there.desk.close();
  });

  it('JRN-22 is never sent as another user, and damaged, foreign or newer files are refused', async () => {
    await on().note('satu');
    await on().stop();
    const file = await oneFile();
    const other = (await on().server.addUser(`lain-${on().name}`, 'operator')).username;
    const stranger = await otherPc(other);
    expect(await stranger.desk.rescue.take(file, null)).toEqual({ ok: false, error: 'other_user' });
    expect(stranger.desk.sync.status().pending).toBe(0);
    await stranger.desk.close();
    const there = await otherPc();
    for (let at = 0; at < file.length; at += 37) {
      const changed = file.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      const refused = await there.desk.rescue.take(changed, null);
      expect(refused, `at ${at}`).toEqual({ ok: false, error: at < 8 ? 'not_rescue' : 'damaged' });
      expect((await there.desk.rescue.take(file.slice(0, at), null)).ok, `cut at ${at}`).toBe(false);
    }
    expect(there.desk.sync.status().pending).toBe(0);
    await there.desk.close();
  });

  it('JRN-21 a sealed file opens with its passphrase alone', async () => {
    await on().note('satu');
    await attach(on().desk, on().ticket, photo(2000));
    await on().stop();
    const file = await oneFile('kuda betul baterai');
    const there = await otherPc();
    expect(await there.desk.rescue.look(file, null)).toEqual({ ok: false, error: 'passphrase_needed' });
    expect(await there.desk.rescue.look(file, 'salah')).toEqual({ ok: false, error: 'passphrase_wrong' });
    expect(await there.desk.rescue.take(file, 'kuda betul baterai')).toEqual({
      ok: true,
      value: { taken: 2, files: 1 },
    });
    await there.desk.close();
  });

  it('JRN-21 F7 a plain browser writes what can still be read of its database', async () => {
    await on().stop();
    on().profile.journal = null;
    const desk = await on().profile.openWindow();
    await desk.mutate('ticket.note', { id: on().ticket, text: 'di peramban' });
    await attach(desk, on().ticket, photo(2000));
    await desk.close();
    // Signed out with unsent work kept, and the password forgotten.
    expect(await on().profile.session().signIn(on().name, `bukan-${password}`)).toMatchObject({ ok: false });
    expect(await on().profile.session().rescue.unsent()).toMatchObject([{ count: 2, files: 1 }]);
    const there = await otherPc();
    expect(await there.desk.rescue.take(await oneFile(), null)).toMatchObject({
      value: { taken: 2, files: 1 },
    });
    await there.exchange();
    expect(await notes(there.desk, on().ticket)).toEqual(['di peramban']);
    await there.desk.close();
  });

  it('JRN-21 more bytes than one file holds are spread over several', async () => {
    for (const seed of [1, 2])
      await attach(on().desk, on().ticket, photo(26_000_000, seed), `foto-${seed}.jpg`);
    await on().stop();
    const parts = await write();
    expect(
      parts.map(({ name, part, parts: of }) => [name.replace(/\d{4}-\d\d-\d\d/, 'hari'), part, of]),
    ).toEqual([
      [`tanggap-${on().name}-hari-1.pulih`, 1, 2],
      [`tanggap-${on().name}-hari-2.pulih`, 2, 2],
    ]);
    const there = await otherPc();
    for (const { bytes } of parts)
      expect(await there.desk.rescue.take(bytes, null)).toMatchObject({ ok: true });
    await there.exchange();
    const files = await there.desk.files.ofTicket(on().ticket);
    expect(files.map(({ attachment }) => attachment.content)).toEqual(['stored', 'stored']);
    await there.desk.close();
  });

  it('JRN-21 what the server has is not taken along', async () => {
    await on().note('sudah sampai');
    await on().exchange();
    await on().stop();
    on().profile.journal = on().folder.open();
    expect(await on().profile.session().rescue.unsent()).toEqual([]);
  });
});
