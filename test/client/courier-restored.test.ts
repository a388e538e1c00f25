import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { answerTo, carry, newDesk, writeFile } from './support/courier-scene.ts';
import { register, serverRows, sync, visibleRows } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

describe('a server restored from a back-up', () => {
  it('FILE-15 a new epoch: the answer is a first pull, unsent work stays, old answers are refused', async () => {
    const own = await TestServer.start();
    const desk = await newDesk(own);
    await register(desk.desk);
    const old = await answerTo(own, await writeFile(desk));
    own.pass(1000);
    await own.newEpoch('kehidupan-kedua');
    expect(await carry(own, desk)).toMatchObject({ confirmed: 1, stopped: null });
    expect(await visibleRows(desk.local)).toEqual(await serverRows(own, ['DINKES']));
    expect(await desk.courier.take(old.files, null)).toMatchObject({ stopped: 'older' });
    await register(desk.desk);
    own.pass(1000);
    expect(await carry(own, desk)).toMatchObject({ confirmed: 1, stopped: null });
    desk.profile.isOnline = true;
    await sync(desk);
    expect(await visibleRows(desk.local)).toEqual(await serverRows(own, ['DINKES']));
    expect(await desk.local.db.outbox.count()).toBe(0);
    await own.stop();
  });

  it('FILE-8 FILE-15 a first pull that came over the line meanwhile is not begun again by one of its files', async () => {
    const own = await TestServer.start();
    const desk = await newDesk(own);
    const id = await register(desk.desk);
    const online = async () => {
      desk.profile.isOnline = true;
      await sync(desk);
      desk.profile.isOnline = false;
    };
    await online();
    const request = await writeFile(desk);
    own.pass(1000);
    await own.newEpoch('kehidupan-kedua');
    await online();
    own.pass(1000);
    const { files } = await answerTo(own, request, { textPerFile: 10 });
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      await desk.courier.take([file], null);
      expect((await desk.desk.ticket(id))?.id).toBe(id);
      expect(await desk.desk.mutate('ticket.note', { id, text: 'tetap bisa dicatat' })).toMatchObject({
        ok: true,
      });
    }
    expect(await carry(own, desk)).toMatchObject({ confirmed: files.length, stopped: null });
    expect(await visibleRows(desk.local)).toEqual(await serverRows(own, ['DINKES']));
    await own.stop();
  });

  it('FILE-15 what the back-up lacks is offered again with the next file', async () => {
    const own = await TestServer.start();
    const desk = await newDesk(own);
    await register(desk.desk);
    await carry(own, desk);
    own.pass(1000);
    const id = await register(desk.desk);
    await carry(own, desk);
    own.pass(1000);
    // As a back-up from between the two; the journal cannot be taken back in any other way.
    await sql`SET session_replication_role = replica`.execute(own.db);
    await own.db.deleteFrom('stored_row').where('id', 'like', `${id}%`).execute();
    await own.db.deleteFrom('journal_chain').where('no', '>', 1).execute();
    await own.db.deleteFrom('mutation').where('mutation_id', '=', 2).execute();
    await own.db
      .updateTable('device')
      .set({ last_mutation_id: 1 })
      .where('id', '=', desk.local.deviceId)
      .execute();
    await sql`SET session_replication_role = DEFAULT`.execute(own.db);
    await own.newEpoch('dari-cadangan');
    await register(desk.desk);
    const { taken, files } = await answerTo(own, await writeFile(desk));
    expect(taken.stopped).toEqual({ code: 'mutation_gap', expected: 2 });
    own.pass(1000);
    expect(await desk.courier.take(files, null)).toMatchObject({ stopped: null });
    expect((await writeFile(desk)).count).toBe(2);
    expect(await carry(own, desk)).toMatchObject({ confirmed: 2, stopped: null });
    expect((await desk.desk.ticket(id))?.state).toBe('new');
    await own.stop();
  });
});
