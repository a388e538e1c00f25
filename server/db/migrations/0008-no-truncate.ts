import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The tables of the journal and its counters are not emptied as a whole either; triggers for each row do not see that. */
export const noTruncate: Migration = {
  async up(db: Kysely<unknown>) {
    for (const table of ['stored_row', 'journal_chain', 'space'])
      await sql
        .raw(
          `CREATE TRIGGER ${table}_not_emptied BEFORE TRUNCATE ON ${table}
             FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()`,
        )
        .execute(db);
  },
};
