import { describe, expect, it } from 'vitest';
import jabar from '#resources/policies/jabar.json' with { type: 'json' };
import { evaluate } from './evaluate.ts';
import { policyPackSchema } from './pack.ts';
import { compilePolicy } from './policy.ts';
import { nextStep, type StepCause, stepsOf, stepsReachedBy } from './steps.ts';
import { HOUR, monday, move, testPolicy } from './test-pack.ts';
import type { TimelineEvent } from './timeline.ts';

const policy = compilePolicy(policyPackSchema.parse(jabar));

function reached(time: number, step: string): TimelineEvent {
  return { at: time, type: 'step', step };
}

describe('milestones of a procedure', () => {
  it('are reached by the work the pack names', () => {
    const causes: StepCause[] = ['register', 'assign', 'resolve', 'confirm', 'close'];
    expect(causes.map((on) => stepsReachedBy(policy, on))).toEqual([
      ['entered'],
      ['assigned'],
      ['fulfilled'],
      ['accepted'],
      ['closing'],
    ]);
    expect(stepsReachedBy(testPolicy(), 'register')).toEqual([]);
  });

  it('are done at the first time they were reached, in whatever order that is told', () => {
    const timeline = [reached(monday + 3 * HOUR, 'opened'), reached(monday + HOUR, 'opened')];
    const steps = stepsOf(policy, [...timeline, reached(monday, 'entered')]);
    expect(steps.filter(({ doneAt }) => doneAt !== null).map(({ step, doneAt }) => [step, doneAt])).toEqual([
      ['entered', monday],
      ['opened', monday + HOUR],
    ]);
    expect(nextStep(steps)).toMatchObject({ step: 'verified', on: 'hand', metric: 'verification' });
  });

  it('come next in the order of the pack, also when a later one was reached before', () => {
    expect(nextStep(stepsOf(policy, [reached(monday, 'assigned')]))?.step).toBe('entered');
    const all = policy.pack.steps.map(({ step }, index) => reached(monday + index, step));
    expect(nextStep(stepsOf(policy, all))).toBeNull();
    expect(nextStep(stepsOf(testPolicy(), []))).toBeNull();
  });

  it('start and stop every step target of Jawa Barat, one after the other', () => {
    const timeline = [
      reached(monday, 'entered'),
      reached(monday + HOUR / 2, 'opened'),
      reached(monday + 2 * HOUR, 'verified'),
      reached(monday + 2.5 * HOUR, 'assigned'),
      reached(monday + 5 * HOUR, 'fulfilled'),
      move(monday + 5 * HOUR, 'resolved'),
      reached(monday + 6 * HOUR, 'accepted'),
      reached(monday + 6.25 * HOUR, 'closing'),
      move(monday + 6.25 * HOUR, 'closed'),
    ];
    const input = { urgency: null, impact: null, durationClass: 'short', reportedAt: monday, timeline };
    const { metrics } = evaluate(policy, input, monday + 24 * HOUR);
    expect(metrics.map(({ metric, state, elapsedMs }) => [metric, state, elapsedMs / HOUR])).toEqual([
      ['fulfilment', 'met', 5],
      ['entry', 'met', 0],
      ['opening', 'met', 0.5],
      ['verification', 'met', 1.5],
      ['disposition', 'met', 0.5],
      ['acceptance', 'met', 1],
      ['closing', 'met', 0.25],
    ]);
  });
});
