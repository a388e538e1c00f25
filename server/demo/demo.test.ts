import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userSchema } from '#shared/domain/reference.ts';
import { type Ticket, ticketSchema } from '#shared/domain/ticket.ts';
import { parseTicketNumber } from '#shared/domain/ticket-number.ts';
import { evaluate } from '#shared/sla/evaluate.ts';
import type { CalendarDays } from '#shared/sla/hours.ts';
import { PolicyShelf } from '#shared/sla/policy-shelf.ts';
import { rowSchemas } from '#shared/sync/rows.ts';
import { memoryPlace } from '../../test/support/memory-place.ts';
import { findAccount } from '../auth/accounts.ts';
import { isPassword } from '../auth/passwords.ts';
import { loadShipped } from '../cli/with-database.ts';
import { type Database, openDatabase } from '../db/open.ts';
import { canonicalJson } from '../store/canonical.ts';
import { verifyChains } from '../store/verify.ts';
import { loadDemoDefinitions } from './definitions.ts';
import { demoPassword, fillDatabase, isFilled } from './fill-database.ts';
import { createRandom } from './random.ts';

const shipped = loadShipped();
const national: CalendarDays = shipped.national?.days ?? { holidays: [], halfDays: [], periods: [] };
const shelf = new PolicyShelf(shipped.packs);
shelf.replace(
  [],
  [
    {
      id: 'national.1',
      opd: null,
      revision: 1,
      days: national,
      appliesFrom: 0,
      publishedAt: 0,
      publishedBy: 'system',
      publishedByName: 'Tanggap',
      note: '',
    },
  ],
);
const policies = shelf.find;
/** Friday 20 November 2026, 14:00 WIB, and thirteen months before. */
const now = Date.UTC(2026, 10, 20, 7);
const from = Date.UTC(2025, 9, 19, 17);
const cheap = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

async function makeDemo(seed: number, tickets: number): Promise<Database> {
  const database = await openDatabase(memoryPlace(), { clock: () => now, id: () => 'epoch' });
  await fillDatabase({ db: database.db, policies, passwordCost: cheap, tickets, seed, span: { from, now } });
  return database;
}

/** A hash over every row with its version, the chains, and the devices. */
async function hashOf({ db }: Database): Promise<string> {
  const hash = createHash('sha256');
  for (const row of await db.selectFrom('stored_row').selectAll().orderBy('kind').orderBy('id').execute())
    hash.update(canonicalJson(row));
  for (const space of await db.selectFrom('space').selectAll().orderBy('id').execute())
    hash.update(canonicalJson(space));
  for (const device of await db.selectFrom('device').selectAll().orderBy('id').execute())
    hash.update(canonicalJson(device));
  return hash.digest('hex');
}

describe('the demo', () => {
  let demo: Database;
  let tickets: Ticket[];
  beforeAll(async () => {
    demo = await makeDemo(2026, 400);
    const rows = await demo.db
      .selectFrom('stored_row')
      .select('doc')
      .where('kind', '=', 'ticket')
      .orderBy('id')
      .execute();
    tickets = rows.map(({ doc }) => ticketSchema.parse(doc));
  });
  afterAll(() => demo.close());

  it('is the same for the same seed and another for another', async () => {
    const [again, other] = [await makeDemo(2026, 400), await makeDemo(7, 400)];
    try {
      const first = await hashOf(demo);
      expect(await hashOf(again)).toBe(first);
      expect(await hashOf(other)).not.toBe(first);
    } finally {
      await again.close();
      await other.close();
    }
  });

  it('keeps every row readable, the audit chain whole, and the database marked as filled', async () => {
    for (const row of await demo.db.selectFrom('stored_row').selectAll().execute())
      expect(rowSchemas[row.kind].safeParse(row.doc)).toMatchObject({ success: true });
    expect((await verifyChains(demo.db)).faults).toEqual([]);
    expect(await isFilled(demo.db)).toBe(true);
  });

  it('has 12 offices, 37 users of every role who can log in', async () => {
    const rows = await demo.db.selectFrom('stored_row').selectAll().where('kind', '=', 'user').execute();
    const users = rows.map(({ doc }) => userSchema.parse(doc));
    expect(users).toHaveLength(37);
    expect(new Set(users.map((user) => user.role)).size).toBe(6);
    expect(
      await demo.db.selectFrom('stored_row').select('id').where('kind', '=', 'opd').execute(),
    ).toHaveLength(12);
    for (const name of ['operator', 'teknisi', 'supervisor', 'admin', 'operator.jabar']) {
      const account = await findAccount(demo.db, name);
      expect(await isPassword(account?.passwordHash ?? '', demoPassword)).toBe(true);
    }
  });

  it('numbers tickets by enrolled devices, each number once, the newest ticket last', async () => {
    const devices = await demo.db.selectFrom('device').select('code').execute();
    const codes = new Set(devices.map(({ code }) => code));
    expect(tickets).toHaveLength(400);
    expect(new Set(tickets.map(({ number }) => number)).size).toBe(400);
    for (const { number, kind, opd } of tickets) {
      const parsed = parseTicketNumber(number);
      expect(parsed).toMatchObject({ ok: true, value: { kind, opd } });
      expect(parsed.ok && codes.has(parsed.value.device)).toBe(true);
    }
    const registered = tickets.map(({ registeredAt }) => registeredAt);
    expect(registered).toEqual([...registered].sort((a, b) => a - b));
  });

  it('lies in the thirteen months, within office hours but for reports at night', () => {
    for (const ticket of tickets) {
      const office = policies(ticket.policy.name)?.calendars.get('office')?.open;
      expect(ticket.reportedAt).toBeGreaterThanOrEqual(from);
      for (const { at } of ticket.timeline) {
        expect(at).toBeLessThanOrEqual(now);
        // Closing time itself still belongs to the day.
        expect(office?.isOpen(at) === true || office?.isOpen(at - 1) === true).toBe(true);
      }
    }
  });

  it('publishes the days off one office has of its own, by the administrator', async () => {
    const rows = await demo.db.selectFrom('stored_row').selectAll().where('kind', '=', 'calendar').execute();
    expect(rows.map(({ id, space }) => [id, space])).toEqual([['DISKOMINFO.1', 'ref']]);
    expect(rows[0]?.doc).toMatchObject({ publishedBy: 'demo-admin', publishedAt: from });
  });

  it('lets nobody work on days off, nor at the one office outside its hours in Ramadan', () => {
    const off = new Set(national.holidays.map(({ date }) => date));
    const localOf = (at: number): string => new Date(at + 7 * 3_600_000).toISOString();
    let inRamadan = 0;
    for (const { opd, timeline } of tickets) {
      for (const { at } of timeline) {
        const local = localOf(at);
        expect([local, off.has(local.slice(0, 10))]).toEqual([local, false]);
        if (opd !== 'DISKOMINFO') continue;
        expect(local.slice(0, 10)).not.toBe('2026-07-15');
        if (local < '2026-02-19' || local >= '2026-03-21') continue;
        inRamadan += 1;
        const isFriday = new Date(local).getUTCDay() === 5;
        expect(local.slice(11) <= (isFriday ? '15:30:00.000Z' : '15:00:00.000Z')).toBe(true);
      }
    }
    expect(off.size).toBeGreaterThan(100);
    expect(inRamadan).toBeGreaterThan(0);
  });

  it('has offices by every shipped pack, with work that the pack judges and people on every level', async () => {
    const { offices, people } = loadDemoDefinitions();
    expect(new Set(offices.map(({ policy }) => policy))).toEqual(
      new Set(shipped.packs.map(({ name }) => name)),
    );
    for (const { code, policy: name, levels } of offices) {
      const policy = policies(name, undefined, code);
      if (policy === undefined) throw new Error(`no pack ${name}`);
      const own = tickets.filter(({ opd }) => opd === code);
      expect(own.every((ticket) => ticket.policy.name === name)).toBe(true);
      expect(own.some((ticket) => ticket.state !== 'closed')).toBe(true);
      for (const ticket of own) {
        const isJudged = ticket.kind !== 'problem' && ticket.kind !== 'change';
        const { metrics } = evaluate(policy, ticket, now);
        if (isJudged) expect([code, ticket.kind, metrics.length > 0]).toEqual([code, ticket.kind, true]);
      }
      expect(Object.keys(levels ?? {})).toEqual(policy.pack.escalation.map(({ level }) => String(level)));
      for (const id of Object.values(levels ?? {}).flat()) {
        const person = people.find(({ username }) => id === `demo-${username}`);
        expect([code, person?.scope]).toEqual([code, expect.arrayContaining([code])]);
      }
    }
    for (const { email, username } of people) expect(email).toBe(`${username}@example.go.id`);
  });

  it('shows every kind of life', () => {
    const count = (test: (ticket: Ticket) => boolean) => tickets.filter(test).length;
    for (const state of ['new', 'in_progress', 'waiting', 'resolved', 'closed', 'cancelled'])
      expect([state, count((ticket) => ticket.state === state) > 0]).toEqual([state, true]);
    expect(count((ticket) => ticket.reopenCount > 0)).toBeGreaterThan(0);
    expect(count((ticket) => ticket.returnCount > 0)).toBeGreaterThan(0);
    expect(count((ticket) => ticket.openEscalation !== null)).toBeGreaterThan(0);
    expect(count((ticket) => ticket.category !== ticket.firstCategory)).toBeGreaterThan(0);
    expect(count((ticket) => ticket.solvedLevel === 1)).toBeGreaterThan(0);
    expect(count((ticket) => ticket.solvedLevel === 2)).toBeGreaterThan(0);
    expect(new Set(tickets.map(({ kind }) => kind)).size).toBe(5);
  });

  it('has targets today that run, come near their end, are late, or pause', () => {
    const open = tickets.filter(
      ({ state, policy: { name } }) =>
        name === 'madiun' && (state === 'new' || state === 'in_progress' || state === 'waiting'),
    );
    const policy = policies('madiun');
    if (policy === undefined) throw new Error('no pack');
    const all = open.flatMap((ticket) => evaluate(policy, ticket, now).metrics);
    const targets = all.filter(({ stoppedAt }) => stoppedAt === null);
    for (const metric of ['response', 'resolution']) {
      const states = targets.filter((target) => target.metric === metric);
      expect(states.some(({ state, warning }) => state === 'running' && warning === null)).toBe(true);
      expect(states.some(({ state, warning }) => state === 'running' && (warning ?? 0) >= 0.75)).toBe(true);
      expect(states.some(({ state }) => state === 'breached')).toBe(true);
    }
    expect(targets.some(({ metric, state }) => metric === 'resolution' && state === 'paused')).toBe(true);
  });
});

describe('definitions and randomness', () => {
  it('fills in every wording without a gap', () => {
    const { incidents, requests, phrases } = loadDemoDefinitions();
    const known = [
      'app',
      'unit',
      'room',
      'asset',
      'count',
      'hour',
      'client',
      'number',
      'title',
      'solution',
      'code',
    ];
    for (const [, name] of JSON.stringify([incidents, requests, phrases]).matchAll(/\{(\w+)\}/g))
      expect(known).toContain(name);
  });

  it('repeats its numbers, spreads them evenly, and keeps weights', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, createRandom(seed).next);
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    const random = createRandom(5);
    const values = Array.from({ length: 20_000 }, () => random.next());
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    const tenths = Array.from(
      { length: 10 },
      (_, place) => values.filter((value) => Math.floor(value * 10) === place).length,
    );
    for (const tenth of tenths) expect(Math.abs(tenth - 2000)).toBeLessThan(200);
    const drawn = Array.from(
      { length: 9000 },
      () =>
        random.weighted([
          { name: 'a', weight: 1 },
          { name: 'b', weight: 2 },
        ]).name,
    );
    expect(Math.abs(drawn.filter((name) => name === 'a').length - 3000)).toBeLessThan(300);
  });
});
