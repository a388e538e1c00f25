import { describe, expect, it } from 'vitest';
import type { ExplanationPiece } from '#shared/sla/explain.ts';
import { inWholeMinutes } from './whole-minutes.ts';

/** Reported half a minute past nine, looked at half a minute past two. */
function pieces(...counted: number[]): ExplanationPiece[] {
  let total = 0;
  return counted.map((ms, at) => {
    total += ms;
    return {
      from: at,
      to: at + 1,
      counted: ms > 0,
      ms,
      reason: 'open',
      runningTotalMs: total,
      projected: false,
    };
  });
}

describe('figures of the explanation', () => {
  it('add up line by line although the clock started within a minute', () => {
    const hour = 3_600_000;
    const lines = inWholeMinutes(pieces(5 * hour, 2 * hour - 30_000, 0, 8 * hour, 8 * hour, hour + 30_000));
    expect(lines.map(({ countedMs }) => countedMs / hour)).toEqual([5, 2, 0, 8, 8, 1]);
    expect(lines.at(-1)?.totalMs).toBe(24 * hour);
  });
});
