import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeskDatabase } from '../../renderer/data/db/database.ts';
import { backUpServer } from './support/restored-server.ts';
import { type Desk, openDesk, register, serverRows, sync, visibleRows } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
let people = 0;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

async function newDesk(): Promise<Desk> {
  people += 1;
  const { username } = await server.addUser(`kembali-${people}`, 'operator');
  return openDesk(server, username);
}

/** The database as a back-up of the profile holds it; calling the answer puts it back. */
async function backUp({ local }: Desk): Promise<() => Promise<void>> {
  const { db } = local;
  const copy = await Promise.all(
    db.tables.map(async (table) => ({ name: table.name as keyof DeskDatabase, rows: await table.toArray() })),
  );
  return () =>
    db.transaction('rw', db.tables, async () => {
      for (const { name, rows } of copy) {
        await db.table(name).clear();
        await db.table(name).bulkAdd(rows);
      }
    });
}

const texts = async ({ desk }: Desk, id: string) =>
  (await desk.journal(id)).flatMap(({ type, text }) => (type === 'noted' ? [text] : []));

async function note({ desk }: Desk, id: string, text: string): Promise<void> {
  expect(await desk.mutate('ticket.note', { id, text })).toMatchObject({ ok: true });
}

describe('a profile put back from a back-up', () => {
  it('OUT-10 looks at the server first: what is typed afterwards gets numbers the server does not have', async () => {
    const desk = await newDesk();
    const id = await register(desk.desk);
    await sync(desk);
    const putBack = await backUp(desk);
    await note(desk, id, 'sebelum dikembalikan 1');
    await note(desk, id, 'sebelum dikembalikan 2');
    await sync(desk);
    await putBack();
    await sync(desk);
    await note(desk, id, 'sesudah dikembalikan');
    await sync(desk);
    await sync(desk);
    expect(await texts(desk, id)).toEqual([
      'sebelum dikembalikan 1',
      'sebelum dikembalikan 2',
      'sesudah dikembalikan',
    ]);
    expect(desk.desk.sync.status()).toMatchObject({ pending: 0, problem: null });
    expect(await visibleRows(desk.local)).toEqual(await serverRows(server, ['DINKES']));
  });

  it('OUT-10 F27 types before it looks: nothing is lost, what had been sent is not doubled', async () => {
    const desk = await newDesk();
    const id = await register(desk.desk);
    await sync(desk);
    await note(desk, id, 'belum terkirim saat dicadangkan');
    const putBack = await backUp(desk);
    await note(desk, id, 'sebelum dikembalikan 1');
    await note(desk, id, 'sebelum dikembalikan 2');
    await sync(desk);
    await putBack();
    for (const at of [1, 2, 3, 4]) await note(desk, id, `sesudah dikembalikan ${at}`);
    await sync(desk);
    await sync(desk);
    expect((await texts(desk, id)).sort()).toEqual([
      'belum terkirim saat dicadangkan',
      'sebelum dikembalikan 1',
      'sebelum dikembalikan 2',
      'sesudah dikembalikan 1',
      'sesudah dikembalikan 2',
      'sesudah dikembalikan 3',
      'sesudah dikembalikan 4',
    ]);
    expect(desk.desk.sync.status()).toMatchObject({ pending: 0, problem: null });
    expect(await desk.local.db.outbox.count()).toBe(0);
    expect(await visibleRows(desk.local)).toEqual(await serverRows(server, ['DINKES']));
  });

  it('OUT-10 types, and must pull everything anew: nothing is lost', async () => {
    const desk = await newDesk();
    const id = await register(desk.desk);
    await sync(desk);
    const putBack = await backUp(desk);
    await note(desk, id, 'sebelum dikembalikan 1');
    await note(desk, id, 'sebelum dikembalikan 2');
    await sync(desk);
    await putBack();
    await desk.local.db.meta.delete('cursor');
    for (const at of [1, 2, 3]) await note(desk, id, `sesudah dikembalikan ${at}`);
    await sync(desk);
    expect((await texts(desk, id)).sort()).toEqual([
      'sebelum dikembalikan 1',
      'sebelum dikembalikan 2',
      'sesudah dikembalikan 1',
      'sesudah dikembalikan 2',
      'sesudah dikembalikan 3',
    ]);
    expect(desk.desk.sync.status()).toMatchObject({ pending: 0, problem: null });
    expect(await visibleRows(desk.local)).toEqual(await serverRows(server, ['DINKES']));
  });

  it('TAKE-6 F15 F27 a copy that must pull everything anew offers what it kept, though a restored server has as many', async () => {
    const own = await TestServer.start();
    await own.addUser('operator', 'operator');
    const desk = await openDesk(own, 'operator');
    const id = await register(desk.desk);
    await sync(desk);
    const restore = await backUpServer(own);
    const asTheOther = await backUp(desk);
    await note(desk, id, 'dari yang satu');
    await sync(desk);
    const asTheOne = await backUp(desk);
    await restore('zaman-baru');
    await asTheOther();
    await note(desk, id, 'dari yang lain');
    await sync(desk);
    await asTheOne();
    await desk.local.db.meta.delete('cursor');
    await sync(desk);
    const rows = await serverRows(own, ['DINKES']);
    expect(Object.values(rows)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ text: 'dari yang lain' }),
        expect.objectContaining({ text: 'dari yang satu' }),
      ]),
    );
    expect(desk.desk.review.items()).toEqual([]);
    expect(await visibleRows(desk.local)).toEqual(rows);
    await own.stop();
  });
});
