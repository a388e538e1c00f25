import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGliteDialect } from 'kysely';
import { type DatabasePlace, openDatabase } from '../../server/db/open.ts';

const root = join(import.meta.dirname, '../..');
const migrations = join(root, 'server/db/migrations');
const cache = join(root, 'node_modules/.cache/tanggap');

/** Another name for each state of the tables and of the database itself. */
function nameOfCluster(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const file of globSync('*.ts', { cwd: migrations }).sort())
    hash.update(file).update(readFileSync(join(migrations, file)));
  return join(cache, `cluster-${hash.digest('hex').slice(0, 16)}.tar`);
}

async function makeCluster(file: string): Promise<void> {
  const pglite = await PGlite.create();
  const dialect = new PGliteDialect({ pglite });
  const { db, close } = await openDatabase({ memory: true, dialect }, { id: () => 'epoch', clock: () => 0 });
  // Whoever opens a copy gives it an epoch of its own.
  await db.deleteFrom('meta').execute();
  const dump = await pglite.dumpDataDir('none');
  await close();
  mkdirSync(cache, { recursive: true });
  // Two processes may make it at once: each moves a whole file into the place.
  const own = `${file}.${process.pid}`;
  writeFileSync(own, new Uint8Array(await dump.arrayBuffer()));
  renameSync(own, file);
  for (const old of globSync('cluster-*.tar', { cwd: cache }))
    if (join(cache, old) !== file) rmSync(join(cache, old), { force: true });
}

let bytes: Promise<Blob> | undefined;

async function readCluster(): Promise<Blob> {
  const file = nameOfCluster();
  if (!existsSync(file)) await makeCluster(file);
  return new Blob([readFileSync(file)]);
}

/** A database in memory with the tables of the server and no row: a copy of one kept on the disk, which is sooner than a new one. */
export async function copyOfCluster(): Promise<PGlite> {
  bytes ??= readCluster();
  return PGlite.create({ loadDataDir: await bytes });
}

/** A new place in memory for `openDatabase`; migrations find nothing to do there. */
export function memoryPlace(): DatabasePlace {
  return { memory: true, dialect: new PGliteDialect({ pglite: copyOfCluster }) };
}
