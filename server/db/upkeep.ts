import { sql } from 'kysely';
import type { Database } from './open.ts';

const dayMs = 86_400_000;

/**
 * PGlite has no autovacuum: statistics are taken at start, and space of overwritten rows is given free once a day.
 * A PostgreSQL server does both by itself.
 * @returns the function that ends the upkeep.
 */
export async function startUpkeep(database: Database): Promise<() => void> {
  if (database.engine !== 'pglite') return () => undefined;
  await sql`ANALYZE`.execute(database.db);
  const timer = setInterval(
    () => void sql`VACUUM (ANALYZE)`.execute(database.db).catch(() => undefined),
    dayMs,
  );
  timer.unref();
  return () => clearInterval(timer);
}
