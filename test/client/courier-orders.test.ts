import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyPage } from '../../renderer/data/courier/apply-page.ts';
import { readMeta } from '../../renderer/data/db/meta.ts';
import {
  answerAgain,
  answerTo,
  carry,
  expectEqual,
  newDesk,
  note,
  texts,
  writeFile,
} from './support/courier-scene.ts';
import { register, sync, visibleRows } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

const journalSize = async () =>
  (await server.db.selectFrom('stored_row').select('id').where('kind', '=', 'journal').execute()).length;

describe('courier files in any order', () => {
  it('FILE-6 the same file again changes nothing and has the same answer', async () => {
    const desk = await newDesk(server);
    await register(desk.desk);
    const file = await writeFile(desk);
    const first = await answerTo(server, file);
    const entries = await journalSize();
    const second = await answerTo(server, file);
    expect(await journalSize()).toBe(entries);
    expect(second.taken).toMatchObject({ lastMutationId: 1, refused: 0, stopped: null });
    expect(await desk.courier.take(second.files, null)).toMatchObject({ confirmed: 1, isNew: true });
    expect(await desk.courier.take(second.files, null)).toMatchObject({ isNew: false, stopped: null });
    expect(await desk.courier.take(first.files, null)).toMatchObject({ isNew: false, stopped: 'older' });
    await expectEqual(server, desk);
  });

  it('FILE-6 a file lost on the way, an older one brought later: nothing is missing, nothing doubled', async () => {
    const desk = await newDesk(server);
    const id = await register(desk.desk);
    const lost = await writeFile(desk);
    await note(server, desk, id, 'satu');
    const second = await writeFile(desk);
    await note(server, desk, id, 'dua');
    expect([lost.count, second.count]).toEqual([1, 2]);
    expect((await answerTo(server, second)).taken.lastMutationId).toBe(2);
    const entries = await journalSize();
    expect((await answerTo(server, lost)).taken).toMatchObject({ lastMutationId: 2, stopped: null });
    expect(await journalSize()).toBe(entries);
    expect(await carry(server, desk)).toMatchObject({ confirmed: 3, stopped: null });
    expect(await texts(desk, id)).toEqual(['satu', 'dua']);
    await expectEqual(server, desk);
  });

  it('FILE-7 answers taken in the wrong order: the newer one holds, the older one is refused', async () => {
    const desk = await newDesk(server);
    const id = await register(desk.desk);
    const one = await answerTo(server, await writeFile(desk));
    server.pass(1000);
    await note(server, desk, id, 'kedua');
    const two = await answerTo(server, await writeFile(desk));
    server.pass(1000);
    expect(await desk.courier.take(two.files, null)).toMatchObject({ confirmed: 2, stopped: null });
    const before = await visibleRows(desk.local);
    expect(await desk.courier.take(one.files, null)).toMatchObject({ isNew: false, stopped: 'older' });
    expect(await visibleRows(desk.local)).toEqual(before);
    await expectEqual(server, desk);
  });

  it('FILE-7 answers to two files, in order or handed over at once', async () => {
    for (const atOnce of [false, true]) {
      const desk = await newDesk(server);
      const id = await register(desk.desk);
      const one = await answerTo(server, await writeFile(desk));
      server.pass(1000);
      await note(server, desk, id, 'kedua');
      const two = await answerTo(server, await writeFile(desk));
      server.pass(1000);
      if (atOnce) {
        const report = await desk.courier.take([...two.files, ...one.files], null);
        expect(report).toMatchObject({ files: 2, confirmed: 2, stopped: null });
      } else {
        expect(await desk.courier.take(one.files, null)).toMatchObject({ confirmed: 1 });
        expect(await desk.courier.take(two.files, null)).toMatchObject({ confirmed: 1, stopped: null });
      }
      await expectEqual(server, desk);
    }
  });

  it('FILE-7 a page that begins before the cursor is taken in, and the cursor goes back in no space', async () => {
    const desk = await newDesk(server);
    await register(desk.desk);
    await carry(server, desk);
    const { cursor } = await readMeta(desk.local.db, 'cursor');
    if (cursor === undefined) throw new Error('no cursor');
    const office = cursor.versions['opd:DINKES'] ?? 0;
    const at = (ref: number, opd: number) => ({
      ...cursor,
      versions: { ...cursor.versions, ref, 'opd:DINKES': opd },
    });
    // The first of two pages: it has the reference data, and comes to the office with the second.
    const page = {
      cursor: at(cursor.versions.ref ?? 0, office - 1),
      changes: [],
      droppedSpaces: [],
      more: true,
      lastMutationId: 1,
      outcomes: [],
      serverTime: server.now,
    };
    const line = { line: 'page', from: at(0, office - 1), page } as const;
    expect(await applyPage(desk.local, line, cursor)).toMatchObject({ isComplete: false });
    expect((await readMeta(desk.local.db, 'cursor')).cursor).toEqual(cursor);
    const behind = { ...line, from: at(0, office + 1), page: { ...page, cursor: at(0, office + 2) } };
    expect(await applyPage(desk.local, behind, at(9, office + 2))).toBe('gap');
    expect(await applyPage(desk.local, line, at(0, office - 1))).toBe('known');
    const elsewhere = { ...line, page: { ...page, cursor: { ...cursor, epoch: 'lain' } } };
    expect(await applyPage(desk.local, elsewhere, cursor)).toBe('gap');
    // Asked for before the device had this window: what the device has by its own is not taken, nor is it amiss.
    const { since: _since, ...whole } = page.cursor;
    expect(await applyPage(desk.local, { ...line, page: { ...page, cursor: whole } }, cursor)).toBe('known');
    const beyond = { ...whole, versions: { ...whole.versions, 'opd:DINKES': office + 1 } };
    const news = { ...line, page: { ...page, cursor: beyond } };
    expect(await applyPage(desk.local, news, beyond)).toBe('gap');
    expect((await readMeta(desk.local.db, 'cursor')).cursor).toEqual(cursor);
  });

  it('FILE-8 the line comes back in the middle: what the file also holds is not doubled', async () => {
    const desk = await newDesk(server);
    const id = await register(desk.desk);
    await note(server, desk, id, 'satu');
    const file = await writeFile(desk);
    await note(server, desk, id, 'dua');
    desk.profile.isOnline = true;
    await sync(desk);
    const entries = await journalSize();
    const { taken, files } = await answerTo(server, file);
    expect(taken).toMatchObject({ lastMutationId: 3, stopped: null });
    expect(await journalSize()).toBe(entries);
    server.pass(1000);
    await note(server, desk, id, 'tiga');
    await sync(desk);
    expect(await desk.courier.take(files, null)).toMatchObject({ confirmed: 0, stopped: 'older' });
    expect(await texts(desk, id)).toEqual(['satu', 'dua', 'tiga']);
    await expectEqual(server, desk);
  });

  it('FILE-8 the server took the file, then the line comes back before the answer does', async () => {
    const desk = await newDesk(server);
    const id = await register(desk.desk);
    await note(server, desk, id, 'satu');
    const { files } = await answerTo(server, await writeFile(desk));
    server.pass(1000);
    await note(server, desk, id, 'dua');
    desk.profile.isOnline = true;
    await sync(desk);
    expect(await texts(desk, id)).toEqual(['satu', 'dua']);
    expect(await desk.courier.take(files, null)).toMatchObject({ stopped: 'older' });
    desk.profile.isOnline = false;
    await note(server, desk, id, 'tiga');
    expect(await carry(server, desk)).toMatchObject({ confirmed: 1, stopped: null });
    expect(await texts(desk, id)).toEqual(['satu', 'dua', 'tiga']);
    await expectEqual(server, desk);
  });

  it('FILE-10 an answer can be written again without a new file of the device', async () => {
    const [desk, other] = [await newDesk(server), await newDesk(server)];
    const id = await register(desk.desk);
    const { files } = await answerTo(server, await writeFile(desk));
    server.pass(1000);
    await desk.courier.take(files, null);
    other.profile.isOnline = true;
    await sync(other);
    await note(server, other, id, 'kabar dari pusat');
    await sync(other);
    const news = await answerAgain(server, desk.local.deviceCode);
    expect(await desk.courier.take(news, null)).toMatchObject({ isNew: true, stopped: null });
    expect(await texts(desk, id)).toEqual(['kabar dari pusat']);
    await expectEqual(server, desk);
  });

  it('FILE-1 refused work comes to the review list by file as it does over the line', async () => {
    const desk = await newDesk(server);
    const id = await register(desk.desk);
    await carry(server, desk);
    const other = await newDesk(server);
    other.profile.isOnline = true;
    await sync(other);
    expect((await other.desk.mutate('ticket.cancel', { id, reason: 'laporan ganda' })).ok).toBe(true);
    await sync(other);
    expect((await desk.desk.mutate('ticket.cancel', { id, reason: 'salah lapor' })).ok).toBe(true);
    server.pass(1000);
    const report = await carry(server, desk);
    expect(report).toMatchObject({ confirmed: 1, toReview: 1, stopped: null });
    expect(desk.desk.review.items()).toMatchObject([{ type: 'refused', ticketId: id }]);
    await expectEqual(server, desk);
  });
});
