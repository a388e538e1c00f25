import type { ClockDoubt } from './journal.ts';

/** By how much an instant (UTC ms) that is in doubt may be wrong, ms: the skew, or how far it was moved if that is more. */
export function doubtExtent({ skewMs, claimedAt }: ClockDoubt, at: number): number {
  const moved = claimedAt === null ? 0 : Math.abs(claimedAt - at);
  return Math.max(Math.abs(skewMs), moved);
}
