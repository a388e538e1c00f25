import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeskDatabase } from '../../renderer/data/db/database.ts';
import { answerTo, type CourierDesk, carry, openCourierDesk, writeFile } from './support/courier-scene.ts';
import { register, serverRows, visibleRows } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
let people = 0;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

async function newDesk(): Promise<CourierDesk> {
  people += 1;
  const { username } = await server.addUser(`kembali-kurir-${people}`, 'operator');
  const desk = await openCourierDesk(server, username);
  server.pass(1000);
  return desk;
}

async function note({ desk }: CourierDesk, id: string, text: string): Promise<void> {
  expect(await desk.mutate('ticket.note', { id, text })).toMatchObject({ ok: true });
  server.pass(1000);
}

const texts = async ({ desk }: CourierDesk, id: string) =>
  (await desk.journal(id)).flatMap(({ type, text }) => (type === 'noted' ? [text] : []));

async function expectEqual(desk: CourierDesk): Promise<void> {
  expect(await visibleRows(desk.local)).toEqual(await serverRows(server, ['DINKES']));
  expect(await desk.local.db.outbox.count()).toBe(0);
  expect(await desk.local.db.shadow.count()).toBe(0);
}

/** The database as a back-up of the profile holds it; calling the answer puts it back. */
async function backUp({ local }: CourierDesk): Promise<() => Promise<void>> {
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

describe('a profile put back from a back-up', () => {
  it('FILE-9 a profile put back: a number alone confirms nothing, the text of both lives stays', async () => {
    const desk = await newDesk();
    const id = await register(desk.desk);
    const putBack = await backUp(desk);
    await note(desk, id, 'sebelum dikembalikan');
    const { files } = await answerTo(server, await writeFile(desk));
    server.pass(1000);
    await putBack();
    await note(desk, id, 'sesudah dikembalikan');
    expect(await desk.courier.take(files, null)).toMatchObject({ confirmed: 1, stopped: null });
    expect(await desk.local.db.outbox.toArray()).toMatchObject([{ id: 3, name: 'ticket.note' }]);
    expect(await texts(desk, id)).toEqual(['sebelum dikembalikan', 'sesudah dikembalikan']);
    expect(await carry(server, desk)).toMatchObject({ confirmed: 1, stopped: null });
    await expectEqual(desk);
  });

  it('FILE-9 a profile put back writes first: the file is refused as a whole, the answer mends the numbers', async () => {
    const desk = await newDesk();
    const id = await register(desk.desk);
    const putBack = await backUp(desk);
    await note(desk, id, 'sebelum dikembalikan');
    await answerTo(server, await writeFile(desk));
    await putBack();
    await note(desk, id, 'sesudah 1');
    await note(desk, id, 'sesudah 2');
    const { taken, files } = await answerTo(server, await writeFile(desk));
    expect(taken).toMatchObject({ lastMutationId: 2, stopped: { code: 'mutation_changed', expected: 3 } });
    server.pass(1000);
    expect(await desk.courier.take(files, null)).toMatchObject({ confirmed: 1, stopped: null });
    expect(await carry(server, desk)).toMatchObject({ confirmed: 2, stopped: null });
    expect((await texts(desk, id)).sort()).toEqual(['sebelum dikembalikan', 'sesudah 1', 'sesudah 2']);
    await expectEqual(desk);
  });
});
