import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeskStore, SessionService } from '../../renderer/data/contract.ts';
import { register, sync } from './support/scene.ts';
import { TestProfile } from './support/test-profile.ts';
import { password, TestServer } from './support/test-server.ts';

const hour = 3_600_000;

let server: TestServer;
let people = 0;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

interface Seat {
  readonly name: string;
  readonly profile: TestProfile;
  readonly session: SessionService;
  readonly desk: DeskStore;
  readonly worker: Awaited<ReturnType<TestProfile['worker']>>;
  /** What the door asks for now. */
  asked(): Promise<ReturnType<SessionService['guard']['demand']>>;
}

/** A new person at a computer of their own, signed in, with everything pulled. */
async function sitDown(): Promise<Seat> {
  people += 1;
  const { username: name } = await server.addUser(`penjaga-${people}`, 'operator');
  const profile = new TestProfile(server);
  const session = profile.session();
  const signedIn = await session.signIn(name, password);
  if (!signedIn.ok) throw new Error(signedIn.error);
  const worker = await profile.worker(name);
  await sync(worker);
  const asked = async () => {
    await session.guard.look();
    return session.guard.demand();
  };
  return { name, profile, session, desk: signedIn.value, worker, asked };
}

describe('a desk without a network', () => {
  it('SES-5 F23 is locked after 72 hours; the password opens it on the device; nothing is lost meanwhile', async () => {
    const { name, profile, session, desk, worker, asked } = await sitDown();
    const id = await register(desk);
    await desk.drafts.save('ticket/x/reply', { text: 'belum selesai' });
    profile.isOnline = false;
    server.pass(72 * hour);
    expect(await asked()).toBeNull();
    server.pass(60_000);
    expect(await asked()).toBe('password');
    expect(await session.signIn(name, 'sandi-yang-salah')).toEqual({ ok: false, error: 'wrong_credentials' });
    expect(await asked()).toBe('password');
    // A restart does not open the door.
    const restarted = profile.session();
    expect(await restarted.restore()).not.toBeNull();
    await restarted.guard.look();
    expect(restarted.guard.demand()).toBe('password');

    const opened = await session.signIn(name, password);
    expect(opened.ok && opened.value).toBe(desk);
    expect(session.guard.demand()).toBeNull();
    expect(await desk.drafts.load('ticket/x/reply')).toEqual({ text: 'belum selesai' });
    expect((await desk.ticket(id))?.id).toBe(id);
    expect(await worker.store.db.outbox.count()).toBe(1);
    profile.isOnline = true;
    // Past its 30 days the session would have to be begun anew; this one only needs new tokens.
    await sync(worker);
    expect(await worker.store.db.outbox.count()).toBe(0);
  });

  it('SES-5 F24 the door of a locked desk stays shut while somebody else takes the place', async () => {
    const { profile, session, asked } = await sitDown();
    profile.isOnline = false;
    server.pass(72 * hour + 60_000);
    expect(await asked()).toBe('password');
    const seen: unknown[] = [];
    const stop = session.guard.subscribe(() => seen.push(session.guard.demand()));
    expect((await session.signOut(true)).ok).toBe(true);
    stop();
    expect(seen).not.toContain(null);
    profile.isOnline = true;
    const { username } = await server.addUser(`pengganti-${people}`, 'operator');
    expect((await session.signIn(username, password)).ok).toBe(true);
    expect(session.guard.demand()).toBeNull();
  });

  it('SES-5 F23 works for ninety days, with its password every three', async () => {
    const { name, profile, session, desk, worker, asked } = await sitDown();
    profile.isOnline = false;
    let unlocks = 0;
    for (let day = 0; day < 90; day += 1) {
      server.pass(24 * hour);
      if ((await asked()) === 'password') {
        expect((await session.signIn(name, password)).ok).toBe(true);
        unlocks += 1;
      }
      expect(await asked()).toBeNull();
      if (day % 10 === 0) await register(desk);
    }
    expect(unlocks).toBe(22);
    expect(await worker.store.db.outbox.count()).toBe(9);
    profile.isOnline = true;
    expect(await worker.engine.exchange()).toMatchObject({ kind: 'signed_out' });
    expect(await worker.store.db.outbox.count()).toBe(9);
    expect((await session.signIn(name, password)).ok).toBe(true);
    await sync(worker);
    expect(await worker.store.db.outbox.count()).toBe(0);
  });

  it('SES-5 goes on without being asked as long as the server is heard of', async () => {
    const { worker, asked } = await sitDown();
    for (let day = 0; day < 6; day += 1) {
      server.pass(24 * hour);
      await sync(worker);
      expect(await asked()).toBeNull();
    }
  });

  it('SES-5 F23 a lock is not opened by the line coming back; a log-in at the server opens it', async () => {
    const { name, profile, session, desk, worker, asked } = await sitDown();
    await register(desk);
    profile.isOnline = false;
    server.pass(80 * hour);
    expect(await asked()).toBe('password');
    profile.isOnline = true;
    // Behind the door the exchange goes on: what was saved is sent.
    await sync(worker);
    expect(await worker.store.db.outbox.count()).toBe(0);
    expect(await asked()).toBe('password');
    expect((await session.signIn(name, password)).ok).toBe(true);
    expect(await asked()).toBeNull();
  });

  it('SES-5 F20 a server that is out of order keeps nobody who knows his password from his work', async () => {
    const { name, profile, session, asked } = await sitDown();
    server.pass(80 * hour);
    expect(await asked()).toBe('password');
    const answer = (code: string, status: number) => () =>
      Response.json({ error: { code, requestId: 'r' }, serverTime: server.now }, { status });
    profile.faults = { after: answer('too_many_requests', 429) };
    expect(await session.signIn(name, password)).toEqual({ ok: false, error: 'too_many_requests' });
    profile.faults = { after: answer('internal', 500) };
    expect((await session.signIn(name, password)).ok).toBe(true);
    expect(await asked()).toBeNull();
    server.pass(80 * hour);
    profile.faults = { after: answer('client_too_old', 426) };
    expect((await session.signIn(name, password)).ok).toBe(true);
  });
});

/** The administrator closes the account, or opens it again. */
function setActive({ me }: DeskStore, active: boolean): Promise<void> {
  return server.write([{ kind: 'user', id: me.id, doc: { ...me, active } }]);
}

describe('a closed account', () => {
  it('SES-6 F23 locks at once; no password opens it but at the server; the outbox stays', async () => {
    const { name, profile, session, desk, worker, asked } = await sitDown();
    const stop = session.guard.subscribe(() => undefined);
    await register(desk);
    await setActive(desk, false);
    expect(await worker.engine.exchange()).toMatchObject({ kind: 'signed_out', code: 'account_disabled' });
    expect(await asked()).toBe('account_disabled');
    expect(await session.signIn(name, password)).toEqual({ ok: false, error: 'account_disabled' });
    profile.isOnline = false;
    expect(await session.signIn(name, password)).toEqual({ ok: false, error: 'account_disabled' });
    expect(await session.signIn(name, 'sandi-yang-salah')).toEqual({ ok: false, error: 'wrong_credentials' });
    expect(await worker.store.db.outbox.count()).toBe(1);

    profile.isOnline = true;
    await setActive(desk, true);
    expect((await session.signIn(name, password)).ok).toBe(true);
    expect(await asked()).toBeNull();
    await sync(worker);
    expect(await worker.store.db.outbox.count()).toBe(0);
    stop();
  });
});

describe('a password somebody else chose', () => {
  const next = 'sandi-baru-milikku-2026';

  it('SES-7 PASSWORD-1 is asked for after the log-in, refused by its rules, and changed at the server', async () => {
    const { name, profile, session, asked } = await sitDown();
    await server.db.updateTable('account').set({ must_change: true }).where('user_id', '=', name).execute();
    expect(await session.signOut(true)).toMatchObject({ ok: true });
    expect((await session.signIn(name, password)).ok).toBe(true);
    expect(await asked()).toBe('new_password');
    const refused = async (present: string, wanted: string) => {
      const changed = await session.changePassword(present, wanted);
      return changed.ok ? 'changed' : changed.error;
    };
    expect(await refused(password, 'pendek')).toMatchObject({ field: 'next', code: 'too_short' });
    expect(await refused(password, `${name}-2026`)).toMatchObject({
      field: 'next',
      code: 'contains_username',
    });
    expect(await refused(password, password)).toMatchObject({ field: 'next', code: 'unchanged' });
    const before = profile.requests.length;
    expect(await refused('bukan-sandi-saya', next)).toMatchObject({ field: 'present', code: 'wrong' });
    // One attempt, not a second one with new tokens: each counts as a failure.
    expect(profile.requests.slice(before).map(({ path }) => path)).toEqual(['/api/v1/password']);
    expect(await asked()).toBe('new_password');
    expect(await refused(password, next)).toBe('changed');
    expect(await asked()).toBeNull();

    // The device goes on by the new one.
    profile.isOnline = false;
    await session.signOut(true);
    expect(await session.signIn(name, password)).toEqual({ ok: false, error: 'wrong_credentials' });
    expect((await session.signIn(name, next)).ok).toBe(true);
  });

  it('SES-7 keeps nobody from working without a network', async () => {
    const { name, profile, session, asked } = await sitDown();
    await server.db.updateTable('account').set({ must_change: true }).where('user_id', '=', name).execute();
    await session.signOut(true);
    expect((await session.signIn(name, password)).ok).toBe(true);
    expect(await asked()).toBe('new_password');
    profile.isOnline = false;
    expect(await session.changePassword(password, next)).toEqual({ ok: false, error: { kind: 'offline' } });
    session.guard.postpone();
    expect(await asked()).toBeNull();
    await session.signOut(true);
    expect((await session.signIn(name, password)).ok).toBe(true);
    expect(await asked()).toBeNull();
    // At the next start it is asked again.
    const restarted = profile.session();
    await restarted.restore();
    await restarted.guard.look();
    expect(restarted.guard.demand()).toBe('new_password');
  });
});
