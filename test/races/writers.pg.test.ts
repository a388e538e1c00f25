import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../server/db/open.ts';
import { systemPlatform } from '../../server/platform/system-clock.ts';
import { work } from '../support/device-work.ts';
import { seedOf } from '../support/seed.ts';
import { expectExactlyOnce } from './support/exactly-once.ts';
import { RaceWorld, rounds } from './support/race-world.ts';
import { momentsWithGaps, Replica } from './support/replica.ts';

const people = ['super', 'super', 'teknisi', 'ana', 'super', 'ana', 'teknisi', 'super'];
const bothOffices = ['DINKES', 'DISDIK'];

describe('many writers on two server processes and one PostgreSQL', () => {
  let world: RaceWorld;
  beforeAll(async () => {
    world = await RaceWorld.open(process.env.TANGGAP_TEST_PG ?? '', 2);
  });
  afterAll(() => world?.close());

  it('PULL-9 F29 readers miss no row at any page while eight devices push a hundred mutations each', {
    timeout: 180_000 * rounds,
  }, async () => {
    const seed = seedOf('eight writers');
    const database = await openDatabase({ url: world.url }, systemPlatform);
    // A session that has begun and does nothing must hold back neither writers nor readers.
    const idle = new pg.Client({ connectionString: world.url });
    await idle.connect();
    await idle.query('BEGIN; SELECT txid_current()');
    const readers = await world.devices(['super', 'super', 'super']);
    const replicas = readers.map((device, at) => new Replica(device, [1, 7, 1000][at] ?? 1));
    for (let round = 0; round < rounds; round += 1) {
      const writers = await world.devices(people);
      let isWriting = true;
      const reading = replicas.map(async (replica) => {
        while (isWriting) await replica.catchUp();
        await replica.catchUp();
      });
      const written = writers.map((device, at) =>
        work(device, {
          mutations: 100,
          offices: people[at] === 'ana' ? ['DINKES'] : bothOffices,
          seed: seed + 1000 * round + 10 * at,
        }),
      );
      await Promise.all(written).finally(() => {
        isWriting = false;
      });
      await Promise.all(reading);
      await expectExactlyOnce(database.db, writers);
    }
    const stored = await database.db
      .selectFrom('stored_row')
      .select(['kind', 'id'])
      .where('deleted', '=', false)
      .execute();
    const newcomer = new Replica(await world.device('super'), 1000);
    await newcomer.catchUp();
    expect([...newcomer.rows.keys()].sort()).toEqual(stored.map(({ kind, id }) => `${kind}|${id}`).sort());
    for (const replica of replicas) {
      expect(replica.moments.length).toBeGreaterThan(1);
      expect((await momentsWithGaps(database.db, replica)).slice(0, 2)).toEqual([]);
      expect(new Map([...replica.rows].sort())).toEqual(new Map([...newcomer.rows].sort()));
    }
    await idle.end();
    await database.close();
  });

  it('PUSH-2 F17 gives twenty identical pushes at once, ten to each process, one effect', async () => {
    const database = await openDatabase({ url: world.url }, systemPlatform);
    const device = await world.device('super');
    for (let round = 0; round < 5 * rounds; round += 1) {
      const batch = [device.registration('DINKES'), device.registration('DISDIK')];
      const answers = await Promise.all(Array.from({ length: 20 }, () => device.push(batch)));
      for (const { lastMutationId, outcomes } of answers)
        expect({ lastMutationId, outcomes }).toEqual({ lastMutationId: device.lastId, outcomes: [] });
    }
    await expectExactlyOnce(database.db, [device]);
    await database.close();
  });
});
