import { sql } from 'kysely';
import type { Db } from '../db/open.ts';

/** How many failed logins are borne in the window, per account and per address. */
export interface LoginLimit {
  readonly perAccount: number;
  readonly perAddress: number;
  readonly windowMs: number;
}
export const defaultLoginLimit: LoginLimit = { perAccount: 5, perAddress: 5, windowMs: 15 * 60_000 };

/** One attempt, counted as a failure until it is known to have succeeded. */
export interface Attempt {
  readonly id: string;
  readonly keys: readonly string[];
}

/**
 * Notes an attempt before the password is looked at, so that many attempts at once cannot slip through together.
 * @returns ms until another attempt is worth making, or null when this one may go on.
 */
export async function noteAttempt(
  db: Db,
  attempt: Attempt,
  limits: readonly number[],
  windowMs: number,
  now: number,
): Promise<number | null> {
  const since = now - windowMs;
  await sql`DELETE FROM login_failure WHERE at <= ${since}`.execute(db);
  await sql`
    INSERT INTO login_failure (key, id, at)
    SELECT key, ${attempt.id}, ${now}::bigint FROM unnest(${[...attempt.keys]}::text[]) AS key`.execute(db);
  const { rows } = await sql<{ key: string; count: number; oldest: number }>`
    SELECT key, count(*) AS count, min(at) AS oldest FROM login_failure
    WHERE key = ANY(${[...attempt.keys]}::text[]) AND at > ${since} GROUP BY key`.execute(db);
  const over = rows.filter((row) => row.count > (limits[attempt.keys.indexOf(row.key)] ?? 0));
  if (over.length === 0) return null;
  // A refused attempt does not prolong the wait: nobody can lock another person out for ever.
  await forgetAttempt(db, attempt);
  return Math.max(1000, ...over.map((row) => row.oldest + windowMs - now));
}

/** Takes an attempt off the count: it succeeded, or was refused unseen. */
export async function forgetAttempt(db: Db, attempt: Attempt): Promise<void> {
  await sql`DELETE FROM login_failure WHERE id = ${attempt.id}`.execute(db);
}
