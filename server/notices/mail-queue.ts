import { sql } from 'kysely';
import type { Db, Tx } from '../db/open.ts';
import { toSqlJson } from '../db/sql-json.ts';
import type { Platform } from '../platform/platform.ts';
import { htmlOf, type Letter, subjectOf, textOf } from './letter.ts';

/** A letter to one address. `ticket` and `key` name what it tells: no address gets the same twice. */
export interface NewMail {
  readonly address: string;
  readonly ticket: string | null;
  readonly key: string;
  readonly letter: Letter;
}

/** Puts mails into the queue, in the transaction that makes them true. */
export async function queueMails(
  tx: Tx,
  platform: Pick<Platform, 'id'>,
  mails: readonly NewMail[],
  now: number,
): Promise<void> {
  if (mails.length === 0) return;
  const rows = mails.map(({ address, ticket, key, letter }) => ({
    id: platform.id(),
    recipient: address,
    ticket,
    key,
    subject: subjectOf(letter),
    text: textOf(letter),
    html: htmlOf(letter),
  }));
  await sql`
    INSERT INTO mail (id, recipient, ticket, key, subject, body_text, body_html, created_at, next_attempt_at)
    SELECT id, recipient, ticket, key, subject, text, html, ${now}::bigint, ${now}::bigint
    FROM jsonb_to_recordset(${toSqlJson(rows)}::text::jsonb)
      AS x (id text, recipient text, ticket text, key text, subject text, text text, html text)
    ON CONFLICT DO NOTHING`.execute(tx);
}

/** A mail taken out for one attempt; `attempts` counts this one. */
export interface DueMail {
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attempts: number;
}

/** An attempt that is not over by then (ms) is taken for lost: its process died. */
const attemptMs = 5 * 60_000;
const firstWaitMs = 60_000;
const longestWaitMs = 12 * 3_600_000;
/** Seventeen hours of doubling waits and four of the longest: a relay that is down over a weekend is waited for. */
export const mostAttempts = 15;

/** How long to wait after so many failed attempts, ms. */
function waitAfter(attempts: number): number {
  return Math.min(firstWaitMs * 2 ** (attempts - 1), longestWaitMs);
}

/**
 * Takes the next due mail for this process alone. One that seems to wait longer than any wait is due as well: the clock was
 * put back since.
 */
export async function takeDueMail(db: Db, now: number): Promise<DueMail | undefined> {
  const { rows } = await sql<DueMail>`
    UPDATE mail SET attempts = attempts + 1, next_attempt_at = ${now + attemptMs}::bigint
    WHERE id = (
      SELECT id FROM mail
      WHERE next_attempt_at <= ${now}::bigint OR next_attempt_at > ${now + longestWaitMs}::bigint
      ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, recipient, subject, body_text AS text, body_html AS html, attempts`.execute(db);
  return rows[0];
}

/** The mail has been accepted; what it said is not kept. */
export async function markSent(db: Db, id: string, now: number): Promise<void> {
  await db
    .updateTable('mail')
    .set({ sent_at: now, next_attempt_at: null, body_text: '', body_html: '' })
    .where('id', '=', id)
    .execute();
}

/** The attempt failed. @returns false when it was the last one. */
export async function markFailed(
  db: Db,
  { id, attempts }: Pick<DueMail, 'id' | 'attempts'>,
  now: number,
): Promise<boolean> {
  const hasMore = attempts < mostAttempts;
  await db
    .updateTable('mail')
    .set({ next_attempt_at: hasMore ? now + waitAfter(attempts) : null })
    .where('id', '=', id)
    .where('sent_at', 'is', null)
    .execute();
  return hasMore;
}

/** When the next attempt is due, UTC ms; null when none waits. */
export async function nextAttempt(db: Db): Promise<number | null> {
  const row = await db
    .selectFrom('mail')
    .select('next_attempt_at as at')
    .where('next_attempt_at', 'is not', null)
    .orderBy('next_attempt_at')
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}

const keptMs = 30 * 86_400_000;

/** Forgets mails sent or given up more than 30 days ago, with the addresses in them. */
export async function forgetOldMails(db: Db, now: number): Promise<void> {
  await sql`
    DELETE FROM mail WHERE next_attempt_at IS NULL AND coalesce(sent_at, created_at) < ${now - keptMs}::bigint`.execute(
    db,
  );
}
