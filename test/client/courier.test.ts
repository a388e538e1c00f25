import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerTo, carry, courierOf, newDesk, writeFile } from './support/courier-scene.ts';
import { openDesk, register, serverRows, sync, visibleRows } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
let people = 0;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

describe('an office without a line', () => {
  it('FILE-1 carries 300 mutations there and the answer back; both sides are equal', async () => {
    const desk = await newDesk(server);
    const ids: string[] = [];
    for (let at = 0; at < 100; at += 1) {
      const id = await register(desk.desk, { title: `Laporan ${at}` });
      ids.push(id);
      expect((await desk.desk.mutate('ticket.note', { id, text: `catatan ${at}` })).ok).toBe(true);
      expect((await desk.desk.mutate('ticket.reply', { id, text: `balasan ${at}` })).ok).toBe(true);
      server.pass(60_000);
    }
    const file = await writeFile(desk);
    expect(file).toMatchObject({ count: 300, left: 0, number: 1 });
    expect(await desk.local.db.outbox.count()).toBe(300);
    server.pass(3_600_000);
    const { taken, files } = await answerTo(server, file);
    expect(taken).toMatchObject({ lastMutationId: 300, refused: 0, stopped: null });
    server.pass(3_600_000);
    const report = await desk.courier.take(files, null);
    expect(report).toMatchObject({ files: 1, isNew: true, isLast: true, confirmed: 300, stopped: null });
    expect(await desk.local.db.outbox.count()).toBe(0);
    expect(await desk.local.db.shadow.count()).toBe(0);
    expect(await visibleRows(desk.local)).toEqual(await serverRows(server, ['DINKES']));
    expect(await desk.courier.state()).toMatchObject({
      readiness: 'ready',
      waiting: 0,
      written: { number: 1, count: 300 },
      taken: { number: 1, isLast: true },
    });
    expect(desk.desk.sync.status().pending).toBe(0);
    expect(desk.profile.isOnline).toBe(false);
  });

  it('FILE-1 hears of others, by file after file', async () => {
    const [desk, other] = [await newDesk(server), await newDesk(server)];
    other.profile.isOnline = true;
    const id = await register(desk.desk);
    await carry(server, desk);
    server.pass(1000);
    await sync(other);
    expect((await other.desk.mutate('ticket.note', { id, text: 'dari kantor pusat' })).ok).toBe(true);
    await sync(other);
    expect((await desk.desk.mutate('ticket.note', { id, text: 'dari kantor jauh' })).ok).toBe(true);
    server.pass(1000);
    expect(await carry(server, desk)).toMatchObject({ confirmed: 1, stopped: null });
    const texts = (await desk.desk.journal(id)).map(({ text }) => text);
    expect(texts).toContain('dari kantor pusat');
    expect(texts).toContain('dari kantor jauh');
    expect(await visibleRows(desk.local)).toEqual(await serverRows(server, ['DINKES']));
  });

  it('FILE-2 needs the line once: a device that never gave its key says so', async () => {
    people += 1;
    const { username } = await server.addUser(`kurir-${people}`, 'operator');
    const desk = await openDesk(server, username);
    const courier = courierOf(desk);
    desk.profile.isOnline = false;
    expect(await courier.state()).toMatchObject({ readiness: 'not_registered' });
    expect(await courier.write(null)).toBe('not_registered');
    expect(await courier.register()).toBe('offline');
    desk.profile.isOnline = true;
    expect(await courier.register()).toBe('done');
    expect(await courier.state()).toMatchObject({ readiness: 'ready' });
  });
});
