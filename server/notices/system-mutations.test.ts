import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviceCodeOf } from '#shared/domain/ticket-number.ts';
import { memoryPlace } from '../../test/support/memory-place.ts';
import { enrolDevice } from '../auth/devices.ts';
import { readImported } from '../import/store-tickets.ts';
import { writeRows } from '../store/rows.ts';
import {
  createNoticeServer,
  createNoticeWorld,
  minuteMs,
  type NoticeServer,
  type NoticeWorld,
} from './notice-world.ts';
import { tellTickets } from './tell.ts';

describe('what the server does by itself', () => {
  let world: NoticeWorld;
  let server: NoticeServer;
  beforeAll(async () => {
    world = await createNoticeWorld(memoryPlace());
    server = await createNoticeServer(world.database, world.time, 'smtp://127.0.0.1:9');
  });
  afterAll(async () => {
    await server.close();
    await world.database.close();
  });

  it('bears a code that no device is ever given', async () => {
    const { db, platform } = server.services;
    const ordinal = 1024 + 25 * 32 ** 2 + 30 * 32 + 25;
    expect(deviceCodeOf(ordinal)).toBe('SYS');
    await db
      .updateTable('device')
      .set({ ordinal: ordinal - 1 })
      .where('id', '=', 'dev')
      .execute();
    const more = { userId: 'u-admin', name: 'Uji', now: platform.clock() };
    const next = await db.transaction().execute((tx) => enrolDevice(tx, { id: 'dev-2', ...more }));
    expect(next.code).toBe(deviceCodeOf(ordinal + 1));
  });

  it('is no work on an imported ticket: importing again may still bring news', async () => {
    const { db, platform } = server.services;
    const registration = world.registration();
    await world.push(server.services, registration);
    const ticket = await world.ticket(registration[1].id);
    const doc = { ...ticket, id: 'imp-1', number: 'INS-DINKES-2611-ZZ-0001', externalRef: 'INC01' };
    await db.transaction().execute((tx) => writeRows(tx, [{ kind: 'ticket', id: doc.id, doc }]));
    world.time.platform.advance(6 * minuteMs);
    await tellTickets(server.services, ['imp-1'], platform.clock(), false);
    expect(Object.keys((await world.ticket('imp-1')).notices ?? {})).toEqual(['response.50.600000']);
    const isWorkedOn = async () => (await readImported(db, 'DINKES', ['INC01'])).get('INC01')?.isWorkedOn;
    expect(await isWorkedOn()).toBe(false);
    await world.push(server.services, ['ticket.reply', { id: 'imp-1', text: 'Kami periksa.' }]);
    expect(await isWorkedOn()).toBe(true);
  });

  it('leaves no mail of a push that was not committed', async () => {
    const { db } = server.services;
    const registration = world.registration();
    const before = await world.queued();
    await sql`ALTER TABLE mutation RENAME TO mutation_away`.execute(db);
    await expect(world.push(server.services, registration)).rejects.toThrow();
    await sql`ALTER TABLE mutation_away RENAME TO mutation`.execute(db);
    expect(await world.queued()).toEqual(before);
  });

  it('leaves neither notice nor mail where the telling was not committed, and tells when asked again', async () => {
    const { db, platform } = server.services;
    const doc = { ...(await world.ticket('imp-1')), id: 'imp-2', number: 'INS-DINKES-2611-ZZ-0002' };
    const { notices: _told, ...untold } = { ...doc, externalRef: null, reportedAt: platform.clock() };
    const fresh = { ...untold, timeline: [] };
    await db.transaction().execute((tx) => writeRows(tx, [{ kind: 'ticket', id: doc.id, doc: fresh }]));
    world.time.platform.advance(5 * minuteMs);
    const before = await world.queued();
    await sql`ALTER TABLE told RENAME TO told_away`.execute(db);
    await expect(tellTickets(server.services, ['imp-2'], platform.clock(), false)).rejects.toThrow();
    await sql`ALTER TABLE told_away RENAME TO told`.execute(db);
    expect(await world.queued()).toEqual(before);
    expect((await world.ticket('imp-2')).notices).toBeUndefined();
    const next = await tellTickets(server.services, ['imp-2'], platform.clock(), false);
    expect(next.get('imp-2')).toBe(platform.clock() + 2.5 * minuteMs);
    expect(await world.queued()).toHaveLength(before.length + 1);
    await tellTickets(server.services, ['imp-2'], platform.clock(), false);
    expect(await world.queued()).toHaveLength(before.length + 1);
  });
});
