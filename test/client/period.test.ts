import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concernsPeriod } from '#shared/recap/flow.ts';
import { monthPeriod, previousMonth } from '#shared/recap/period.ts';
import { openDesk, register } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

const day = 86_400_000;

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

describe('tickets for a recap', () => {
  it('hold a ticket that was finished before the period and taken up again in it', async () => {
    await server.addUser('rekap', 'supervisor');
    const { desk } = await openDesk(server, 'rekap');
    const id = await register(desk);
    expect(await desk.mutate('ticket.resolve', { id, solution: 'Selesai', cause: '' })).toMatchObject({
      ok: true,
    });
    const finished = await register(desk);
    await desk.mutate('ticket.resolve', { id: finished, solution: 'Selesai', cause: '' });
    server.pass(90 * day);
    expect(await desk.mutate('ticket.reopen', { id, reason: 'Belum selesai' })).toMatchObject({ ok: true });
    const month = monthPeriod('2027-02', 'Asia/Jakarta');
    if (!month.ok) throw new Error(month.error);
    const ticket = await desk.ticket(id);
    if (ticket === undefined) throw new Error('no ticket');
    expect(concernsPeriod(ticket, month.value)).toBe(true);
    const { from } = previousMonth(month.value);
    expect((await desk.ticketsForPeriod(from, month.value.to)).map((found) => found.id)).toEqual([id]);
    expect(await desk.ticketsForPeriod(from - 40 * day, from - 5 * day)).toEqual([]);
  });
});
