import { sql } from 'kysely';
import { type Ticket, ticketSchema } from '#shared/domain/ticket.ts';
import type { Db } from '../db/open.ts';

/**
 * The tickets that can concern a period from `from` to `to` (UTC ms): reported before its end, and not finished for good
 * before it began. A recap of one office asks for that office's alone.
 */
export async function readTicketsForRecap(
  db: Db,
  range: { readonly from: number; readonly to: number },
  opd: string | null,
): Promise<Ticket[]> {
  const { rows } = await sql<{ doc: unknown }>`
    SELECT doc FROM stored_row
    WHERE kind = 'ticket' AND NOT deleted AND (doc ->> 'reportedAt')::bigint < ${range.to}
      AND (${opd}::text IS NULL OR doc ->> 'opd' = ${opd})
      AND ((doc ->> 'reportedAt')::bigint >= ${range.from}
        OR doc ->> 'state' IN ('new', 'in_progress', 'waiting')
        OR (doc -> 'timeline' -> -1 ->> 'at')::bigint >= ${range.from})
    ORDER BY id`.execute(db);
  return rows.map(({ doc }) => ticketSchema.parse(doc));
}
