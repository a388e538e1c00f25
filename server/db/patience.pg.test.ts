import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorResponseSchema } from '#shared/sync/protocol.ts';
import { deviceOf, login } from '../contract/device.ts';
import { createTestPlatform, createWorld, type World } from '../contract/world.ts';
import { createSharedPokes } from '../sync/pokes.ts';
import { openDatabase } from './open.ts';

const suite = new URL(process.env.TANGGAP_TEST_PG ?? '');
const patience = { connectMs: 700, statementMs: 600, silenceMs: 900 };

/** A line to PostgreSQL that can be made to swallow everything, as a server that hangs does. */
class Line {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  readonly #holes = new WeakSet<Socket>();
  isHole = false;

  constructor() {
    this.#server = createServer((near) => {
      const far = connect(Number(suite.port), suite.hostname);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from);
        from.on('error', () => undefined);
        from.on('data', (bytes) => {
          if (!this.isHole && !this.#holes.has(from)) to.write(bytes);
        });
        from.on('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
      }
    });
  }

  async open(database: string): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const url = new URL(suite);
    url.hostname = '127.0.0.1';
    url.port = String((this.#server.address() as AddressInfo).port);
    url.pathname = `/${database}`;
    return url.href;
  }

  /** The connections of this moment stay open and carry nothing any more; new ones do. */
  swallow(): void {
    for (const socket of this.#sockets) this.#holes.add(socket);
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

describe('a PostgreSQL that hangs', () => {
  const line = new Line();
  const name = `patience_${process.pid}`;
  let direct: pg.Client;
  let url: string;
  let world: World;
  beforeAll(async () => {
    direct = new pg.Client({ connectionString: suite.href });
    await direct.connect();
    await direct.query(`CREATE DATABASE ${name}`);
    url = await line.open(name);
    world = await createWorld({ url }, { patience });
  });
  afterAll(async () => {
    await world.close();
    line.close();
    await direct.end();
  });

  it('ERR-5 every route answers "unavailable" meanwhile, however many ask, and works again afterwards', async () => {
    const ana = await deviceOf(world, 'ana');
    const ask = () => [
      login(world, 'ana'),
      world.request({
        method: 'GET',
        url: '/api/v1/me',
        headers: { authorization: `Bearer ${ana.session.accessToken}` },
      }),
      ana.send('push', { protocol: 1, mutations: [] }),
      ana.send('pull', { protocol: 1, cursor: ana.cursor, outcomesAfter: 0 }),
      ana.send('snapshot', { protocol: 1, after: null }),
      ana.send('older', { protocol: 2, since: 0, wanted: { text: 'arsip' }, after: null }),
    ];
    line.isHole = true;
    const answers = await Promise.all(Array.from({ length: 5 }, ask).flat());
    const codes = answers.map((answer) => {
      const { error } = errorResponseSchema.parse(answer.json());
      return `${answer.statusCode} ${error.code}`;
    });
    expect([...new Set(codes)]).toEqual(['503 unavailable']);
    line.isHole = false;
    expect((await login(world, 'ana')).statusCode).toBe(200);
    const registration = ana.registration();
    expect((await ana.push(registration)).outcomes).toEqual([]);
  });

  it('ERR-5 a statement that waits too long is broken off; nothing of its transaction stays', async () => {
    const { db } = world.database;
    const ana = await deviceOf(world, 'ana');
    const holder = new pg.Client({ connectionString: url });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE stored_row IN EXCLUSIVE MODE');
    const registration = ana.registration();
    const refused = await ana.pushError(registration);
    expect([refused.status, refused.code]).toEqual([503, 'unavailable']);
    await holder.query('ROLLBACK');
    await holder.end();
    const { rows } = await sql`SELECT FROM mutation WHERE device_id = ${ana.session.deviceId}`.execute(db);
    expect(rows).toEqual([]);
    expect((await ana.push(registration)).outcomes).toEqual([]);
  });

  it('POKE-2 a connection that listens and hears nothing any more is made again', async () => {
    const pokes = await createSharedPokes(url, patience);
    const aside = new URL(suite);
    aside.pathname = `/${name}`;
    const others = await createSharedPokes(aside.href);
    const heard: string[] = [];
    pokes.subscribe((spaces) => heard.push(...spaces));
    line.swallow();
    await expect
      .poll(() => {
        others.publish(['opd:DINKES']);
        return heard;
      })
      .toContain('opd:DINKES');
    await pokes.close();
    await others.close();
  });

  it('ERR-5 bringing the tables up to date has no limit, nor has what is no request', async () => {
    await direct.query(`CREATE DATABASE ${name}_slow`);
    const slow = new URL(suite);
    slow.pathname = `/${name}_slow`;
    const hasty = await openDatabase({ url: slow.href }, createTestPlatform(), {
      ...patience,
      statementMs: 1,
    });
    await expect(sql`SELECT pg_sleep(1)`.execute(hasty.db)).rejects.toThrow('does not answer');
    await hasty.close();
    const patient = await openDatabase({ url: slow.href }, createTestPlatform());
    const { rows } = await sql<{ limit: string }>`SHOW statement_timeout`.execute(patient.db);
    expect(rows).toEqual([{ statement_timeout: '0' }]);
    await patient.close();
  });
});
