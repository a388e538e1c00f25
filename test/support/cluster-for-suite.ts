import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { openDatabase } from '../../server/db/open.ts';
import { quickDialect } from '../simulation/quick-dialect.ts';

/** A database with its tables, made once: every process of the simulation begins with a copy, and with compiled code. */
export default async function setup(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'tanggap-simulation-'));
  const pglite = await PGlite.create();
  const dialect = quickDialect(pglite);
  const database = await openDatabase({ memory: true, dialect }, { id: () => 'epoch', clock: () => 0 });
  const dump = await pglite.dumpDataDir('none');
  await database.close();
  const cluster = join(folder, 'cluster.tar');
  writeFileSync(cluster, new Uint8Array(await dump.arrayBuffer()));
  process.env.SIM_CLUSTER = cluster;
  process.env.NODE_COMPILE_CACHE ??= join(folder, 'code');
  return () => rmSync(folder, { recursive: true, force: true });
}
