import type { MutationEnvelope } from '#shared/sync/protocol.ts';
import { canonicalJson, sha256 } from '../store/canonical.ts';

/** When a thing happened, as far as the device can be believed: not after receipt, not before the last server time it had. */
export function boundedInstant(
  claim: Pick<MutationEnvelope, 'occurredAt' | 'seenServerTime'>,
  lastGiven: number,
  receivedAt: number,
): number {
  const earliest = Math.min(claim.seenServerTime, lastGiven, receivedAt);
  return Math.min(Math.max(claim.occurredAt, earliest), receivedAt);
}

/** Content of a mutation, by which a repeat is told from a change. */
export function contentHash({ name, args, occurredAt, seenServerTime }: MutationEnvelope): string {
  return sha256(canonicalJson([name, args ?? null, occurredAt, seenServerTime]));
}
