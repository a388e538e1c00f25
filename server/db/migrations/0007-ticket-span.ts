import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What windows are decided by (docs/protocol.md, "Window"), kept by server/store/ticket-span.ts. Filled here from the rows
 * there are: every change so far is behind the cursor of every device that will ever have a window.
 */
const statements = [
  `CREATE TABLE ticket_span (
     id text COLLATE "C" PRIMARY KEY,
     space text COLLATE "C" NOT NULL,
     entered bigint NOT NULL,
     woken bigint NOT NULL DEFAULT 0,
     reported_at bigint NOT NULL,
     ended_at bigint NOT NULL,
     words tsvector)`,
  `INSERT INTO ticket_span (id, space, entered, reported_at, ended_at, words)
     SELECT ticket.id, ticket.space, least(ticket.version, part.first), (doc ->> 'reportedAt')::bigint,
       CASE WHEN doc ->> 'state' IN ('closed', 'cancelled')
         THEN greatest((doc ->> 'reportedAt')::bigint, (doc ->> 'updatedAt')::bigint, part.last)
         ELSE 9007199254740991 END,
       CASE WHEN doc ->> 'state' IN ('closed', 'cancelled')
         THEN to_tsvector('simple', regexp_replace(lower(concat_ws(' ', doc ->> 'number', doc ->> 'title',
           doc -> 'client' ->> 'name')), '[^[:alnum:]]+', ' ', 'g')) END
     FROM stored_row AS ticket LEFT JOIN (
       SELECT split_part(id, '/', 1) COLLATE "C" AS id, min(version) AS first,
         max((doc ->> 'occurredAt')::bigint) AS last
       FROM stored_row WHERE kind IN ('form', 'journal', 'attachment') GROUP BY 1) AS part ON part.id = ticket.id
     WHERE ticket.kind = 'ticket' AND NOT ticket.deleted`,
  `CREATE INDEX ticket_span_ended ON ticket_span (space, ended_at) INCLUDE (id, reported_at)`,
  `CREATE INDEX ticket_span_words ON ticket_span USING gin (words)`,
];

export const ticketSpan: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
