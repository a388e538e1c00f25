import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { type Dialect, Kysely, PGliteDialect, PostgresDialect, sql, type Transaction } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { protocolVersion } from '#shared/sync/protocol.ts';
import type { Platform } from '../platform/platform.ts';
import { DurableFileSystem, durableStartParams, fsyncTree } from './durable-file-system.ts';
import { lockFolder } from './folder-lock.ts';
import { migrations } from './migrations/all.ts';
import { openPool, type Patience } from './patience.ts';
import type { Tables } from './schema.ts';

export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;

/** Where the data lives: a folder (PGlite, durable), a PostgreSQL server, or memory (tests, which may bring their own). */
export type DatabasePlace =
  | { readonly data: string }
  | { readonly url: string }
  | { readonly memory: true; readonly dialect?: Dialect };

export interface Database {
  readonly db: Db;
  readonly engine: 'pglite' | 'postgres';
  /** The address of the PostgreSQL server, for LISTEN; null on PGlite. */
  readonly url: string | null;
  /** Closes the database and gives the data folder free. */
  close(): Promise<void>;
}

const durable = (folder: string): PGliteOptions => ({
  fs: new DurableFileSystem(folder),
  startParams: [...durableStartParams],
});

/** A new cluster is made beside its place and moved there when it is whole and on the disk: a kill leaves none by halves. */
async function createCluster(folder: string): Promise<void> {
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const cluster = await PGlite.create(durable(fresh));
  await cluster.close();
  fsyncTree(fresh);
  renameSync(fresh, folder);
  const parent = openSync(resolve(folder, '..'), 'r');
  try {
    fsyncSync(parent);
  } finally {
    closeSync(parent);
  }
}

async function migrate(db: Db): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

async function seedMeta(db: Db, platform: Pick<Platform, 'id'>): Promise<void> {
  await db
    .insertInto('meta')
    .values([
      { key: 'epoch', value: platform.id() },
      { key: 'protocol', value: String(protocolVersion) },
    ])
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
}

async function openFolder(data: string, platform: Pick<Platform, 'clock' | 'id'>): Promise<Database> {
  const root = resolve(data);
  const lock = lockFolder(root, platform);
  try {
    const folder = join(root, 'pg');
    if (!existsSync(folder)) await createCluster(folder);
    const pglite = await PGlite.create(durable(folder));
    const db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) });
    await migrate(db);
    await seedMeta(db, platform);
    return {
      db,
      engine: 'pglite',
      url: null,
      async close() {
        await db.destroy();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openMemory(platform: Pick<Platform, 'id'>, given?: Dialect): Promise<Database> {
  const dialect = given ?? new PGliteDialect({ pglite: await PGlite.create() });
  const db = new Kysely<Tables>({ dialect });
  await migrate(db);
  await seedMeta(db, platform);
  return { db, engine: 'pglite', url: null, close: () => db.destroy() };
}

const int8 = 20;

async function openServer(
  url: string,
  platform: Pick<Platform, 'id'>,
  patience: Patience | undefined,
): Promise<Database> {
  const types: pg.PoolConfig['types'] = {
    // Versions, counters and instants stay below 2^53.
    getTypeParser: ((oid: number, format: 'text') =>
      oid === int8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
  };
  const open = (limits?: Patience) =>
    new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPool(url, types, limits) }) });
  // Bringing tables up to date takes as long as it takes.
  const patient = open();
  await migrate(patient);
  await seedMeta(patient, platform);
  const opened = (db: Db): Database => ({ db, engine: 'postgres', url, close: () => db.destroy() });
  if (patience === undefined) return opened(patient);
  await patient.destroy();
  return opened(open(patience));
}

/**
 * Opens the database, brings its tables up to date, and gives it an epoch where it has none.
 * @param patience with a PostgreSQL server behind it; left out, statements take as long as they take.
 * @throws FolderLockedError when another process owns the data folder.
 */
export function openDatabase(
  place: DatabasePlace,
  platform: Pick<Platform, 'clock' | 'id'>,
  patience?: Patience,
): Promise<Database> {
  if ('url' in place) return openServer(place.url, platform, patience);
  return 'data' in place ? openFolder(place.data, platform) : openMemory(platform, place.dialect);
}

/** SQLSTATEs after which the same transaction may simply be tried again: serialisation, deadlock, a number just taken. */
const retryable: readonly string[] = ['40001', '40P01', '23505'];

/** Runs a transaction again, a few times, when the database broke it off because of others. */
export async function withRetries<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      if (attempt === 5 || typeof code !== 'string' || !retryable.includes(code)) throw error;
    }
  }
}

/** One transaction that sees one moment of the database. */
export function readMoment<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work);
}

/**
 * For a transaction that reads pages in the order of an index: without statistics the planner would collect and sort
 * everything behind the cursor for each page, so that way is closed to it. Not for joins, which need it.
 */
export async function keepIndexOrder(tx: Tx): Promise<void> {
  await sql`SELECT set_config('enable_bitmapscan', 'off', true), set_config('enable_seqscan', 'off', true)`.execute(
    tx,
  );
}

/** True when the database answers. */
export async function isAnswering(db: Db): Promise<boolean> {
  try {
    await sql`SELECT 1`.execute(db);
    return true;
  } catch {
    return false;
  }
}
