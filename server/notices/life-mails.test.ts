import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryPlace } from '../../test/support/memory-place.ts';
import {
  createNoticeServer,
  createNoticeWorld,
  dayMs,
  type NoticeServer,
  type NoticeWorld,
  persons,
} from './notice-world.ts';

const request = { kind: 'service_request', opd: 'DISDIK', durationClass: 'short', assignee: null } as const;

describe('mails of a ticket’s life', () => {
  let world: NoticeWorld;
  let server: NoticeServer;
  beforeAll(async () => {
    world = await createNoticeWorld(memoryPlace());
    // Nothing listens there: what is asked about is the queue.
    server = await createNoticeServer(world.database, world.time, 'smtp://127.0.0.1:9');
  });
  afterAll(async () => {
    await server.close();
    await world.database.close();
  });
  const subjectsOf = async (ticket: string) => {
    const rows = await world.database.db
      .selectFrom('mail')
      .select(['subject', 'recipient', 'body_text'])
      .where('ticket', '=', ticket)
      .orderBy('created_at')
      .orderBy('recipient')
      .execute();
    return rows.map(({ subject, recipient }) => `${recipient}: ${subject.replace(/^\[.*\] /, '')}`);
  };

  it('are queued for those the pack names, each once, in the transaction of the push', async () => {
    const registration = world.registration(request);
    const { id } = registration[1];
    const title = `Jaringan mati ${id.slice(2)}`;
    await world.push(server.services, registration);
    const opened = ['op2@kota.go.id', 'siti@warga.id', 'sup@kota.go.id'].map(
      (who) => `${who}: Tiket dibuka – ${title}`,
    );
    expect(await subjectsOf(id)).toEqual(opened);
    world.time.platform.advance(1000);
    await world.push(server.services, ['ticket.assign', { id, assignee: persons.technician.id }]);
    // Assigned to the same person again: no news.
    await world.push(server.services, ['ticket.assign', { id, assignee: persons.technician.id }]);
    const assigned = [`tek@kota.go.id: Tiket ditugaskan – ${title}`];
    expect(await subjectsOf(id)).toEqual([...opened, ...assigned]);
    world.time.platform.advance(1000);
    await world.push(server.services, ['ticket.resolve', { id, solution: 'Kabel diganti.', cause: 'Kabel' }]);
    const resolved = [`siti@warga.id: Tiket selesai – ${title}`];
    expect(await subjectsOf(id)).toEqual([...opened, ...assigned, ...resolved]);
    world.time.platform.advance(1000);
    await world.push(server.services, ['ticket.close', { id }]);
    const closed = ['op2@kota.go.id', 'siti@warga.id', 'sup@kota.go.id', 'tek@kota.go.id'].map(
      (who) => `${who}: Tiket ditutup – ${title}`,
    );
    expect(await subjectsOf(id)).toEqual([...opened, ...assigned, ...resolved, ...closed]);
    world.time.platform.advance(1000);
    // Solved a second time is news again.
    await world.push(server.services, ['ticket.reopen', { id, reason: 'mati lagi' }]);
    await world.push(server.services, ['ticket.resolve', { id, solution: 'Sakelar diganti.', cause: '' }]);
    expect(await subjectsOf(id)).toEqual([...opened, ...assigned, ...resolved, ...closed, ...resolved]);
  });

  it('tell the client nothing of what is internal', async () => {
    const registration = world.registration({ ...request, description: 'RAHASIA-1' });
    const { id } = registration[1];
    await world.push(server.services, registration, [
      'ticket.resolve',
      { id, solution: 'RAHASIA-2', cause: 'RAHASIA-3' },
    ]);
    const rows = await world.database.db.selectFrom('mail').selectAll().where('ticket', '=', id).execute();
    expect(rows.length).toBeGreaterThan(3);
    expect(JSON.stringify(rows)).not.toContain('RAHASIA');
    const toClient = rows.filter(({ recipient }) => recipient === 'siti@warga.id');
    expect(toClient.map(({ body_text }) => /https?:/.test(body_text))).toEqual([false, false]);
  });

  it('tell of a ticket that a device closed because its papers never came', async () => {
    const registration = world.registration(request);
    const { id } = registration[1];
    await world.push(server.services, registration, ['ticket.move', { id, to: 'waiting', reason: 'surat' }]);
    world.time.platform.advance(31 * dayMs);
    const before = (await subjectsOf(id)).length;
    await world.push(server.services, ['ticket.expire', { id }]);
    expect((await subjectsOf(id)).slice(before)).toEqual([
      `op2@kota.go.id: ditutup karena kelengkapan tidak dipenuhi – Jaringan mati ${id.slice(2)}`,
      `siti@warga.id: ditutup karena kelengkapan tidak dipenuhi – Jaringan mati ${id.slice(2)}`,
    ]);
    await world.push(server.services, ['ticket.expire', { id }]);
    expect(await subjectsOf(id)).toHaveLength(before + 2);
  });

  it('are not queued where no mail is sent, nor for inactive people', async () => {
    const silent = await createNoticeServer(world.database, world.time, null);
    const unsent = world.registration(request);
    await world.push(silent.services, unsent);
    expect(await subjectsOf(unsent[1].id)).toEqual([]);
    await silent.close();
  });
});
