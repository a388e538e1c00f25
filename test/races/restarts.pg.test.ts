import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../server/db/open.ts';
import { systemPlatform } from '../../server/platform/system-clock.ts';
import { until } from '../e2e/support/until.ts';
import { work } from '../support/device-work.ts';
import { startPostgres, type ThrowawayPostgres } from '../support/postgres.ts';
import type { RemoteDevice } from '../support/remote-device.ts';
import { seedOf } from '../support/seed.ts';
import { expectExactlyOnce } from './support/exactly-once.ts';
import { RaceWorld, rounds } from './support/race-world.ts';

const people = ['super', 'ana', 'teknisi', 'super'];

describe('processes killed in the middle of pushes', () => {
  let postgres: ThrowawayPostgres;
  let world: RaceWorld;
  let devices: RemoteDevice[];
  beforeAll(async () => {
    postgres = await startPostgres({ fsync: true });
    world = await RaceWorld.open(postgres.url, 2);
    devices = await world.devices(people);
  });
  afterAll(async () => {
    await world?.close();
    await postgres?.stop();
  });

  /**
   * Everybody pushes; `strike` runs so many times, each time after some more mutations were acknowledged. Then all that
   * was acknowledged is looked for.
   */
  async function underLoad(
    name: string,
    strikes: number,
    strike: (at: number) => Promise<void>,
  ): Promise<void> {
    const seed = seedOf(name);
    const sum = () => devices.reduce((all, { acknowledged }) => all + acknowledged, 0);
    const pauses = fc.sample(fc.integer({ min: 5, max: 40 }), { seed, numRuns: strikes });
    let isOver = false;
    const writing = devices.map(async (device, at) => {
      const offices = people[at] === 'ana' ? ['DINKES'] : ['DINKES', 'DISDIK'];
      for (let turn = 0; !isOver; turn += 1)
        await work(device, { mutations: 30, offices, seed: seed + 100 * at + turn });
    });
    const striking = async () => {
      for (const [at, pause] of pauses.entries()) {
        const before = sum();
        await until('more work to be acknowledged', () => (sum() >= before + pause ? true : undefined));
        await strike(at);
      }
    };
    const done = striking().finally(() => {
      isOver = true;
    });
    await Promise.all([done, ...writing]);
    const database = await openDatabase({ url: world.url }, systemPlatform);
    await expectExactlyOnce(database.db, devices);
    await database.close();
  }

  it('PUSH-8 F21 a server process killed under load, again and again: each acknowledged mutation once', {
    timeout: 180_000 * rounds,
  }, async () => {
    await underLoad('kills of a server process', 5 * rounds, async (at) => {
      const server = world.servers[at % 2];
      await server?.stop('SIGKILL');
      await server?.start();
    });
  });

  it('PUSH-8 a session of PostgreSQL killed under load, again and again: each acknowledged mutation once', {
    timeout: 180_000 * rounds,
  }, async () => {
    const look = new pg.Pool({ connectionString: postgres.url, max: 1 });
    look.on('error', () => undefined);
    const database = new URL(world.url).pathname.slice(1);
    await underLoad('kills of a session', 5 * rounds, async () => {
      // PostgreSQL answers this by ending every other session and recovering from its log.
      await until('a session at work to kill', async () => {
        const { rows } = await look
          .query<{ pid: number }>(
            "SELECT pid FROM pg_stat_activity WHERE datname = $1 AND state <> 'idle' LIMIT 1",
            [database],
          )
          .catch(() => ({ rows: [] }));
        const [victim] = rows;
        if (victim === undefined) return undefined;
        process.kill(victim.pid, 'SIGKILL');
        return true;
      });
    });
    await look.end();
  });

  it('PUSH-8 all of PostgreSQL killed under load and started on the same data: each acknowledged mutation once', {
    timeout: 180_000 * rounds,
  }, async () => {
    await underLoad('kills of PostgreSQL', 3 * rounds, async () => {
      await postgres.crash();
      await postgres.startAgain();
    });
    expect(world.servers.map(({ isRunning }) => isRunning)).toEqual([true, true]);
  });
});
