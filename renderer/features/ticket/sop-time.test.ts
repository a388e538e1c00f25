import { describe, expect, it } from 'vitest';
import { type SopProgress, sopProgress } from '#shared/domain/sop.ts';
import { deskWithTicket, minute, nineOClock } from '../../../test/support/desk-in-memory.ts';
import { handStep, stepTimes } from './sop-time.ts';

const done = (step: number, doneAt: number | null): SopProgress => ({ step, state: 'done', doneAt });

describe('real time of the steps', () => {
  it('runs from the step before to the step itself', () => {
    const [first, second] = stepTimes([done(1, 0), done(2, 3 * minute)], 0);
    expect(first?.real).toBeNull();
    expect(second).toMatchObject({ standard: 2, real: 3 * minute, isOver: true });
  });
  it('is not over at exactly the standard time', () => {
    expect(stepTimes([done(1, 0), done(2, 2 * minute)], 0)[1]?.isOver).toBe(false);
  });
  it('runs on for the next step', () => {
    const next: SopProgress = { step: 7, state: 'next', doneAt: null };
    expect(stepTimes([done(6, minute), next], 4 * minute)[1]).toMatchObject({
      real: 3 * minute,
      isOver: true,
    });
  });
  it('is unknown where nothing recorded the instant, and leaves the rest as they are', () => {
    const [, unknown, after] = stepTimes([done(10, minute), done(12, null), done(14, 5 * minute)], 0);
    expect(unknown?.real).toBeNull();
    expect(after?.real).toBe(4 * minute);
  });
  it('is never negative, although steps may be ticked off out of order', () => {
    expect(stepTimes([done(8, 10 * minute), done(9, 4 * minute)], 0)[1]?.real).toBe(0);
  });
  it('covers all 17 steps of a real ticket with one next step', () => {
    const { must, ticket } = deskWithTicket();
    must('operator', 'ticket.move', { to: 'in_progress' });
    const times = stepTimes(sopProgress(ticket()), nineOClock + 60 * minute);
    expect(times).toHaveLength(17);
    expect(times.filter(({ state }) => state === 'next').map(({ step }) => step)).toEqual([9]);
  });
});

describe('steps ticked off by hand', () => {
  it('are those the mutation takes', () => {
    const steps = Array.from({ length: 17 }, (_, at) => at + 1).filter((step) => handStep(step) !== null);
    expect(steps).toEqual([4, 6, 8, 9, 11, 13, 15, 16]);
  });
  it('are accepted by the mutator', () => {
    for (let step = 1; step <= 17; step += 1) {
      const name = handStep(step);
      if (name !== null) expect(deskWithTicket().act('operator', 'sop.mark', { step: name }).ok).toBe(true);
    }
  });
});
