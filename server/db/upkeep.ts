import { sql } from 'kysely';
import type { Database, Db } from './open.ts';

const dayMs = 86_400_000;
const lookMs = 5 * 60_000;
/** So much log makes a checkpoint due: what an opening after a power cut has to replay stays a matter of seconds. */
const logBytes = 32 * 1024 * 1024;

/**
 * Writes a checkpoint where the log has grown by more than `bytes` since the last one. PGlite writes none until it is
 * closed: without this its log would grow for as long as the server runs.
 * @returns true where one was written.
 */
export async function checkpointWhenDue(db: Db, bytes = logBytes): Promise<boolean> {
  const { rows } = await sql<{ grown: number }>`
    SELECT (pg_current_wal_lsn() - redo_lsn)::float8 AS grown FROM pg_control_checkpoint()`.execute(db);
  if ((rows[0]?.grown ?? 0) <= bytes) return false;
  await sql`CHECKPOINT`.execute(db);
  return true;
}

/**
 * PGlite has neither autovacuum nor a checkpointer: statistics are taken at start, space of overwritten rows is given
 * free once a day, and checkpoints are written as the log grows. A PostgreSQL server does all of it by itself.
 * @returns the function that ends the upkeep.
 */
export async function startUpkeep(database: Database): Promise<() => void> {
  if (database.engine !== 'pglite') return () => undefined;
  const { db } = database;
  await sql`ANALYZE`.execute(db);
  // Whatever fails here is tried again at the next turn.
  const timers = [
    setInterval(() => void sql`VACUUM (ANALYZE)`.execute(db).catch(() => undefined), dayMs),
    setInterval(() => void checkpointWhenDue(db).catch(() => undefined), lookMs),
  ];
  for (const timer of timers) timer.unref();
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}
