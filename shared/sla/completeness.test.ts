import { describe, expect, it } from 'vitest';
import jabar from '#resources/policies/jabar.json' with { type: 'json' };
import { completenessOf, dueWarning } from './completeness.ts';
import { policyPackSchema } from './pack.ts';
import { compilePolicy } from './policy.ts';
import { at, HOUR, monday, move, testPolicy } from './test-pack.ts';

const policy = compilePolicy(policyPackSchema.parse(jabar));
const since = at('2026-01-31T10:00:00+07:00');
const waiting = { state: 'waiting', timeline: [move(since, 'waiting')] } as const;

function closingOf(start: number): number | undefined {
  return completenessOf(policy, { state: 'waiting', timeline: [move(start, 'waiting')] })?.closesAt;
}

describe('how long a request may wait for papers (Jawa Barat)', () => {
  it('is one calendar month: the same day of the month or its last, with warnings 7 days and 1 day before', () => {
    expect(completenessOf(policy, waiting)).toEqual({
      since,
      closesAt: at('2026-02-28T10:00:00+07:00'),
      warnAt: [at('2026-02-21T10:00:00+07:00'), at('2026-02-27T10:00:00+07:00')],
      reason: 'kelengkapan tidak dipenuhi',
    });
    const april = at('2026-04-15T23:30:00+07:00');
    expect(closingOf(april)).toBe(at('2026-05-15T23:30:00+07:00'));
  });

  it('counts days of the zone of the pack, not of UTC', () => {
    const early = at('2026-03-01T02:00:00+07:00');
    expect(closingOf(early)).toBe(at('2026-04-01T02:00:00+07:00'));
  });

  it('begins anew after work, not with a second move to waiting', () => {
    const again = [move(since + HOUR, 'waiting'), ...waiting.timeline];
    expect(completenessOf(policy, { state: 'waiting', timeline: again })?.since).toBe(since);
    const resumed = [...again, move(since + 2 * HOUR, 'in_progress'), move(since + 5 * HOUR, 'waiting')];
    expect(completenessOf(policy, { state: 'waiting', timeline: resumed })?.since).toBe(since + 5 * HOUR);
  });

  it('is no matter of tickets that do not wait, or of packs without the rule', () => {
    expect(completenessOf(policy, { ...waiting, state: 'in_progress' })).toBeNull();
    expect(completenessOf(policy, { state: 'waiting', timeline: [] })).toBeNull();
    expect(completenessOf(testPolicy(), waiting)).toBeNull();
  });

  it('runs day and night when a pack gives hours, and leaves out warnings from before the wait', () => {
    const completeness = { within: 'PT48H', warnDays: [1, 7, 1], reason: 'tidak lengkap' };
    const found = completenessOf(testPolicy({ completeness }), {
      state: 'waiting',
      timeline: [move(monday, 'waiting')],
    });
    expect(found).toMatchObject({ closesAt: monday + 48 * HOUR, warnAt: [monday + 24 * HOUR] });
  });
});

describe('dueWarning', () => {
  const limit = completenessOf(policy, waiting);
  if (!limit) throw new Error('no limit');
  const [first = 0, second = 0] = limit.warnAt;

  it('is the latest whose instant has come, under a key of its own', () => {
    expect(dueWarning(limit, first - 1)).toBeNull();
    expect(dueWarning(limit, first)).toEqual({ key: `completeness.${first}`, at: first });
    expect(dueWarning(limit, second)).toEqual({ key: `completeness.${second}`, at: second });
    expect(dueWarning(limit, limit.closesAt - 1)?.at).toBe(second);
    expect(dueWarning(limit, limit.closesAt)).toBeNull();
  });
});
