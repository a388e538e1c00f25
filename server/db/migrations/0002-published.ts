import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Published packs and days off are followed by others, never changed: tickets were judged by them. */
const statements = [
  `CREATE FUNCTION refuse_republishing() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN RAISE EXCEPTION 'what is published is never changed'; END $$`,
  `CREATE TRIGGER published_append_only BEFORE UPDATE OR DELETE ON stored_row
     FOR EACH ROW WHEN (OLD.kind IN ('policy', 'calendar')) EXECUTE FUNCTION refuse_republishing()`,
];

export const published: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
