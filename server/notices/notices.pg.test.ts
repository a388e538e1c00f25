import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nineOClock } from '../contract/world.ts';
import { openDatabase } from '../db/open.ts';
import { verifyChains } from '../store/verify.ts';
import {
  createNoticeServer,
  createNoticeWorld,
  hourMs,
  minuteMs,
  type NoticeServer,
  type NoticeWorld,
} from './notice-world.ts';
import { startTestRelay, type TestRelay } from './test-relay.ts';

let databases = 0;

/** A new database on the suite's PostgreSQL. */
async function makePlace(): Promise<{ url: string }> {
  databases += 1;
  const server = process.env.TANGGAP_TEST_PG ?? '';
  const name = `notices_${process.pid}_${databases}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href };
}

describe('two servers on one PostgreSQL', () => {
  let world: NoticeWorld;
  let relay: TestRelay;
  let servers: NoticeServer[];
  let closeSecond: () => Promise<void>;
  beforeEach(async () => {
    const place = await makePlace();
    world = await createNoticeWorld(place);
    relay = await startTestRelay();
    const second = await openDatabase(place, world.time.platform);
    closeSecond = () => second.close();
    servers = [
      await createNoticeServer(world.database, world.time, relay.url),
      await createNoticeServer(second, world.time, relay.url),
    ];
  });
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.close()));
    await relay.close();
    await closeSecond();
    await world.database.close();
  });
  const settle = async () => {
    await Promise.all(servers.map((server) => server.settle()));
  };
  const register = async (count: number) => {
    const [first] = servers;
    if (first === undefined) throw new Error('no server');
    const ids: string[] = [];
    for (let at = 0; at < count; at += 1) {
      const registration = world.registration({});
      await world.push(first.services, registration);
      ids.push(registration[1].id);
      // Each a minute after the other: their steps come one by one.
      world.time.platform.advance(minuteMs);
    }
    // Notices keep their order: who hears this one has heard of all the tickets.
    const heard = servers.map(
      ({ services }) =>
        new Promise<void>((resolve) => {
          services.pokes.subscribe((spaces) => {
            if (spaces.includes('end')) resolve();
          });
        }),
    );
    first.services.pokes.publish(['end']);
    await Promise.all(heard);
    await settle();
    return ids;
  };
  const told = () => world.database.db.selectFrom('told').selectAll().execute();
  const notified = async () => {
    const rows = await world.database.db
      .selectFrom('stored_row')
      .select('doc')
      .where('kind', '=', 'journal')
      .execute();
    return rows.filter(({ doc }) => (doc as { type: string }).type === 'notified').length;
  };

  it('tell each step and send each mail exactly once', async () => {
    for (const server of servers) server.start();
    await settle();
    const ids = await register(4);
    await world.time.passTo(nineOClock + 8 * hourMs, settle);
    const mails = await world.queued();
    // Four steps of the response and two of the resolution each, as many lines of the journal.
    expect(await told()).toHaveLength(ids.length * 6);
    expect(await notified()).toBe(ids.length * 6);
    // One about the assignment; 1 + 1 + 2 + 3 for the response; 1 + 1 for the resolution.
    expect(mails).toHaveLength(ids.length * 10);
    await Promise.all(servers.map((server) => server.close()));
    expect(relay.arrived).toHaveLength(mails.length);
    expect(new Set(relay.arrived.map(({ messageId }) => messageId)).size).toBe(mails.length);
    expect((await verifyChains(world.database.db)).faults).toEqual([]);
  });

  it('that start at once after a long stop send one summary a person', async () => {
    const ids = await register(30);
    world.time.platform.advance(2 * hourMs);
    for (const server of servers) server.start();
    await settle();
    await world.time.passTo(world.time.platform.clock() + minuteMs, settle);
    await Promise.all(servers.map((server) => server.close()));
    const summaries = relay.arrived.filter(({ subject }) => subject?.startsWith('Ringkasan: 30 tiket'));
    expect(summaries.map(({ envelopeTo }) => envelopeTo.join()).sort()).toEqual(
      ['op', 'sup', 'tek'].map((name) => `${name}@kota.go.id`),
    );
    // Besides these only the mails about the assignments.
    expect(relay.arrived).toHaveLength(3 + ids.length);
    expect(await notified()).toBe(ids.length);
  });

  it('share a long queue: neither sends what the other took', async () => {
    await register(40);
    for (const server of servers) server.sender?.start();
    await settle();
    await world.time.passTo(world.time.platform.clock() + minuteMs, settle);
    await Promise.all(servers.map((server) => server.close()));
    expect(relay.arrived).toHaveLength(40);
    expect(new Set(relay.arrived.map(({ messageId }) => messageId)).size).toBe(40);
  });

  it('use the index of open tickets to find them at the start', async () => {
    await register(3);
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      EXPLAIN SELECT id, doc FROM stored_row
      WHERE kind = 'ticket' AND NOT deleted AND (doc ->> 'state') NOT IN ('closed', 'cancelled') AND id > ''
      ORDER BY id LIMIT 500`.execute(world.database.db);
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('stored_row_ticket_open');
  });
});
