import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryPlace } from '../../test/support/memory-place.ts';
import { createTestPlatform } from '../contract/world.ts';
import { type Database, openDatabase } from './open.ts';
import { checkpointWhenDue } from './upkeep.ts';

const limit = 1024 * 1024;

describe('upkeep of the embedded database', () => {
  let database: Database;
  beforeEach(async () => {
    database = await openDatabase(memoryPlace(), createTestPlatform());
    await sql`CHECKPOINT`.execute(database.db);
  });
  afterEach(() => database.close());

  const redoPoint = async () => {
    const { rows } = await sql<{ redo: string }>`
      SELECT redo_lsn::text AS redo FROM pg_control_checkpoint()`.execute(database.db);
    return rows[0]?.redo;
  };

  it('writes a checkpoint when the log has grown, since the database never does by itself', async () => {
    const before = await redoPoint();
    await sql`CREATE TABLE filled AS SELECT repeat('x', 900) AS text FROM generate_series(1, 4000)`.execute(
      database.db,
    );
    expect(await redoPoint()).toBe(before);
    expect(await checkpointWhenDue(database.db, limit)).toBe(true);
    expect(await redoPoint()).not.toBe(before);
  });

  it('writes none where little has changed', async () => {
    const before = await redoPoint();
    expect(await checkpointWhenDue(database.db, limit)).toBe(false);
    expect(await redoPoint()).toBe(before);
  });
});
