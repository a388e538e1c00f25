import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Finds a person's mutation by its content: copies of one profile send the same work under different numbers. */
export const mutationContent: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw(`CREATE INDEX mutation_content ON mutation (user_id, hash)`).execute(db);
  },
};
