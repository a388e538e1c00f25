import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryPlace } from '../../test/support/memory-place.ts';
import { dayMs, oldTicket } from '../contract/old-tickets.ts';
import { createWorld, nineOClock, type World } from '../contract/world.ts';
import { writeRows } from '../store/rows.ts';
import { ticketSpan } from './migrations/0007-ticket-span.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld(memoryPlace());
});
afterAll(() => world.close());

describe('what windows are decided by', () => {
  it('is made from the rows there are as it is kept beside those that are written', async () => {
    const { db } = world.database;
    const tickets = [
      oldTicket('tua', nineOClock - 900 * dayMs, {
        title: "Printer 'rusak' – ruang B-7",
        client: { name: 'Ny. Sri Wahyuni, S.Pd.', opd: '', position: '', phone: '', email: '' },
      }),
      oldTicket('batal', nineOClock - 700 * dayMs, {
        state: 'cancelled',
        updatedAt: nineOClock - 600 * dayMs,
      }),
      oldTicket('buka', nineOClock - 800 * dayMs, { state: 'in_progress', closedAt: null }),
      oldTicket('sunyi', nineOClock - 500 * dayMs, { opd: 'DISDIK' }, 0),
    ];
    await db.transaction().execute((tx) => writeRows(tx, tickets.flat()));
    const read = async () =>
      (
        await sql`SELECT id, space, entered, woken, reported_at, ended_at, words::text FROM ticket_span ORDER BY id`.execute(
          db,
        )
      ).rows;
    const kept = await read();
    expect(kept).toHaveLength(4);
    await sql`DROP TABLE ticket_span`.execute(db);
    await ticketSpan.up(db);
    expect(await read()).toEqual(kept);
  });
});
