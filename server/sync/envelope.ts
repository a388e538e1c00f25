import type { ClockDoubt } from '#shared/domain/journal.ts';
import { mutationPrintText } from '#shared/sync/courier.ts';
import type { MutationEnvelope } from '#shared/sync/protocol.ts';
import { sha256 } from '../store/canonical.ts';

/** When a thing happened, as far as the device can be believed: not after receipt, not before the last server time it had. */
export function boundedInstant(
  claim: Pick<MutationEnvelope, 'occurredAt' | 'seenServerTime'>,
  lastGiven: number,
  receivedAt: number,
): number {
  const earliest = Math.min(claim.seenServerTime, lastGiven, receivedAt);
  return Math.min(Math.max(claim.occurredAt, earliest), receivedAt);
}

/** Less than this is what a request takes on its way, not a wrong clock. */
const leastClampMs = 1000;
/** Less than this is how clocks of office computers differ. */
const leastSkewMs = 30_000;

/**
 * What is doubtful in a device's claim: that it lay outside the bounds by a second or more, or that the clock turned out
 * to be wrong by half a minute or more (`skewMs`, learnt afterwards by the device itself). Undefined where nothing is.
 * The skew only says how far the instant may be believed; it never moves it.
 */
export function clockDoubtOf(
  claimedAt: number,
  occurredAt: number,
  skewMs: number | undefined,
): ClockDoubt | undefined {
  const isClamped = Math.abs(claimedAt - occurredAt) >= leastClampMs;
  const isSkewed = skewMs !== undefined && Math.abs(skewMs) >= leastSkewMs;
  if (!isClamped && !isSkewed) return undefined;
  return { claimedAt: isClamped ? claimedAt : null, skewMs: isSkewed ? skewMs : 0 };
}

/** Content of a mutation, by which a repeat is told from a change. */
export function contentHash(envelope: MutationEnvelope): string {
  return sha256(mutationPrintText(envelope));
}
