import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What the server tells by itself: what has been told, the mails, its own mutation numbers, and a way to the open tickets. */
const statements = [
  `CREATE TABLE told (
     ticket text COLLATE "C" NOT NULL,
     key text COLLATE "C" NOT NULL,
     at bigint NOT NULL,
     PRIMARY KEY (ticket, key))`,
  `CREATE TABLE mail (
     id text COLLATE "C" PRIMARY KEY,
     recipient text NOT NULL,
     ticket text COLLATE "C",
     key text COLLATE "C" NOT NULL,
     subject text NOT NULL,
     body_text text NOT NULL,
     body_html text NOT NULL,
     created_at bigint NOT NULL,
     attempts int NOT NULL DEFAULT 0,
     next_attempt_at bigint,
     sent_at bigint)`,
  `CREATE UNIQUE INDEX mail_once ON mail (ticket, key, recipient)`,
  `CREATE INDEX mail_due ON mail (next_attempt_at) WHERE next_attempt_at IS NOT NULL`,
  `CREATE SEQUENCE system_mutation`,
  `CREATE INDEX stored_row_ticket_open ON stored_row (id)
     WHERE kind = 'ticket' AND NOT deleted AND (doc ->> 'state') NOT IN ('closed', 'cancelled')`,
];

export const notices: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
