import {
  type ClockSkew,
  type MutationEnvelope,
  maxMutationsPerPush,
  maxPushBytes,
} from '#shared/sync/protocol.ts';
import type { OutboxRecord } from '../db/database.ts';
import { leastErrorMs } from './clock-state.ts';

/** Room for the frame around the mutations, and what is said of their clock. */
const frameBytes = 12_288;
const encoder = new TextEncoder();

/**
 * What travels of an outbox entry: always the same words, whatever the attempt. One that the server cannot even read is
 * sent without its content: it is refused, so that its number is taken and those behind it go on.
 */
export function envelopeOf(entry: OutboxRecord): MutationEnvelope {
  const { id, name, args, occurredAt, seenServerTime, isUnsendable } = entry;
  if (isUnsendable === true) return { id, name: 'unsendable', args: null, occurredAt: 0, seenServerTime: 0 };
  return { id, name, args, occurredAt, seenServerTime };
}

/**
 * The longest beginning of the entries that fits into one push; at least one entry. It ends at a hole in the numbers (a
 * copied profile, renumbered): one answer speaks of one unbroken run, and what is behind the hole is asked for by itself.
 */
export function firstBatch(
  entries: readonly OutboxRecord[],
  limit: number = maxMutationsPerPush,
): MutationEnvelope[] {
  const batch: MutationEnvelope[] = [];
  let bytes = frameBytes;
  for (const [at, entry] of entries.slice(0, limit).entries()) {
    if (entry.id !== (entries[0]?.id ?? 0) + at) break;
    const envelope = envelopeOf(entry);
    bytes += encoder.encode(JSON.stringify(envelope)).length + 1;
    if (batch.length > 0 && bytes >= maxPushBytes) break;
    batch.push(envelope);
  }
  return batch;
}

/** By how much the instants of these entries turned out to be wrong, where it matters. */
export function skewsOf(entries: readonly OutboxRecord[]): ClockSkew[] {
  return entries.flatMap(({ id, skewMs = 0, isUnsendable }) =>
    Math.abs(skewMs) >= leastErrorMs && isUnsendable !== true ? [{ id, skewMs }] : [],
  );
}
