import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { memoryPlace } from '../../test/support/memory-place.ts';
import { createWorld, people, type World } from '../contract/world.ts';
import { answerPieces } from './answer-pieces.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld(memoryPlace());
  const { db } = world.database;
  // Every second ticket has a picture, every twenty-fifth is open.
  await sql`
    INSERT INTO stored_row (kind, id, space, version, doc)
    SELECT 'ticket', 't-' || n, 'opd:D' || n % 3, n, jsonb_build_object('number', n,
      'state', CASE WHEN n % 25 = 0 THEN 'new' ELSE 'closed' END, 'reportedAt', n)
    FROM generate_series(1, 3000) AS n`.execute(db);
  await sql`
    INSERT INTO stored_row (kind, id, space, version, doc)
    SELECT 'attachment', 't-' || n || '/a.1', 'opd:D' || n % 3, n, jsonb_build_object('sha256', md5(n::text) || md5(n::text),
      'content', 'stored', 'type', 'image/jpeg', 'size', 1000, 'addedAt', n)
    FROM generate_series(2, 3000, 2) AS n`.execute(db);
});
afterAll(() => world.close());

it.each(['without statistics', 'with statistics'])(
  'FILE-18 looks up the pictures of open tickets one by one, %s',
  async (when) => {
    const { database, services } = world;
    if (when === 'with statistics') await sql`ANALYZE`.execute(database.db);
    const user = people.find(({ scope }) => scope === '*');
    const { files } = services;
    if (user === undefined || files === null) throw new Error('no reader of all offices, or no files');
    const asked = { waiting: [], wanted: [], pictures: true, held: [], room: 1_000_000 };
    const looked = await database.db.transaction().execute(async (tx) => {
      const reader = { user, deviceId: 'd' };
      // Nothing is on the disk, so nothing is carried: this is about what is read to find that out.
      expect(await answerPieces({ ...services, db: tx }, files, reader, asked)).toEqual([]);
      const { rows } = await sql<{ count: number }>`
      SELECT pg_stat_get_xact_tuples_returned('stored_row'::regclass)
        + pg_stat_get_xact_tuples_fetched('stored_row'::regclass) AS count`.execute(tx);
      return rows[0]?.count ?? 0;
    });
    expect(looked).toBeGreaterThan(0);
    // Each ticket against each picture of its office would be some 1,500,000.
    expect(looked).toBeLessThan(30_000);
  },
);
