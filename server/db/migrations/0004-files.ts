import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A way from the bytes of a file to the attachments that name them. */
export const files: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      CREATE INDEX stored_row_file ON stored_row ((doc ->> 'sha256')) WHERE kind = 'attachment'`.execute(db);
  },
};
