import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Ids are compared byte by byte (`COLLATE "C"`), so that an aggregate's rows lie side by side and orders agree everywhere. */
const statements = [
  `CREATE TABLE meta (key text PRIMARY KEY, value text NOT NULL)`,

  `CREATE TABLE space (
     id text COLLATE "C" PRIMARY KEY,
     version bigint NOT NULL DEFAULT 0,
     chain_no bigint NOT NULL DEFAULT 0,
     chain_head text NOT NULL DEFAULT '')`,

  `CREATE TABLE stored_row (
     kind text COLLATE "C" NOT NULL,
     id text COLLATE "C" NOT NULL,
     space text COLLATE "C" NOT NULL,
     version bigint NOT NULL,
     doc jsonb,
     deleted boolean NOT NULL DEFAULT false,
     PRIMARY KEY (kind, id),
     CHECK ((doc IS NULL) = deleted))`,
  `CREATE INDEX stored_row_changes ON stored_row (space, version)`,
  `CREATE INDEX stored_row_pages ON stored_row (space, kind, id)`,
  `CREATE UNIQUE INDEX stored_row_ticket_number ON stored_row ((doc ->> 'number')) WHERE kind = 'ticket' AND NOT deleted`,
  `CREATE INDEX stored_row_ticket_reported ON stored_row (((doc ->> 'reportedAt')::bigint)) WHERE kind = 'ticket' AND NOT deleted`,
  `CREATE INDEX stored_row_ticket_external ON stored_row ((doc ->> 'externalRef'))
     WHERE kind = 'ticket' AND (doc ->> 'externalRef') IS NOT NULL`,

  `CREATE TABLE journal_chain (
     space text COLLATE "C" NOT NULL,
     no bigint NOT NULL,
     journal_id text COLLATE "C" NOT NULL,
     hash text NOT NULL,
     PRIMARY KEY (space, no))`,
  `CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$`,
  `CREATE TRIGGER journal_chain_append_only BEFORE UPDATE OR DELETE ON journal_chain
     FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()`,
  `CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON stored_row
     FOR EACH ROW WHEN (OLD.kind = 'journal') EXECUTE FUNCTION refuse_rewriting()`,

  `CREATE TABLE account (
     user_id text COLLATE "C" PRIMARY KEY,
     username text COLLATE "C" NOT NULL UNIQUE,
     password_hash text NOT NULL,
     must_change boolean NOT NULL,
     created_at bigint NOT NULL,
     changed_at bigint NOT NULL)`,

  `CREATE TABLE device (
     id text COLLATE "C" PRIMARY KEY,
     code text COLLATE "C" NOT NULL UNIQUE,
     ordinal int NOT NULL UNIQUE,
     user_id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     last_mutation_id bigint NOT NULL DEFAULT 0,
     last_seen_server_time bigint NOT NULL,
     enrolled_at bigint NOT NULL,
     revoked boolean NOT NULL DEFAULT false)`,

  `CREATE TABLE session (
     id text COLLATE "C" PRIMARY KEY,
     device_id text COLLATE "C" NOT NULL REFERENCES device (id),
     user_id text COLLATE "C" NOT NULL,
     generation int NOT NULL DEFAULT 1,
     refresh_hash text NOT NULL,
     previous_refresh_hash text,
     created_at bigint NOT NULL,
     used_at bigint NOT NULL)`,
  `CREATE INDEX session_device ON session (device_id)`,
  `CREATE TABLE access_token (
     hash text PRIMARY KEY,
     session_id text COLLATE "C" NOT NULL REFERENCES session (id) ON DELETE CASCADE,
     generation int NOT NULL,
     expires_at bigint NOT NULL)`,
  `CREATE INDEX access_token_session ON access_token (session_id)`,
  `CREATE TABLE login_failure (key text NOT NULL, id text NOT NULL, at bigint NOT NULL, PRIMARY KEY (key, id))`,
  `CREATE INDEX login_failure_at ON login_failure (at)`,

  `CREATE TABLE mutation (
     device_id text COLLATE "C" NOT NULL,
     mutation_id bigint NOT NULL,
     name text NOT NULL,
     hash text NOT NULL,
     user_id text COLLATE "C" NOT NULL,
     occurred_at bigint NOT NULL,
     received_at bigint NOT NULL,
     outcome jsonb,
     PRIMARY KEY (device_id, mutation_id))`,
  `CREATE INDEX mutation_refused ON mutation (device_id, mutation_id) WHERE outcome IS NOT NULL`,
];

export const initial: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
