import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { Role } from '#shared/domain/codes.ts';
import type { User } from '#shared/domain/reference.ts';
import type { Row } from '#shared/sync/rows.ts';
import { saveAccount } from '../../server/auth/accounts.ts';
import { hashPassword } from '../../server/auth/passwords.ts';
import { type Database, type Db, openDatabase } from '../../server/db/open.ts';
import { createApp } from '../../server/http/app.ts';
import type { Platform } from '../../server/platform/platform.ts';
import { PolicyFeed } from '../../server/policies/policy-feed.ts';
import { loadPolicyPacks } from '../../server/policies/policy-library.ts';
import { createServices } from '../../server/services.ts';
import { startEpoch } from '../../server/store/meta.ts';
import { writeRows } from '../../server/store/rows.ts';
import { createLocalPokes } from '../../server/sync/pokes.ts';
import { nineOClock, testOpd, testUser } from '../support/desk-in-memory.ts';
import { copyOfCluster } from '../support/memory-place.ts';
import { Fuse } from './fuse.ts';
import { quickDialect } from './quick-dialect.ts';

export const password = 'sandi-yang-panjang';
/** Hashing is not what is simulated: the cheapest that the algorithm allows. */
const cheap = { memoryCost: 8, timeCost: 1, parallelism: 1 };
const hashed = hashPassword(password, cheap);
const packs = loadPolicyPacks('resources/policies');

interface Backup {
  readonly tables: readonly { readonly name: string; readonly rows: readonly unknown[] }[];
}

/** What a request is answered with; null where no answer comes. */
export type Answer = {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
} | null;

/** The real server over PostgreSQL in memory: it can be killed at any statement, backed up, restored and begun anew. */
export class SimServer {
  readonly #database: Database;
  readonly #clock: { now: number };
  readonly #platform: Platform;
  readonly #fuse = new Fuse();
  readonly #tables: readonly string[];
  #counter = { made: 0 };
  #app: FastifyInstance | null = null;
  #restores = 0;
  #backup: Backup | null = null;

  private constructor(
    database: Database,
    tables: readonly string[],
    clock: { now: number },
    counter: { made: number },
    platform: Platform,
  ) {
    this.#database = database;
    this.#tables = tables;
    this.#clock = clock;
    this.#counter = counter;
    this.#platform = platform;
  }

  static async start(): Promise<SimServer> {
    const clock = { now: nineOClock };
    const counter = { made: 0 };
    const made = (): number => {
      counter.made += 1;
      return counter.made;
    };
    const platform: Platform = {
      clock: () => clock.now,
      id: () => `id${String(made()).padStart(10, '0')}`,
      secret: () => `secret-of-a-test-${String(made()).padStart(20, '0')}`,
      dice: (below) => made() % below,
    };
    const dialect = quickDialect(await copyOfCluster());
    const database = await openDatabase({ memory: true, dialect }, platform);
    const { rows } = await sql<{ name: string }>`
      SELECT tablename AS name FROM pg_tables
      WHERE schemaname = 'public' AND tablename NOT LIKE 'kysely%' ORDER BY tablename`.execute(database.db);
    return new SimServer(
      database,
      rows.map(({ name }) => name),
      clock,
      counter,
      platform,
    );
  }

  get now(): number {
    return this.#clock.now;
  }

  pass(ms: number): void {
    this.#clock.now += ms;
  }

  get db(): Db {
    return this.#database.db;
  }

  /** An empty server at the same instant and with the same ids as ever. */
  async begin(): Promise<void> {
    this.#clock.now = nineOClock;
    this.#counter.made = 0;
    this.#restores = 0;
    this.#backup = null;
    this.#fuse.left = null;
    await this.#empty();
    await this.db
      .insertInto('meta')
      .values([
        { key: 'epoch', value: 'epoch-0' },
        { key: 'protocol', value: '2' },
      ])
      .execute();
    await this.write(['DINKES', 'DINSOS'].map((code) => ({ kind: 'opd', id: code, doc: testOpd(code) })));
    await this.restart();
  }

  /** A new process on the same database: everything in memory is gone. */
  async restart(): Promise<void> {
    this.#fuse.left = null;
    await this.#app?.close();
    const services = createServices({
      db: this.db.withPlugin(this.#fuse),
      platform: this.#platform,
      policies: await PolicyFeed.open(this.db, packs),
      pokes: createLocalPokes(),
      passwordCost: cheap,
      loginLimit: { perAccount: 100_000, perAddress: 100_000, windowMs: 60_000, newDevicesPerDay: 100_000 },
    });
    this.#app = await createApp({ services, staticDir: null, requestsPerMinute: 100_000_000 });
  }

  /** The process dies at the n-th statement from now. */
  dieAtStatement(n: number): void {
    this.#fuse.left = n;
  }

  async request(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: string,
  ): Promise<Answer> {
    if (this.#app === null) throw new Error('not begun');
    const answer = await this.#app
      .inject({
        method: method as 'GET' | 'POST',
        url: path,
        headers,
        ...(body === '' ? {} : { payload: body }),
      })
      // A stream that breaks off in the middle.
      .catch(() => null);
    if (answer === null) {
      if (this.#fuse.left === null || this.#fuse.left >= 0) throw new Error(`${path} broke off by itself`);
      await this.restart();
      return null;
    }
    if (this.#fuse.left !== null && this.#fuse.left < 0) {
      await this.restart();
      return null;
    }
    return {
      status: answer.statusCode,
      headers: Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as const),
      body: new Uint8Array(answer.rawPayload),
    };
  }

  async addUser(id: string, role: Role, change: Partial<User> = {}): Promise<User> {
    const user = testUser(id, role, change);
    const hash = await hashed;
    await this.db
      .transaction()
      .execute((tx) => saveAccount(tx, user, hash, { mustChange: false, now: this.now }));
    return user;
  }

  /** Writes rows as an administrator's work would. */
  async write(rows: readonly Row[]): Promise<void> {
    await this.db.transaction().execute((tx) => writeRows(tx, rows));
  }

  /** Keeps everything as it stands. */
  async backUp(): Promise<void> {
    const tables = [];
    for (const name of this.#tables) {
      const { rows } = await sql<{
        row: unknown;
      }>`SELECT to_jsonb(t) AS row FROM ${sql.table(name)} AS t`.execute(this.db);
      tables.push({ name, rows: rows.map(({ row }) => row) });
    }
    this.#backup = { tables };
  }

  get hasBackup(): boolean {
    return this.#backup !== null;
  }

  /** Puts the back-up in the place of what is there, and starts a new epoch as the operator is told to. */
  async restore(): Promise<void> {
    if (this.#backup === null) throw new Error('no back-up');
    await this.#empty();
    // As pg_restore does: references between the tables are whole again at the end only.
    await sql`SET session_replication_role = replica`.execute(this.db);
    for (const { name, rows } of this.#backup.tables) {
      const text = JSON.stringify(rows);
      await sql`INSERT INTO ${sql.table(name)} SELECT * FROM jsonb_populate_recordset(NULL::${sql.table(name)}, ${text}::jsonb)`.execute(
        this.db,
      );
    }
    await sql`SET session_replication_role = DEFAULT`.execute(this.db);
    this.#restores += 1;
    await startEpoch(this.db, `epoch-${this.#restores}`);
    await this.restart();
  }

  async stop(): Promise<void> {
    await this.#app?.close();
    await this.#database.close();
  }

  async #empty(): Promise<void> {
    // The tables of the journal refuse it otherwise.
    await sql`SET session_replication_role = replica`.execute(this.db);
    await sql`TRUNCATE ${sql.join(this.#tables.map((name) => sql.table(name)))} CASCADE`.execute(this.db);
    await sql`SET session_replication_role = DEFAULT`.execute(this.db);
  }
}
