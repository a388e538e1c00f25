import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeskStore } from '../../renderer/data/contract.ts';
import { openDesk, register, sync } from './support/scene.ts';
import type { TestProfile } from './support/test-profile.ts';
import { TestServer } from './support/test-server.ts';

const minute = 60_000;
const hour = 60 * minute;
const tenYears = 3653 * 24 * hour;

let server: TestServer;
let people = 0;
async function newOperator(): Promise<string> {
  people += 1;
  return (await server.addUser(`petugas-${people}`, 'operator')).username;
}
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

interface Push {
  readonly mutations: readonly { readonly id: number }[];
  readonly clock?: readonly { readonly id: number; readonly skewMs: number }[];
}
const pushesOf = (profile: TestProfile) =>
  profile.requests.filter(({ path }) => path === '/api/v1/push').map(({ body }) => body as Push);

/** Texts of the notes with what the server found doubtful in their instants. */
async function doubts(desk: DeskStore, id: string) {
  const notes = (await desk.journal(id)).filter(({ type }) => type === 'noted');
  return Object.fromEntries(notes.map(({ text, clock }) => [text, clock]));
}

const note = (desk: DeskStore, id: string, text: string) => desk.mutate('ticket.note', { id, text });

/** A desk with a ticket on the server, closed; what happens to its PC before it is opened again is up to the test. */
async function closedDesk() {
  const name = await newOperator();
  const { desk, engine, profile, local } = await openDesk(server, name);
  const id = await register(desk);
  await sync({ engine });
  await desk.close();
  profile.isOnline = false;
  return { name, profile, id, db: local.db };
}

describe('clock of the device', () => {
  it('CLK-6 F35 a PC that started with a clock three hours behind tells by how much its work is wrong', async () => {
    const { name, profile, id } = await closedDesk();
    const closedAt = server.now;
    server.pass(45 * minute);
    profile.skewMs = -3 * hour;
    const desk = await profile.openWindow();
    const { engine } = await profile.worker(name);
    expect(desk.now()).toBe(closedAt);
    server.pass(10 * minute);
    await note(desk, id, 'pagi');
    server.pass(5 * minute);
    profile.isOnline = true;
    await sync({ engine });
    expect(desk.now()).toBe(server.now);
    expect(desk.sync.status().clockOffsetMs).toBe(3 * hour);
    expect(await doubts(desk, id)).toEqual({ pagi: { claimedAt: null, skewMs: 45 * minute } });
    await note(desk, id, 'sesudahnya');
    await sync({ engine });
    expect(await doubts(desk, id)).toEqual({
      pagi: { claimedAt: null, skewMs: 45 * minute },
      sesudahnya: undefined,
    });
    // The question for the time comes once, then the mutations with what is known of their instants.
    expect(pushesOf(profile).slice(-3)).toMatchObject([
      { mutations: [] },
      { mutations: [{ id: 2 }], clock: [{ id: 2, skewMs: 45 * minute }] },
      { mutations: [{ id: 3 }] },
    ]);
    expect(pushesOf(profile).at(-1)?.clock).toBeUndefined();
  });

  it('CLK-6 a device that never learnt the server’s time, put to work offline three hours behind', async () => {
    const { name, profile, id, db } = await closedDesk();
    await db.meta.delete('clock');
    server.pass(hour);
    profile.skewMs = -3 * hour;
    const desk = await profile.openWindow();
    const { engine } = await profile.worker(name);
    const claimedAt = desk.now();
    expect(claimedAt).toBe(server.now - 3 * hour);
    await note(desk, id, 'tiga jam');
    server.pass(minute);
    profile.isOnline = true;
    await sync({ engine });
    expect(await doubts(desk, id)).toEqual({ 'tiga jam': { claimedAt: null, skewMs: 3 * hour } });
  });

  it('CLK-6 a device set to 2036 loses no work; its instants count from the receipt and say what it claimed', async () => {
    const { name, profile, id } = await closedDesk();
    profile.skewMs = tenYears;
    const desk = await profile.openWindow();
    const { engine } = await profile.worker(name);
    const claimedAt = desk.now();
    expect(new Date(claimedAt).getUTCFullYear()).toBe(2036);
    await note(desk, id, 'dari masa depan');
    const made = await register(desk);
    server.pass(20 * minute);
    profile.isOnline = true;
    await sync({ engine });
    expect(desk.review.items()).toEqual([]);
    expect(await doubts(desk, id)).toEqual({ 'dari masa depan': { claimedAt, skewMs: -tenYears } });
    const journal = await desk.journal(id);
    expect(journal.at(-1)).toMatchObject({ occurredAt: server.now, receivedAt: server.now });
    expect((await desk.ticket(made))?.clockDoubt).toMatchObject({ claimedAt, skewMs: -tenYears });
    expect(desk.now()).toBe(server.now);
  });

  it('CLK-4 set forward an hour while running: only what was made after it is in doubt, in every window', async () => {
    const name = await newOperator();
    const { desk, engine, profile } = await openDesk(server, name);
    const other = await profile.openWindow();
    const id = await register(desk);
    await sync({ engine });
    profile.isOnline = false;
    server.pass(20 * minute);
    await note(desk, id, 'sebelum');
    profile.skewMs = hour;
    server.pass(minute);
    await note(other, id, 'sesudah');
    await note(desk, id, 'juga sesudah');
    server.pass(30 * minute);
    profile.isOnline = true;
    await sync({ engine });
    const wrong = { claimedAt: null, skewMs: -hour };
    // They claimed an instant after the receipt.
    expect(await doubts(desk, id)).toEqual({
      sebelum: undefined,
      sesudah: { ...wrong, claimedAt: server.now + 30 * minute },
      'juga sesudah': { ...wrong, claimedAt: server.now + 30 * minute },
    });
    for (const window of [desk, other]) expect(window.now()).toBe(server.now);
  });

  it('CLK-2 three days of sleep and a clock set back put nothing in doubt', async () => {
    const name = await newOperator();
    const { desk, engine, profile, local } = await openDesk(server, name);
    const id = await register(desk);
    await sync({ engine });
    profile.isOnline = false;
    await note(desk, id, 'Jumat');
    server.pass(72 * hour);
    profile.asleepMs += 72 * hour;
    await note(desk, id, 'Senin');
    profile.skewMs = -8 * hour;
    server.pass(minute);
    await note(desk, id, 'Senin, jam mundur');
    expect(desk.now()).toBe(server.now);
    profile.isOnline = true;
    await sync({ engine });
    expect(await doubts(desk, id)).toEqual({
      Jumat: undefined,
      Senin: undefined,
      'Senin, jam mundur': undefined,
    });
    expect(await local.db.outbox.count()).toBe(0);
    expect(desk.sync.status().clockOffsetMs).toBe(8 * hour);
  });

  it('CLK-6 the words of a mutation stay the same on every attempt, whatever is learnt of its instant', async () => {
    const { name, profile, id } = await closedDesk();
    server.pass(2 * hour);
    profile.skewMs = -6 * hour;
    const desk = await profile.openWindow();
    const { engine, store } = await profile.worker(name);
    await note(desk, id, 'kata demi kata');
    const before = await store.db.outbox.toArray();
    profile.isOnline = true;
    let lost = 0;
    profile.faults = {
      after(path, response) {
        const isWork = (pushesOf(profile).at(-1)?.mutations.length ?? 0) > 0;
        if (path !== '/api/v1/push' || !isWork || lost === 2) return response;
        lost += 1;
        throw new TypeError('answer lost');
      },
    };
    while ((await engine.exchange()).kind !== 'done') server.pass(40_000);
    const sent = pushesOf(profile).filter(({ mutations }) => mutations.length > 0 && mutations[0]?.id === 2);
    const [entry] = before;
    const { name: what, args, occurredAt, seenServerTime } = entry ?? {};
    for (const { mutations } of sent) {
      expect(mutations).toEqual([{ id: 2, name: what, args, occurredAt, seenServerTime }]);
    }
    expect(sent).toHaveLength(3);
    expect(await doubts(desk, id)).toEqual({ 'kata demi kata': { claimedAt: null, skewMs: 2 * hour } });
  });

  it('CLK-6 what an older version wrote has no epoch, and nothing is said of its instant', async () => {
    const { name, profile, id, db } = await closedDesk();
    server.pass(hour);
    profile.skewMs = -2 * hour;
    const desk = await profile.openWindow();
    const { engine } = await profile.worker(name);
    await note(desk, id, 'versi lama');
    const { clockEpoch: _epoch, ...old } = (await db.outbox.toArray())[0] ?? {};
    await db.outbox.put(old as never);
    profile.isOnline = true;
    await sync({ engine });
    expect(await doubts(desk, id)).toEqual({ 'versi lama': undefined });
  });
});
