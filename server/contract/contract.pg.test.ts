import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedOf } from '../../test/support/seed.ts';
import { PolicyFeed } from '../policies/policy-feed.ts';
import { publishShipped } from '../policies/seed.ts';
import { verifyChains } from '../store/verify.ts';
import { createSharedPokes } from '../sync/pokes.ts';
import { describeAdministration } from './admin-contract.ts';
import { describeCourier } from './courier-contract.ts';
import { describeCourierUpload } from './courier-upload-contract.ts';
import { deviceOf, type TestDevice } from './device.ts';
import { describeFiles } from './files-contract.ts';
import { describeHostility } from './hostile-contract.ts';
import { describeKeptBytes } from './kept-bytes-contract.ts';
import { describeOlder } from './older-contract.ts';
import { describePull } from './pull-contract.ts';
import { describePush } from './push-contract.ts';
import { describeRights } from './rights-contract.ts';
import { describeSessions } from './session-contract.ts';
import { describeShipped } from './shipped-contract.ts';
import { describeServiceLevels } from './sla-contract.ts';
import { describeClaims } from './time-contract.ts';
import { describeWindow } from './window-contract.ts';
import { describeWindowOrder } from './window-order-contract.ts';
import { createWorld, packOf, type World } from './world.ts';

const server = process.env.TANGGAP_TEST_PG ?? '';
let databases = 0;

/** A new database on the suite's PostgreSQL. */
async function makePlace(): Promise<{ url: string }> {
  databases += 1;
  const name = `contract_${process.pid}_${databases}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href };
}

describeSessions('PostgreSQL', makePlace);
describePush('PostgreSQL', makePlace);
describeRights('PostgreSQL', makePlace);
describeClaims('PostgreSQL', makePlace);
describePull('PostgreSQL', makePlace);
describeHostility('PostgreSQL', makePlace);
describeAdministration('PostgreSQL', makePlace);
describeShipped('PostgreSQL', makePlace);
describeServiceLevels('PostgreSQL', makePlace);
describeFiles('PostgreSQL', makePlace);
describeKeptBytes('PostgreSQL', makePlace);
describeCourier('PostgreSQL', makePlace);
describeCourierUpload('PostgreSQL', makePlace);
describeWindow('PostgreSQL', makePlace);
describeWindowOrder('PostgreSQL', makePlace, seedOf('window'));
describeOlder('PostgreSQL', makePlace);

describe('races on PostgreSQL', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld(await makePlace());
  });
  afterAll(() => world.close());

  it('PULL-9 F29 misses no row while many devices push to the same spaces', async () => {
    const writers = await Promise.all(
      Array.from({ length: 8 }, (_, at) => deviceOf(world, at % 2 === 0 ? 'ana' : 'super')),
    );
    const reader = await deviceOf(world, 'super');
    const rounds = 25;
    const expected = new Set<string>();
    let isWriting = true;
    const write = async (device: TestDevice, at: number) => {
      for (let round = 0; round < rounds; round += 1) {
        const register = device.registration({}, at % 4 === 1 ? 'DISDIK' : 'DINKES');
        const { id } = register.args as { id: string };
        expected.add(id);
        const answer = await device.push(register, device.mutation('ticket.note', { id, text: `${round}` }));
        expect(answer.outcomes).toEqual([]);
      }
    };
    const seen = new Map<string, number>();
    const read = async () => {
      while (isWriting) for (const { kind, id } of await reader.pullAll(7)) seen.set(`${kind} ${id}`, 1);
      for (const { kind, id } of await reader.pullAll(7)) seen.set(`${kind} ${id}`, 1);
    };
    const reading = read();
    await Promise.all(writers.map(write));
    isWriting = false;
    await reading;
    const { db } = world.database;
    const stored = await db.selectFrom('stored_row').select(['kind', 'id']).execute();
    expect(expected.size).toBe(8 * rounds);
    expect(stored.filter((row) => !seen.has(`${row.kind} ${row.id}`))).toEqual([]);
    expect((await verifyChains(db)).faults).toEqual([]);
  });

  it('PUSH-4 F27 takes only one of two copies of a profile that number their work alike', async () => {
    const device = await deviceOf(world, 'ana');
    for (let round = 0; round < 10; round += 1) {
      const one = device.registration();
      const two = { ...one, args: { ...(one.args as object), title: 'Dari salinan' } };
      const answers = await Promise.all(
        [one, two].map((mutation) => device.send('push', { protocol: 1, mutations: [mutation] })),
      );
      const codes = answers.map((answer) => answer.json().error?.code ?? 'taken');
      expect(codes.sort()).toEqual(['mutation_changed', 'taken']);
    }
  });

  it('PUSH-13 does not deadlock when batches touch the spaces in opposite orders', async () => {
    const devices = await Promise.all(Array.from({ length: 6 }, () => deviceOf(world, 'super')));
    await Promise.all(
      devices.map(async (device, at) => {
        for (let round = 0; round < 15; round += 1) {
          const offices = at % 2 === 0 ? ['DINKES', 'DISDIK'] : ['DISDIK', 'DINKES'];
          const batch = offices.map((office) => device.registration({}, office));
          expect((await device.push(...batch)).outcomes).toEqual([]);
        }
      }),
    );
    expect((await verifyChains(world.database.db)).faults).toEqual([]);
  });

  it('POKE-2 reaches readers on another server process', async () => {
    const url = world.database.url ?? '';
    const [here, there] = [await createSharedPokes(url), await createSharedPokes(url)];
    const heard = new Promise<readonly string[]>((resolve) => {
      there.subscribe(resolve);
    });
    here.publish(['opd:DINKES']);
    expect(await heard).toEqual(['opd:DINKES']);
    await Promise.all([here.close(), there.close()]);
  });

  it('ADM-9 reaches the packs of another server process', async () => {
    const { db, url } = world.database;
    await publishShipped(db, { packs: [packOf(1)], national: null }, 0, () => undefined);
    const pokes = await createSharedPokes(url ?? '');
    const feed = await PolicyFeed.open(db, []);
    const failures: unknown[] = [];
    const end = feed.follow(pokes, (error) => failures.push(error));
    expect(feed.find('madiun')?.pack.version).toBe(1);
    const admin = await deviceOf(world, 'admin');
    const body = { protocol: 2, pack: packOf(2), effectiveFrom: null, note: '' };
    const heard = new Promise<void>((resolve) => {
      pokes.subscribe((spaces) => {
        if (spaces.includes('ref')) resolve();
      });
    });
    expect((await admin.send('admin/policies', body)).statusCode).toBe(200);
    await heard;
    // The notice has started a reading; to end the following is to wait for it.
    await end();
    expect(feed.find('madiun')?.pack.version).toBe(2);
    expect(failures).toEqual([]);
    await pokes.close();
  });

  it('ADM-9 reads anew after the connection for notices was lost', async () => {
    const { db, url } = world.database;
    const pokes = await createSharedPokes(url ?? '');
    const again = new Promise<readonly string[]>((resolve) => {
      pokes.subscribe(resolve);
    });
    await sql`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE query LIKE 'LISTEN %' AND datname = current_database()`.execute(db);
    expect(await again).toEqual(['ref']);
    await pokes.close();
  });
});
