import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ticketSchema } from '#shared/domain/ticket.ts';
import { monthPeriod, previousMonth } from '#shared/recap/period.ts';
import { buildRecap } from '#shared/recap/recap.ts';
import { PolicyShelf } from '#shared/sla/policy-shelf.ts';
import { memoryPlace } from '../../test/support/memory-place.ts';
import { loadShipped, readOpds } from '../cli/with-database.ts';
import { type Database, openDatabase } from '../db/open.ts';
import { fillDatabase } from '../demo/fill-database.ts';
import { readTicketsForRecap } from './recap-tickets.ts';

const policies = new PolicyShelf(loadShipped().packs).find;
const now = Date.UTC(2026, 10, 20, 7);
const passwordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

describe('tickets read for a recap', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase(memoryPlace(), { clock: () => now, id: () => 'epoch' });
    const span = { from: Date.UTC(2025, 9, 19, 17), now };
    await fillDatabase({ db: database.db, policies, passwordCost, tickets: 300, seed: 11, span });
  });
  afterAll(() => database.close());

  it.each([
    ['2025-10', null],
    ['2025-12', 'DINKES'],
    ['2026-03', null],
    ['2026-10', 'SETDA'],
    ['2026-11', null],
    ['2027-01', null],
  ])('give the recap of %s for %s that all tickets give', async (month, opd) => {
    const { db } = database;
    const period = monthPeriod(month, 'Asia/Jakarta');
    if (!period.ok) throw new Error(period.error);
    const previous = previousMonth(period.value);
    const opds = await readOpds(db, opd ?? undefined);
    const rows = await db
      .selectFrom('stored_row')
      .select('doc')
      .where('kind', '=', 'ticket')
      .orderBy('id')
      .execute();
    const all = rows.map(({ doc }) => ticketSchema.parse(doc));
    const read = await readTicketsForRecap(db, { from: previous.from, to: period.value.to }, opd);
    const base = { period: period.value, previous, opds, policies, now, opd };
    const recap = buildRecap({ ...base, tickets: read });
    expect(recap).toEqual(buildRecap({ ...base, tickets: all }));
    const { carriedIn, reported, resolved, cancelled, carriedOut } = recap.totals;
    expect(carriedIn + reported).toBe(resolved + cancelled + carriedOut);
    expect(read.length).toBeLessThan(all.length);
    if (month === '2026-03') expect(reported).toBeGreaterThan(0);
  });
});
