import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registration } from '../support/desk-in-memory.ts';
import { TestProfile } from './support/test-profile.ts';
import { TestServer } from './support/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start();
  await server.addUser('operator', 'operator');
});
afterEach(() => server.stop());

describe('outbox', () => {
  it('OUT-1 a mutation is in the outbox and in the rows together, then reaches the server', async () => {
    const profile = new TestProfile(server);
    const desk = await profile.signIn('operator');
    const { engine, store } = await profile.worker('operator');
    expect(await engine.exchange()).toEqual({ kind: 'done' });
    const id = desk.newId();
    const number = await desk.nextTicketNumber('incident', 'DINKES');
    const done = await desk.mutate('ticket.register', registration({ id, number }) as never);
    expect(done).toMatchObject({ ok: true, value: { mutationId: 1 } });
    expect((await desk.ticket(id))?.number).toBe(number);
    expect(await store.db.outbox.count()).toBe(1);
    expect(await engine.exchange()).toEqual({ kind: 'done' });
    expect(await store.db.outbox.count()).toBe(0);
    expect(await store.db.shadow.count()).toBe(0);
    const journal = await desk.journal(id);
    expect(journal.map((entry) => [entry.type, entry.receivedAt])).toEqual([['registered', server.now]]);
  });
});
