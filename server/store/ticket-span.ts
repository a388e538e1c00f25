import { sql } from 'kysely';
import { aggregateOf, type RowKind } from '#shared/sync/rows.ts';
import type { Tx } from '../db/open.ts';
import type { VersionedRow } from './versioned-row.ts';

/** Stands in `ended_at` for a ticket that is not over: later than every window's start. */
export const notOver = Number.MAX_SAFE_INTEGER;

/** What a write says of one ticket. */
interface SpanChange {
  readonly id: string;
  space: string;
  /** The highest version it was given. */
  version: number;
  /** Of the ticket's own row; null where the write has none. */
  ticket: { readonly isOver: boolean; readonly reportedAt: number; readonly text: string } | null;
  /** The latest instant (UTC ms) of what was written. */
  at: number;
}

const partKinds: readonly RowKind[] = ['ticket', 'form', 'journal', 'attachment'];

/**
 * Notes, beside the rows of tickets and in their transaction, what windows are decided by: when a ticket came into its
 * space (`entered`), the last version that changed it while it was over (`woken`), its last activity once it is over
 * (`ended_at`), and the words it is found by. To be called for every write of rows, under the locks of their spaces.
 * @param dated by what a line of the journal counts as activity: work of devices from its receipt, so that what comes late
 * is not old at once; imported history from when it happened.
 */
export async function noteTicketSpans(
  tx: Tx,
  rows: readonly VersionedRow[],
  dated: 'receivedAt' | 'occurredAt',
): Promise<void> {
  const changes = spanChanges(rows, dated);
  const own = changes.flatMap(({ ticket, ...change }) => (ticket === null ? [] : [{ ...change, ...ticket }]));
  const parts = changes.filter(({ ticket }) => ticket === null);
  if (own.length > 0) {
    // A ticket that comes from another space is marked as woken too: its rows are new to readers of this one.
    await sql`
      INSERT INTO ticket_span AS span (id, space, entered, reported_at, ended_at, words)
      SELECT id, space, version, "reportedAt", CASE WHEN "isOver" THEN at ELSE ${notOver}::bigint END,
        CASE WHEN "isOver" THEN to_tsvector('simple', text) END
      FROM jsonb_to_recordset(${JSON.stringify(own)}::text::jsonb)
        AS x (id text, space text, version bigint, at bigint, "isOver" boolean, "reportedAt" bigint, text text)
      ON CONFLICT (id) DO UPDATE SET
        space = excluded.space,
        entered = CASE WHEN span.space = excluded.space THEN span.entered ELSE excluded.entered END,
        woken = CASE WHEN span.space <> excluded.space OR span.ended_at < ${notOver}::bigint
          THEN excluded.entered ELSE span.woken END,
        reported_at = excluded.reported_at,
        ended_at = CASE WHEN span.ended_at < ${notOver}::bigint
          THEN greatest(span.ended_at, excluded.ended_at) ELSE excluded.ended_at END,
        words = excluded.words
      -- Work on a ticket that stays open changes none of it.
      WHERE span.space <> excluded.space OR span.reported_at <> excluded.reported_at
        OR least(span.ended_at, excluded.ended_at) < ${notOver}::bigint`.execute(tx);
  }
  if (parts.length > 0) {
    await sql`
      UPDATE ticket_span AS span SET woken = x.version, ended_at = greatest(span.ended_at, x.at)
      FROM jsonb_to_recordset(${JSON.stringify(parts)}::text::jsonb) AS x (id text, version bigint, at bigint)
      WHERE span.id = x.id COLLATE "C" AND span.ended_at < ${notOver}::bigint`.execute(tx);
  }
}

function spanChanges(rows: readonly VersionedRow[], dated: 'receivedAt' | 'occurredAt'): SpanChange[] {
  const changes = new Map<string, SpanChange>();
  for (const { kind, id, space, version, doc } of rows) {
    if (!partKinds.includes(kind)) continue;
    const ticketId = aggregateOf(id);
    const change = changes.get(ticketId) ?? { id: ticketId, space, version, ticket: null, at: 0 };
    changes.set(ticketId, change);
    change.version = Math.max(change.version, version);
    const facts = (doc ?? {}) as Readonly<Record<string, unknown>>;
    if (kind === 'journal') change.at = Math.max(change.at, instantOf(facts[dated]));
    if (kind !== 'ticket') continue;
    const { state, number, title } = facts;
    const { name } = (facts.client ?? {}) as { readonly name?: unknown };
    const reportedAt = instantOf(facts.reportedAt);
    change.space = space;
    change.at = Math.max(change.at, reportedAt, instantOf(facts.updatedAt));
    // A row that is gone is told to everybody who may have it, so it counts as not over.
    const isOver = state === 'closed' || state === 'cancelled';
    change.ticket = { isOver, reportedAt, text: wordsOf([number, title, name].join(' ')).join(' ') };
  }
  return [...changes.values()];
}

function instantOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** The words of a text as tickets are found by: runs of letters and digits, in small letters. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
