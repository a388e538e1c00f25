import { sql } from 'kysely';
import type { Db, Tx } from '../db/open.ts';

/** How many failed logins are borne in the window, per account and per address, and how many new devices of a person in 24 hours. */
export interface LoginLimit {
  readonly perAccount: number;
  readonly perAddress: number;
  readonly windowMs: number;
  readonly newDevicesPerDay: number;
}
export const defaultLoginLimit: LoginLimit = {
  perAccount: 5,
  perAddress: 5,
  windowMs: 15 * 60_000,
  newDevicesPerDay: 30,
};

/** One attempt: what it counts against when it fails, and how many failures each of these bears. */
export interface Attempt {
  readonly id: string;
  readonly limits: ReadonlyMap<string, number>;
}

/**
 * How long until another attempt is worth making.
 * @returns ms, or null while fewer failures are known than are borne. A success never counts.
 */
export async function waitOf(
  db: Pick<Db, 'selectFrom'>,
  { limits }: Attempt,
  windowMs: number,
  now: number,
): Promise<number | null> {
  const failures = await db
    .selectFrom('login_failure')
    .select(({ fn }) => ['key', fn.countAll<number>().as('count'), fn.min<number>('at').as('oldest')])
    .where('key', 'in', [...limits.keys()])
    .where('at', '>', now - windowMs)
    // Noted by a clock that was far ahead and was put back: it would bar the account for as long as that was ahead.
    .where('at', '<=', now + windowMs)
    .groupBy('key')
    .execute();
  const over = failures.filter(({ key, count }) => Number(count) >= (limits.get(key) ?? 0));
  if (over.length === 0) return null;
  return Math.min(windowMs, Math.max(1000, ...over.map(({ oldest }) => oldest + windowMs - now)));
}

/**
 * Writes a failure down. Attempts that end at the same moment are decided one after the other: of any number of guesses at
 * once only as many are told that they were wrong as the limit bears.
 * @returns ms to wait where the limit was reached before this one: its outcome must not be told, and it is not counted, so
 * that nobody can lock another person out for ever. Null where it was counted.
 */
export async function noteFailure(
  tx: Tx,
  attempt: Attempt,
  windowMs: number,
  now: number,
): Promise<number | null> {
  const keys = [...attempt.limits.keys()].sort();
  for (const key of keys) await sql`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
  const wait = await waitOf(tx, attempt, windowMs, now);
  if (wait !== null) return wait;
  await tx
    .deleteFrom('login_failure')
    .where(({ or, eb }) => or([eb('at', '<=', now - windowMs), eb('at', '>', now + windowMs)]))
    .execute();
  await tx
    .insertInto('login_failure')
    .values(keys.map((key) => ({ key, id: attempt.id, at: now })))
    .execute();
  return null;
}
