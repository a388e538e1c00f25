import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seedOf } from '../../test/support/seed.ts';
import { compilePolicy } from './policy.ts';
import { compareTargets, isChanged, Preview } from './preview.ts';
import { HOUR, monday, testPack, testPolicy } from './test-pack.ts';
import type { SlaInput, TimelineEvent } from './timeline.ts';

const seed = seedOf('preview laws');
const levels = fc.constantFrom('high', 'medium', 'low', null);
const instant = fc.integer({ min: -48, max: 20 * 24 }).map((hours) => monday + hours * HOUR);
const event: fc.Arbitrary<TimelineEvent> = fc.oneof(
  fc.record({
    at: instant,
    type: fc.constant('state' as const),
    to: fc.constantFrom('new', 'in_progress', 'waiting', 'resolved', 'closed', 'cancelled'),
  }),
  fc.record({ at: instant, type: fc.constant('reply' as const) }),
);
const input: fc.Arbitrary<SlaInput> = fc.record({
  urgency: levels,
  impact: levels,
  alwaysAvailable: fc.boolean(),
  reportedAt: instant,
  timeline: fc.array(event, { maxLength: 6 }),
});
const hours = fc.integer({ min: 1, max: 60 }).map((n) => `PT${n}H`);
const policy = fc
  .tuple(hours, hours, hours, fc.constantFrom('lt', 'lte'), fc.boolean())
  .map(([first, second, third, comparison, pausedByWaiting]) =>
    testPolicy({
      targets: [
        {
          metric: 'resolution',
          title: 'Penyelesaian',
          durations: { by: ['priority'], of: { '1': first, '2': second, '3': third } },
          calendar: { default: 'office' },
          comparison,
          stop: 'resolved',
          pausedByWaiting,
        },
      ],
    }),
  );

describe('laws of the preview', () => {
  it('equal packs change nothing', () => {
    fc.assert(
      fc.property(policy, fc.array(input, { maxLength: 20 }), instant, (present, inputs, now) => {
        // Compiled anew: equal, not the same object.
        const again = compilePolicy(structuredClone(present.pack));
        const preview = new Preview<number>(now);
        inputs.forEach((one, ticket) => {
          preview.add({ ticket, input: one, before: present, after: again });
        });
        expect(preview.changed).toEqual([]);
        const { same, tickets, ...others } = preview.counts;
        expect(tickets).toBe(inputs.length);
        expect(same).toBeLessThanOrEqual(tickets);
        expect(Object.values(others).every((count) => count === 0)).toBe(true);
      }),
      { seed, numRuns: 500 },
    );
  });

  it('there and back again: earlier becomes later, newly late no longer late, and so on', () => {
    const mirrored = {
      same: 'same',
      earlier: 'later',
      later: 'earlier',
      appears: 'vanishes',
      vanishes: 'appears',
    } as const;
    const bare = testPack().targets.slice(0, 1);
    const either = fc.oneof(policy, fc.constant(testPolicy({ targets: bare })));
    fc.assert(
      fc.property(either, either, input, instant, (one, other, of, now) => {
        const byMetric = (changes: ReturnType<typeof compareTargets>) =>
          new Map(changes.map((change) => [change.metric, change]));
        const there = byMetric(compareTargets(one, other, of, now));
        const back = byMetric(compareTargets(other, one, of, now));
        expect([...back.keys()].sort()).toEqual([...there.keys()].sort());
        for (const [metric, change] of there) {
          const reverse = back.get(metric);
          expect(reverse?.move).toBe(mirrored[change.move]);
          expect(reverse?.newlyLate).toBe(change.noLongerLate);
          expect(reverse?.noLongerLate).toBe(change.newlyLate);
          expect(reverse !== undefined && isChanged(reverse)).toBe(isChanged(change));
        }
      }),
      { seed, numRuns: 500 },
    );
  });
});
