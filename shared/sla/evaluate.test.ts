import { describe, expect, it } from 'vitest';
import { evaluate, type TargetStatus } from './evaluate.ts';
import { priorityOf, withDaysOff } from './policy.ts';
import { at, HOUR, MINUTE, monday, move, statusOf, testPack, testPolicy, ticket } from './test-pack.ts';
import type { SlaInput, TimelineEvent } from './timeline.ts';

const policy = testPolicy();

function status(metric: string, input: SlaInput, now: number, by = policy): TargetStatus {
  return statusOf(by, metric, input, now);
}

describe('response', () => {
  it.each<[string, TimelineEvent]>([
    ['the first move out of new', move(monday + 5 * MINUTE, 'in_progress')],
    ['a move to waiting', move(monday + 5 * MINUTE, 'waiting')],
    ['a reply to the client', { at: monday + 5 * MINUTE, type: 'reply' }],
  ])('is stopped by %s', (_, event) => {
    const found = status('response', ticket([event]), monday + HOUR);
    expect(found).toMatchObject({ state: 'met', elapsedMs: 5 * MINUTE, stoppedAt: monday + 5 * MINUTE });
    expect(found.nextChangeAt).toBeNull();
  });

  it('is never paused or restarted', () => {
    const timeline = [move(monday + MINUTE, 'in_progress'), move(monday + HOUR, 'new')];
    expect(status('response', ticket(timeline), monday + 3 * HOUR).elapsedMs).toBe(MINUTE);
  });

  it('is void when the ticket was cancelled unanswered, but met when answered before', () => {
    const cancelled = move(monday + 2 * MINUTE, 'cancelled');
    const unanswered = status('response', ticket([cancelled]), monday + HOUR);
    expect(unanswered).toMatchObject({ state: 'void', elapsedMs: 2 * MINUTE, dueAt: null, warning: null });
    const reply: TimelineEvent = { at: monday + MINUTE, type: 'reply' };
    expect(status('response', ticket([reply, cancelled]), monday + HOUR).state).toBe('met');
  });
});

describe('late or not', () => {
  it('lte: on time at the duration, late 1 ms of open time after', () => {
    const due = monday + 10 * MINUTE;
    expect(status('response', ticket([]), due)).toMatchObject({ state: 'running', nextChangeAt: due + 1 });
    expect(status('response', ticket([]), due + 1)).toMatchObject({ state: 'breached', remainingMs: -1 });
    expect(status('response', ticket([move(due, 'in_progress')]), due + HOUR).state).toBe('met');
  });

  it('lt: late as soon as the duration is reached', () => {
    const input = ticket([], { alwaysAvailable: true });
    const due = monday + 10 * HOUR;
    expect(status('handling', input, due - 1)).toMatchObject({ state: 'running', nextChangeAt: due });
    expect(status('handling', input, due)).toMatchObject({
      state: 'breached',
      dueAt: due,
      nextChangeAt: null,
    });
  });

  it('lte due at closing time is met when solved in the evening, and breached only after the next opening', () => {
    const closing = monday + 8 * HOUR;
    const input = ticket([move(closing + 5 * HOUR, 'resolved')]);
    expect(status('resolution', input, closing + 6 * HOUR)).toMatchObject({ state: 'met', dueAt: closing });
    const open = status('resolution', ticket([]), closing);
    expect(open).toMatchObject({ state: 'running', dueAt: closing, nextChangeAt: monday + 24 * HOUR + 1 });
  });

  it('warns at each threshold', () => {
    const quarter = 2 * HOUR;
    const warningAt = (now: number): [number | null, number | null] => {
      const { warning, nextChangeAt } = status('resolution', ticket([]), now);
      return [warning, nextChangeAt];
    };
    expect(warningAt(monday)).toEqual([null, monday + 2 * quarter]);
    expect(warningAt(monday + 2 * quarter - 1)).toEqual([null, monday + 2 * quarter]);
    expect(warningAt(monday + 2 * quarter)).toEqual([0.5, monday + 3 * quarter]);
    expect(warningAt(monday + 3 * quarter)).toEqual([0.75, monday + 7.2 * HOUR]);
    expect(warningAt(monday + 7.2 * HOUR)).toEqual([0.9, monday + 24 * HOUR + 1]);
  });
});

describe('pause and reopen', () => {
  it('does not count waiting, and has no due instant while it waits', () => {
    const timeline = [move(monday + HOUR, 'waiting'), move(monday + 3 * HOUR, 'in_progress')];
    expect(status('resolution', ticket(timeline.slice(0, 1)), monday + 2 * HOUR)).toMatchObject({
      state: 'paused',
      elapsedMs: HOUR,
      dueAt: null,
      nextChangeAt: null,
    });
    expect(status('resolution', ticket(timeline), monday + 4 * HOUR)).toMatchObject({
      state: 'running',
      elapsedMs: 2 * HOUR,
      dueAt: monday + 26 * HOUR,
    });
  });

  it('keeps the due instant of a target that was late before it paused', () => {
    const timeline = [move(monday + 26 * HOUR, 'waiting')];
    expect(status('resolution', ticket(timeline), monday + 50 * HOUR)).toMatchObject({
      state: 'breached',
      elapsedMs: 10 * HOUR,
      dueAt: monday + 8 * HOUR,
    });
  });

  it('has no due instant either when it paused exactly at its duration, for lte is not late then', () => {
    const paused = ticket([move(monday + 8 * HOUR, 'waiting')]);
    expect(status('resolution', paused, monday + 9 * HOUR)).toMatchObject({
      state: 'paused',
      remainingMs: 0,
      dueAt: null,
    });
  });

  it('counts a pause told by two devices once', () => {
    const waiting = [move(monday + HOUR, 'waiting'), move(monday + 2 * HOUR, 'waiting')];
    const timeline = [...waiting, move(monday + 4 * HOUR, 'in_progress')];
    expect(status('resolution', ticket(timeline), monday + 5 * HOUR).elapsedMs).toBe(2 * HOUR);
  });

  it('goes on after a reopening without the solved time', () => {
    const timeline = [
      move(monday + HOUR, 'resolved'),
      move(monday + 2 * HOUR, 'closed'),
      move(monday + 5 * HOUR, 'in_progress'),
    ];
    expect(status('resolution', ticket(timeline), monday + 3 * HOUR)).toMatchObject({
      state: 'met',
      stoppedAt: monday + HOUR,
    });
    expect(status('resolution', ticket(timeline), monday + 6 * HOUR)).toMatchObject({
      state: 'running',
      elapsedMs: 2 * HOUR,
      stoppedAt: null,
    });
  });

  it('is void when cancelled while running or waiting', () => {
    for (const before of ['in_progress', 'waiting'] as const) {
      const timeline = [move(monday + HOUR, before), move(monday + 20 * HOUR, 'cancelled')];
      expect(status('resolution', ticket(timeline), monday + 50 * HOUR)).toMatchObject({
        state: 'void',
        dueAt: null,
        nextChangeAt: null,
      });
    }
  });
});

describe('odd timelines', () => {
  it('treats events before the report as at the report', () => {
    const found = status('response', ticket([move(monday - HOUR, 'in_progress')]), monday + HOUR);
    expect(found).toMatchObject({ state: 'met', elapsedMs: 0, stoppedAt: monday });
  });

  it('does not look at events after now, except for the next change', () => {
    const input = ticket([move(monday + 5 * MINUTE, 'in_progress')]);
    expect(status('response', input, monday)).toMatchObject({ state: 'running', elapsedMs: 0 });
    expect(status('response', input, monday + 5 * MINUTE - 1).nextChangeAt).toBe(monday + 5 * MINUTE);
  });

  it('can be asked before the report', () => {
    expect(status('response', ticket([]), monday - HOUR)).toMatchObject({
      state: 'running',
      elapsedMs: 0,
      dueAt: monday + 10 * MINUTE,
    });
  });

  it('works for instants before 1970', () => {
    const reportedAt = at('1965-03-01T08:00:00+07:00');
    const found = status('response', ticket([], { reportedAt }), reportedAt + HOUR);
    expect(found.state).toBe('breached');
    expect(found.dueAt).not.toBeNull();
  });
});

describe('what decides', () => {
  it('has no targets before there is a priority', () => {
    expect(evaluate(policy, ticket([], { urgency: null }), monday)).toEqual({ priority: null, metrics: [] });
  });

  it('recomputes running targets from the start when the priority changes', () => {
    const input = ticket([move(monday + HOUR, 'in_progress')], { urgency: 'low', impact: 'low' });
    expect(status('resolution', input, monday + 2 * HOUR).durationMs).toBe(48 * HOUR);
    const raised = { ...input, urgency: 'high', impact: 'high' } as const;
    expect(status('resolution', raised, monday + 2 * HOUR)).toMatchObject({
      durationMs: 8 * HOUR,
      elapsedMs: 2 * HOUR,
    });
  });

  it('judges a stopped target by the facts it was stopped under', () => {
    const earlier = [
      { urgency: null, impact: null, until: monday + 10 * MINUTE },
      { urgency: 'low', impact: 'low', until: monday + 2 * HOUR },
    ] as const;
    const input = ticket([move(monday + 30 * MINUTE, 'in_progress')], { earlier });
    expect(status('response', input, monday + 3 * HOUR)).toMatchObject({
      state: 'met',
      durationMs: 4 * HOUR,
    });
    expect(status('resolution', input, monday + 3 * HOUR).durationMs).toBe(8 * HOUR);
    expect(evaluate(policy, input, monday + 3 * HOUR).priority).toBe(1);
    // Answered before there was any priority: the first one given counts.
    const early = ticket([move(monday + 5 * MINUTE, 'in_progress')], { earlier });
    expect(status('response', early, monday + 3 * HOUR).durationMs).toBe(4 * HOUR);
  });

  it('takes the calendar of the first exception that holds', () => {
    const always = status('handling', ticket([], { alwaysAvailable: true }), monday + 20 * HOUR);
    expect(always).toMatchObject({ calendar: 'always', elapsedMs: 20 * HOUR });
    const office = status('handling', ticket([]), monday + 20 * HOUR);
    expect(office).toMatchObject({ calendar: 'office', elapsedMs: 8 * HOUR });
  });

  it('puts the days off of the office in place of those of the pack', () => {
    const daysOff = { holidays: [{ date: '2026-02-02', name: 'Libur', decree: '' }], halfDays: [] };
    const json = withDaysOff(testPack(), daysOff);
    expect(status('response', ticket([]), monday, testPolicy(json)).dueAt).toBe(
      monday + 24 * HOUR + 10 * MINUTE,
    );
  });

  it('knows no priority for values outside the matrix', () => {
    expect(priorityOf(policy, { urgency: 'urgent' as never, impact: 'high' })).toBeNull();
    expect(priorityOf(policy, { urgency: 'constructor' as never, impact: '__proto__' as never })).toBeNull();
  });
});
