import { sql } from 'kysely';
import type { TestServer } from '../../client/support/test-server.ts';

/** The tables of a server, by name. */
export type TableCopy = Readonly<Record<string, readonly Record<string, unknown>[]>>;

/** Every row the server has, so that devices of that time find again what they know of it. */
export async function copyTables({ db }: TestServer): Promise<TableCopy> {
  const { rows: tables } = await sql<{ name: string }>`
    SELECT tablename AS name FROM pg_tables
    WHERE schemaname = 'public' AND tablename NOT LIKE 'kysely%' ORDER BY tablename`.execute(db);
  const copy: Record<string, Record<string, unknown>[]> = {};
  for (const { name } of tables) {
    const { rows } = await sql<Record<string, unknown>>`SELECT * FROM ${sql.table(name)}`.execute(db);
    copy[name] = rows;
  }
  return copy;
}

/** Makes a server hold exactly these rows, in the tables of the present version. */
export async function putTables({ db }: TestServer, copy: TableCopy): Promise<void> {
  await sql`SET session_replication_role = replica`.execute(db);
  for (const [name, rows] of Object.entries(copy)) {
    await sql`DELETE FROM ${sql.table(name)}`.execute(db);
    const columns = Object.keys(rows[0] ?? {});
    if (columns.length === 0) continue;
    const list = sql.join(columns.map((column) => sql.ref(column)));
    await sql`
      INSERT INTO ${sql.table(name)} (${list})
      SELECT ${list} FROM jsonb_populate_recordset(NULL::${sql.table(name)}, ${JSON.stringify(rows)}::text::jsonb)`.execute(
      db,
    );
  }
  await sql`SET session_replication_role = DEFAULT`.execute(db);
}
