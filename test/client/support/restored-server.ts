import { sql } from 'kysely';
import type { TestServer } from './test-server.ts';

const tables = ['stored_row', 'ticket_span', 'journal_chain', 'mutation', 'device', 'space'] as const;

/** Rows and counters as they stand; calling the answer puts them back, in a new life of the server. */
export async function backUpServer(server: TestServer): Promise<(epoch: string) => Promise<void>> {
  const { db } = server;
  const kept: { readonly name: string; readonly text: string }[] = [];
  for (const name of tables) {
    const { rows } = await sql<{
      text: string | null;
    }>`SELECT jsonb_agg(to_jsonb(t))::text AS text FROM ${sql.table(name)} AS t`.execute(db);
    kept.push({ name, text: rows[0]?.text ?? '[]' });
  }
  return async (epoch) => {
    // As pg_restore does: neither references nor the append-only journal stand in the way.
    await sql`SET session_replication_role = replica`.execute(db);
    for (const { name, text } of kept) {
      const table = sql.table(name);
      await sql`DELETE FROM ${table}`.execute(db);
      await sql`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, ${text}::text::jsonb)`.execute(
        db,
      );
    }
    await sql`SET session_replication_role = origin`.execute(db);
    await server.newEpoch(epoch);
  };
}
