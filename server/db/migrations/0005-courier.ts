import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Devices that exchange by file: their public keys, and how far the files have come. */
const statements = [
  `CREATE TABLE courier_device (
     device_id text COLLATE "C" PRIMARY KEY REFERENCES device (id),
     public_key text NOT NULL,
     registered_at bigint NOT NULL,
     request_number bigint NOT NULL DEFAULT 0,
     request jsonb,
     answer_number bigint NOT NULL DEFAULT 0)`,
];

export const courier: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
