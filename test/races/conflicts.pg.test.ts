import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Change } from '#shared/sync/protocol.ts';
import { deviceOf, docOf, type TestDevice } from '../../server/contract/device.ts';
import { createWorld, type World } from '../../server/contract/world.ts';
import { verifyChains } from '../../server/store/verify.ts';
import { until } from '../e2e/support/until.ts';
import { freshDatabase } from './support/race-world.ts';

type Counted = 'deadlocks' | 'xact_rollback';

const idOf = ({ args }: { args: unknown }) => (args as { id: string }).id;

/** Another session of the same database, which the tests lead into conflicts with the server's own. */
class OtherSession {
  readonly #client: pg.Client;
  readonly #watch: pg.Client;
  readonly #pid: number;

  private constructor(client: pg.Client, watch: pg.Client, pid: number) {
    this.#client = client;
    this.#watch = watch;
    this.#pid = pid;
  }

  static async open(url: string): Promise<OtherSession> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    // It waits out every deadlock: the server's session is the one that is broken off.
    await client.query("SET deadlock_timeout = '1h'");
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const watch = new pg.Client({ connectionString: url });
    await watch.connect();
    return new OtherSession(client, watch, rows[0]?.pid ?? 0);
  }

  /** Begins a transaction that holds these spaces. */
  async hold(...spaces: readonly string[]): Promise<void> {
    await this.#client.query('BEGIN');
    await this.lock(...spaces);
  }

  async lock(...spaces: readonly string[]): Promise<void> {
    await this.#client.query('SELECT 1 FROM space WHERE id = ANY($1) ORDER BY id FOR UPDATE', [spaces]);
  }

  /** Ends the transaction; with `isChanged`, after writing what it held. */
  async commit(isChanged = false): Promise<void> {
    if (isChanged) await this.#client.query('UPDATE space SET version = version');
    await this.#client.query('COMMIT');
  }

  /** Until a session of this database waits for what this one holds. */
  async untilWaitedFor(): Promise<void> {
    await until('a session to wait', async () => {
      const { rows } = await this.#watch.query<{ waiting: string }>(
        `SELECT count(*) AS waiting FROM pg_stat_activity
         WHERE $1 = ANY(pg_blocking_pids(pid)) AND datname = current_database()`,
        [this.#pid],
      );
      return Number(rows[0]?.waiting) > 0 ? true : undefined;
    });
  }

  /** What the database has counted of itself. */
  async count(what: Counted): Promise<number> {
    await this.#watch.query('SELECT pg_stat_clear_snapshot()');
    const { rows } = await this.#watch.query<Record<Counted, string>>(
      'SELECT deadlocks, xact_rollback FROM pg_stat_database WHERE datname = current_database()',
    );
    return Number(rows[0]?.[what]);
  }

  async close(): Promise<void> {
    await this.#client.end();
    await this.#watch.end();
  }
}

/** A server in this process on a database of its own, and a session that gets in its way. */
interface Scene {
  readonly world: World;
  readonly other: OtherSession;
  readonly boss: TestDevice;
}

/** `options` are settings of every session the server opens. */
async function openScene(options = ''): Promise<Scene> {
  const url = await freshDatabase(process.env.TANGGAP_TEST_PG ?? '');
  const place = new URL(url);
  if (options !== '') place.searchParams.set('options', options);
  const world = await createWorld({ url: place.href });
  const boss = await deviceOf(world, 'super');
  // Both spaces exist and have something in them.
  await boss.push(boss.registration({}, 'DINKES'), boss.registration({}, 'DISDIK'));
  return { world, other: await OtherSession.open(url), boss };
}

async function closeScene({ world, other }: Scene): Promise<void> {
  await other.close();
  await world.close();
}

/** Until the database has counted so many. Its sessions report when they are used, at most once a second. */
async function untilCounted({ world, other }: Scene, what: Counted, least: number): Promise<void> {
  await until(`${what} to be counted`, async () => {
    await world.request({ method: 'GET', url: '/healthz' });
    return (await other.count(what)) >= least ? true : undefined;
  });
}

const textsOf = (changes: readonly Change[]) =>
  changes.flatMap(({ kind, doc }) => (kind === 'journal' ? [doc?.text] : []));

describe('conflicts that break a push off', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => closeScene(scene));

  it('PUSH-13 takes a push broken off by a deadlock again by itself, once', async () => {
    const { world, other, boss } = scene;
    const before = await other.count('deadlocks');
    const batch = [boss.registration({}, 'DINKES'), boss.registration({}, 'DISDIK')];
    await other.hold('opd:DISDIK');
    const pushed = boss.push(...batch);
    await other.untilWaitedFor();
    // Now each waits for what the other holds.
    await other.lock('opd:DINKES');
    await other.commit();
    expect(await pushed).toMatchObject({ lastMutationId: boss.lastId, outcomes: [] });
    await untilCounted(scene, 'deadlocks', before + 1);
    const changes = await boss.pullAll();
    for (const registered of batch) expect(docOf(changes, 'ticket', idOf(registered))).toBeDefined();
    expect((await verifyChains(world.database.db)).faults).toEqual([]);
  });

  it('PUSH-13 takes the locks anew when a ticket came into a space it had not locked', async () => {
    const { world, other } = scene;
    const [early, late] = [await deviceOf(world, 'super'), await deviceOf(world, 'super')];
    const known = early.registration({}, 'DINKES');
    await early.push(known);
    const coming = late.registration({}, 'DISDIK');
    await other.hold('opd:DINKES');
    // It has asked for the space of the first ticket; of the second it knows nothing yet.
    const pushed = early.push(
      early.mutation('ticket.note', { id: idOf(known), text: 'Sudah ada' }),
      early.mutation('ticket.note', { id: idOf(coming), text: 'Baru datang' }),
    );
    await other.untilWaitedFor();
    expect((await late.push(coming)).outcomes).toEqual([]);
    await other.commit();
    expect(await pushed).toMatchObject({ lastMutationId: early.lastId, outcomes: [] });
    const texts = textsOf(await late.pullAll());
    expect(texts.filter((text) => text === 'Baru datang')).toHaveLength(1);
    expect(texts.filter((text) => text === 'Sudah ada')).toHaveLength(1);
    expect((await verifyChains(world.database.db)).faults).toEqual([]);
  });
});

describe('serialisation failures', () => {
  let scene: Scene;
  beforeAll(async () => {
    // Sessions like these are broken off when a row they wait for was changed meanwhile.
    scene = await openScene('-c default_transaction_isolation=serializable');
  });
  afterAll(() => closeScene(scene));

  it('PUSH-13 takes a push broken off by one again by itself, once', async () => {
    const { world, other, boss } = scene;
    const before = await other.count('xact_rollback');
    await other.hold('opd:DINKES');
    const registered = boss.registration();
    const pushed = boss.push(registered);
    await other.untilWaitedFor();
    await other.commit(true);
    expect(await pushed).toMatchObject({ lastMutationId: boss.lastId, outcomes: [] });
    await untilCounted(scene, 'xact_rollback', before + 1);
    expect(docOf(await boss.pullAll(), 'ticket', idOf(registered))).toBeDefined();
    expect((await verifyChains(world.database.db)).faults).toEqual([]);
  });

  it('PUSH-2 loses and doubles nothing where every attempt may fail', async () => {
    const { world } = scene;
    const { db } = world.database;
    const versionOf = async () => {
      const space = db.selectFrom('space').select(['version', 'chain_no']).where('id', '=', 'opd:DINKES');
      return space.executeTakeFirstOrThrow();
    };
    const before = await versionOf();
    const devices: TestDevice[] = [];
    for (const person of ['super', 'ana', 'super', 'ana']) devices.push(await deviceOf(world, person));
    const takeOne = async (device: TestDevice): Promise<void> => {
      const body = { protocol: 2, mutations: [device.registration()] };
      await until('the push to be taken', async () => {
        const answer = await device.send('push', body);
        if (answer.statusCode === 200) return true;
        // Some attempts in vain are told; the device then sends the same again.
        expect(answer.json().error.code).toBe('internal');
        return undefined;
      });
    };
    await Promise.all(
      devices.map(async (device) => {
        for (let round = 0; round < 15; round += 1) await takeOne(device);
      }),
    );
    const made = devices.length * 15;
    expect(await versionOf()).toEqual({ version: before.version + made, chain_no: before.chain_no + made });
    expect((await verifyChains(db)).faults).toEqual([]);
  });
});
