import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskDatabase } from '../../renderer/data/db/database.ts';
import { openDesk, register, sync } from './support/scene.ts';
import { TestProfile } from './support/test-profile.ts';
import { password, TestServer } from './support/test-server.ts';

let server: TestServer;
let people = 0;
async function newPerson(): Promise<string> {
  people += 1;
  return (await server.addUser(`orang-${people}`, 'operator')).username;
}
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

/** As a back-up from before the device was enrolled has it: neither the device nor what it wrote. */
async function forgetDevice(deviceId: string, rows: readonly string[] = []): Promise<void> {
  const { db } = server;
  // The journal cannot be taken back in any other way.
  await sql`SET session_replication_role = replica`.execute(db);
  for (const table of ['session', 'mutation'] as const)
    await db.deleteFrom(table).where('device_id', '=', deviceId).execute();
  await db.deleteFrom('device').where('id', '=', deviceId).execute();
  for (const like of rows) await db.deleteFrom('stored_row').where('id', 'like', like).execute();
  await sql`SET session_replication_role = DEFAULT`.execute(db);
}

describe('session', () => {
  it('SES-1 a remembered user works on without a network; a stranger is told "offline"', async () => {
    const name = await newPerson();
    const { desk, profile } = await openDesk(server, name);
    const id = await register(desk);
    await desk.close();
    profile.isOnline = false;
    const again = await profile.session().restore();
    expect((await again?.ticket(id))?.id).toBe(id);
    expect(await again?.mutate('ticket.note', { id, text: 'luring' })).toMatchObject({ ok: true });
    expect(again?.sync.status().pending).toBe(2);
    expect(await profile.session().signIn(await newPerson(), password)).toEqual({
      ok: false,
      error: 'offline',
    });
  });

  it('SES-1 where no device codes are left a new device is told so; one that is known signs in', async () => {
    const full = await TestServer.start();
    const known = (await full.addUser('lama', 'operator')).username;
    const { desk, profile } = await openDesk(full, known);
    await desk.close();
    expect(await profile.session().signOut(false)).toEqual({ ok: true, value: undefined });
    const last = 1024 + 32 ** 3 - 1;
    await full.db.updateTable('device').set({ ordinal: last }).execute();
    const name = (await full.addUser('baru', 'operator')).username;
    expect(await new TestProfile(full).session().signIn(name, password)).toEqual({
      ok: false,
      error: 'no_device_codes',
    });
    expect((await profile.session().signIn(known, password)).ok).toBe(true);
    await full.stop();
  });

  it('SES-1 a known user may unlock the device without a network, with the right password only', async () => {
    const name = await newPerson();
    const profile = new TestProfile(server);
    const session = profile.session();
    expect((await session.signIn(name, password)).ok).toBe(true);
    expect(await session.signOut(false)).toEqual({ ok: true, value: undefined });
    expect(await profile.session().restore()).toBeNull();
    profile.isOnline = false;
    expect(await session.signIn(name, 'sandi-yang-salah')).toEqual({ ok: false, error: 'wrong_credentials' });
    const unlocked = await session.signIn(name, password);
    expect(unlocked.ok && unlocked.value.me.username).toBe(name);
  });

  it('OUT-6 F24 signing out says how much is unsent, and leaves it', async () => {
    const name = await newPerson();
    const profile = new TestProfile(server);
    const session = profile.session();
    const first = await session.signIn(name, password);
    if (!first.ok) throw new Error(first.error);
    const { engine } = await profile.worker(name);
    await sync({ engine });
    const id = await register(first.value);
    expect(await session.signOut(false)).toEqual({ ok: false, error: { unsent: 1 } });
    expect(await session.signOut(true)).toEqual({ ok: true, value: undefined });
    const again = await session.signIn(name, password);
    if (!again.ok) throw new Error(again.error);
    expect(again.value.device).toEqual(first.value.device);
    expect(again.value.sync.status().pending).toBe(1);
    await sync(await profile.worker(name));
    expect((await again.value.journal(id))[0]?.receivedAt).toBe(server.now);
  });

  it('SES-2 F24 another user on the same profile neither sends nor sees the first one’s work', async () => {
    const nameA = await newPerson();
    const nameB = await newPerson();
    const a = await openDesk(server, nameA);
    for (let at = 0; at < 10; at += 1) await register(a.desk);
    await a.desk.close();
    const b = await openDesk(server, nameB, { profile: a.profile });
    await register(b.desk);
    await sync(b);
    expect(b.desk.device.code).not.toBe(a.desk.device.code);
    expect(b.desk.sync.status().pending).toBe(0);
    const stored = await server.db
      .selectFrom('stored_row')
      .select('doc')
      .where('kind', '=', 'ticket')
      .execute();
    const authors = stored.map(({ doc }) => (doc as { registeredBy: string }).registeredBy);
    expect(authors.filter((author) => author === nameA)).toHaveLength(0);
    expect(await a.local.db.outbox.count()).toBe(10);
    await b.desk.close();
    const back = await a.profile.signIn(nameA);
    expect(back.sync.status().pending).toBe(10);
    await sync(a);
    expect(await a.local.db.outbox.count()).toBe(0);
  });

  it('SES-3 F23 an expired access token is renewed once; an ended session signs out and keeps the outbox', async () => {
    const name = await newPerson();
    const { desk, engine, local, profile } = await openDesk(server, name);
    await register(desk);
    server.pass(3_600_000);
    await sync({ engine });
    const renewals = profile.requests.filter(({ path }) => path === '/api/v1/refresh');
    expect(renewals).toHaveLength(1);
    await register(desk);
    await server.db.deleteFrom('session').where('user_id', '=', name).execute();
    expect(await engine.exchange()).toMatchObject({ kind: 'signed_out' });
    expect(desk.sync.status()).toMatchObject({ phase: 'signed_out', pending: 1 });
    expect(await local.db.outbox.count()).toBe(1);
    await profile.signIn(name);
    await sync({ engine });
    expect(await local.db.outbox.count()).toBe(0);
  });

  it('SES-4 a user whose database was emptied is enrolled as a new device', async () => {
    const name = await newPerson();
    const { desk, profile, local } = await openDesk(server, name);
    await register(desk);
    await desk.close();
    local.db.close();
    await new DeskDatabase(name, profile.factory).delete();
    expect(await profile.session().restore()).toBeNull();
    const again = await profile.signIn(name);
    expect(again.device.code).not.toBe(desk.device.code);
  });

  it('SES-4 F15 a server restored from before the device was enrolled: what it had acknowledged is offered again', async () => {
    const first = await openDesk(server, await newPerson());
    const kept = await register(first.desk);
    await sync(first);
    const name = await newPerson();
    const { desk, engine, local, profile } = await openDesk(server, name);
    await desk.mutate('ticket.note', { id: kept, text: 'dikirim sebelum pemulihan' });
    const lost = await register(desk);
    await sync({ engine });
    await desk.mutate('ticket.note', { id: kept, text: 'belum terkirim' });
    const { id: deviceId } = desk.device;
    await forgetDevice(deviceId, [`${lost}%`, `${kept}/j.${desk.device.code}.%`]);
    await server.newEpoch('pulih');
    expect(await engine.exchange()).toMatchObject({ kind: 'signed_out' });
    await desk.close();
    const again = await profile.signIn(name);
    expect(again.sync.status().pending).toBe(3);
    await sync(await profile.worker(name));
    const notes = (await again.journal(kept)).flatMap(({ type, text }) => (type === 'noted' ? [text] : []));
    expect(notes.sort()).toEqual(['belum terkirim', 'dikirim sebelum pemulihan']);
    expect(again.device.id).not.toBe(deviceId);
    expect((await again.ticket(lost))?.id).toBe(lost);
    expect(again.review.items()).toEqual([]);
    expect(await local.db.outbox.count()).toBe(0);
  });

  it('SES-4 F15 F20 what such a server had confirmed and not yet told the outcome of is offered again', async () => {
    const first = await openDesk(server, await newPerson());
    const kept = await register(first.desk);
    await sync(first);
    const name = await newPerson();
    const { desk, engine, local, profile } = await openDesk(server, name);
    await desk.mutate('ticket.note', { id: kept, text: 'diakui, belum ditarik' });
    profile.faults = {
      before(path) {
        if (path === '/api/v1/pull') throw new TypeError('cut');
      },
    };
    expect(await engine.exchange()).toEqual({ kind: 'offline' });
    expect(desk.sync.status().pending).toBe(0);
    profile.faults = {};
    await forgetDevice(desk.device.id, [`${kept}/j.${desk.device.code}.%`]);
    await server.newEpoch('pulih-lagi');
    await desk.close();
    const again = await profile.signIn(name);
    expect(again.sync.status().pending).toBe(1);
    await sync(await profile.worker(name));
    const notes = (await again.journal(kept)).flatMap(({ type, text }) => (type === 'noted' ? [text] : []));
    expect(notes).toEqual(['diakui, belum ditarik']);
    expect(await local.db.outbox.count()).toBe(0);
  });

  it('SES-4 F15 a log-in on an open desk to which such a server gives another device opens it as that device', async () => {
    const name = await newPerson();
    const profile = new TestProfile(server);
    const session = profile.session();
    const opened = await session.signIn(name, password);
    if (!opened.ok) throw new Error(opened.error);
    await sync(await profile.worker(name));
    await register(opened.value);
    await forgetDevice(opened.value.device.id);
    await server.newEpoch('pulih-di-pintu');
    const again = await session.signIn(name, password);
    if (!again.ok) throw new Error(again.error);
    expect(again.value.device.id).not.toBe(opened.value.device.id);
    const id = await register(again.value);
    const { engine } = await profile.worker(name);
    await sync({ engine });
    server.pass(3_600_000);
    await sync({ engine });
    expect(again.value.review.items()).toEqual([]);
    expect((await again.value.journal(id))[0]?.receivedAt).toBeLessThanOrEqual(server.now);
  });

  it('OUT-6 F20 429 with Retry-After and 500 leave the outbox and say when to come back', async () => {
    const { desk, engine, local, profile } = await openDesk(server, await newPerson());
    await register(desk);
    const refusal = (code: string, status: number, headers: Record<string, string>) =>
      Response.json({ error: { code }, serverTime: server.now }, { status, headers });
    profile.faults = { after: () => refusal('too_many_requests', 429, { 'retry-after': '7' }) };
    expect(await engine.exchange()).toEqual({ kind: 'later', ms: 7000, code: 'too_many_requests' });
    profile.faults = { after: () => refusal('internal', 500, {}) };
    expect(await engine.exchange()).toEqual({ kind: 'later', ms: null, code: 'internal' });
    // The server is reached, but its database is not: as without a line.
    profile.faults = { after: () => refusal('unavailable', 503, {}) };
    expect(await engine.exchange()).toEqual({ kind: 'offline' });
    profile.faults = { after: () => refusal('client_too_old', 400, {}) };
    expect(await engine.exchange()).toEqual({ kind: 'too_old' });
    expect(await local.db.outbox.count()).toBe(1);
    profile.faults = {};
    await sync({ engine });
    expect(await local.db.outbox.count()).toBe(0);
  });

  it('CLK-1 a device whose clock is wrong by hours writes instants of the server’s clock', async () => {
    const name = await newPerson();
    const profile = new TestProfile(server);
    profile.skewMs = -5 * 3_600_000;
    const { desk, engine } = await openDesk(server, name, { profile });
    expect(desk.now()).toBe(server.now);
    const id = await register(desk);
    expect((await desk.ticket(id))?.registeredAt).toBe(server.now);
    await sync({ engine });
    expect(desk.sync.status().clockOffsetMs).toBe(5 * 3_600_000);
  });
});
