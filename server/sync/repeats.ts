import { sql } from 'kysely';
import { ok, type Result } from '#shared/domain/result.ts';
import { type MutationEnvelope, type Outcome, outcomeSchema } from '#shared/sync/protocol.ts';
import type { Tx } from '../db/open.ts';
import { type Failure, fail } from '../failure.ts';
import { contentHash } from './envelope.ts';

/**
 * The mutations at the head of a batch that the server already has (their answer was lost): acknowledged again with the
 * outcome of the first time. The same number with other content is refused, for one of the two would be lost.
 */
export async function separateRepeats(
  tx: Tx,
  deviceId: string,
  envelopes: readonly MutationEnvelope[],
  last: number,
): Promise<Result<{ readonly count: number; readonly outcomes: Outcome[] }, Failure>> {
  const repeats = envelopes.filter((envelope) => envelope.id <= last);
  if (repeats.length === 0) return ok({ count: 0, outcomes: [] });
  const { rows } = await sql<{ id: number; hash: string; outcome: unknown }>`
    SELECT mutation_id AS id, hash, outcome FROM mutation
    WHERE device_id = ${deviceId} AND mutation_id = ANY(${repeats.map((envelope) => envelope.id)}::bigint[])
    ORDER BY mutation_id`.execute(tx);
  const stored = new Map(rows.map((row) => [row.id, row]));
  for (const envelope of repeats) {
    const known = stored.get(envelope.id);
    if (known !== undefined && known.hash !== contentHash(envelope))
      return fail('mutation_changed', { expected: last + 1 });
  }
  const outcomes = rows.flatMap((row) => (row.outcome === null ? [] : [outcomeSchema.parse(row.outcome)]));
  return ok({ count: repeats.length, outcomes });
}

/**
 * What became of the same work (name, arguments and instant) that this person sent under other numbers: copies of one
 * profile number it differently, and after a restore they offer again what each of them keeps, perhaps each enrolled as a
 * device of its own. It takes effect once.
 */
export async function sameWork(
  tx: Tx,
  userId: string,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, Outcome>> {
  const { rows } = await sql<{ id: number; hash: string; outcome: unknown }>`
    SELECT mutation_id AS id, hash, outcome FROM mutation
    WHERE user_id = ${userId} AND hash = ANY(${hashes}::text[])`.execute(tx);
  return new Map(
    rows.map(({ id, hash, outcome }) => [
      hash,
      outcome === null ? { id, status: 'applied' } : outcomeSchema.parse(outcome),
    ]),
  );
}
