import { describe, expect, it } from 'vitest';
import { evaluate, type TargetStatus } from './evaluate.ts';
import { priorityOf, withDaysOff } from './policy.ts';
import { at, HOUR, MINUTE, testPack, testPackJson, testPolicy } from './test-pack.ts';
import type { SlaInput, TicketState, TimelineEvent } from './timeline.ts';

const policy = testPolicy();
/** A Monday, 08:00 in Jakarta: an opening. */
const monday = at('2026-02-02T08:00:00+07:00');

function move(time: number, to: TicketState): TimelineEvent {
  return { at: time, type: 'state', to };
}

function ticket(timeline: TimelineEvent[], more: Partial<SlaInput> = {}): SlaInput {
  return { urgency: 'high', impact: 'high', reportedAt: monday, timeline, ...more };
}

function statusOf(metric: string, input: SlaInput, now: number, by = policy): TargetStatus {
  const found = evaluate(by, input, now).metrics.find((status) => status.metric === metric);
  if (!found) throw new Error(`no metric ${metric}`);
  return found;
}

describe('response', () => {
  it.each<[string, TimelineEvent]>([
    ['the first move out of new', move(monday + 5 * MINUTE, 'in_progress')],
    ['a move to waiting', move(monday + 5 * MINUTE, 'waiting')],
    ['a reply to the client', { at: monday + 5 * MINUTE, type: 'reply' }],
  ])('is stopped by %s', (_, event) => {
    const status = statusOf('response', ticket([event]), monday + HOUR);
    expect(status).toMatchObject({ state: 'met', elapsedMs: 5 * MINUTE, stoppedAt: monday + 5 * MINUTE });
    expect(status.nextChangeAt).toBeNull();
  });

  it('is never paused or restarted', () => {
    const timeline = [move(monday + MINUTE, 'in_progress'), move(monday + HOUR, 'new')];
    expect(statusOf('response', ticket(timeline), monday + 3 * HOUR).elapsedMs).toBe(MINUTE);
  });

  it('is void when the ticket was cancelled unanswered, but met when answered before', () => {
    const cancelled = move(monday + 2 * MINUTE, 'cancelled');
    const unanswered = statusOf('response', ticket([cancelled]), monday + HOUR);
    expect(unanswered).toMatchObject({ state: 'void', elapsedMs: 2 * MINUTE, dueAt: null, warning: null });
    const reply: TimelineEvent = { at: monday + MINUTE, type: 'reply' };
    expect(statusOf('response', ticket([reply, cancelled]), monday + HOUR).state).toBe('met');
  });
});

describe('late or not', () => {
  it('lte: on time at the duration, late 1 ms of open time after', () => {
    const due = monday + 10 * MINUTE;
    expect(statusOf('response', ticket([]), due)).toMatchObject({ state: 'running', nextChangeAt: due + 1 });
    expect(statusOf('response', ticket([]), due + 1)).toMatchObject({ state: 'breached', remainingMs: -1 });
    expect(statusOf('response', ticket([move(due, 'in_progress')]), due + HOUR).state).toBe('met');
  });

  it('lt: late as soon as the duration is reached', () => {
    const input = ticket([], { alwaysAvailable: true });
    const due = monday + 10 * HOUR;
    expect(statusOf('handling', input, due - 1)).toMatchObject({ state: 'running', nextChangeAt: due });
    expect(statusOf('handling', input, due)).toMatchObject({
      state: 'breached',
      dueAt: due,
      nextChangeAt: null,
    });
  });

  it('lte due at closing time is met when solved in the evening, and breached only after the next opening', () => {
    const closing = monday + 8 * HOUR;
    const input = ticket([move(closing + 5 * HOUR, 'resolved')]);
    expect(statusOf('resolution', input, closing + 6 * HOUR)).toMatchObject({ state: 'met', dueAt: closing });
    const open = statusOf('resolution', ticket([]), closing);
    expect(open).toMatchObject({ state: 'running', dueAt: closing, nextChangeAt: monday + 24 * HOUR + 1 });
  });

  it('warns at each threshold', () => {
    const quarter = 2 * HOUR;
    const warningAt = (now: number): [number | null, number | null] => {
      const { warning, nextChangeAt } = statusOf('resolution', ticket([]), now);
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
    expect(statusOf('resolution', ticket(timeline.slice(0, 1)), monday + 2 * HOUR)).toMatchObject({
      state: 'paused',
      elapsedMs: HOUR,
      dueAt: null,
      nextChangeAt: null,
    });
    expect(statusOf('resolution', ticket(timeline), monday + 4 * HOUR)).toMatchObject({
      state: 'running',
      elapsedMs: 2 * HOUR,
      dueAt: monday + 26 * HOUR,
    });
  });

  it('keeps the due instant of a target that was late before it paused', () => {
    const timeline = [move(monday + 26 * HOUR, 'waiting')];
    expect(statusOf('resolution', ticket(timeline), monday + 50 * HOUR)).toMatchObject({
      state: 'breached',
      elapsedMs: 10 * HOUR,
      dueAt: monday + 8 * HOUR,
    });
  });

  it('counts a pause told by two devices once', () => {
    const waiting = [move(monday + HOUR, 'waiting'), move(monday + 2 * HOUR, 'waiting')];
    const timeline = [...waiting, move(monday + 4 * HOUR, 'in_progress')];
    expect(statusOf('resolution', ticket(timeline), monday + 5 * HOUR).elapsedMs).toBe(2 * HOUR);
  });

  it('goes on after a reopening without the solved time', () => {
    const timeline = [
      move(monday + HOUR, 'resolved'),
      move(monday + 2 * HOUR, 'closed'),
      move(monday + 5 * HOUR, 'in_progress'),
    ];
    expect(statusOf('resolution', ticket(timeline), monday + 3 * HOUR)).toMatchObject({
      state: 'met',
      stoppedAt: monday + HOUR,
    });
    expect(statusOf('resolution', ticket(timeline), monday + 6 * HOUR)).toMatchObject({
      state: 'running',
      elapsedMs: 2 * HOUR,
      stoppedAt: null,
    });
  });

  it('is void when cancelled while running or waiting', () => {
    for (const before of ['in_progress', 'waiting'] as const) {
      const timeline = [move(monday + HOUR, before), move(monday + 20 * HOUR, 'cancelled')];
      expect(statusOf('resolution', ticket(timeline), monday + 50 * HOUR)).toMatchObject({
        state: 'void',
        dueAt: null,
        nextChangeAt: null,
      });
    }
  });
});

describe('odd timelines', () => {
  it('treats events before the report as at the report', () => {
    const status = statusOf('response', ticket([move(monday - HOUR, 'in_progress')]), monday + HOUR);
    expect(status).toMatchObject({ state: 'met', elapsedMs: 0, stoppedAt: monday });
  });

  it('does not look at events after now, except for the next change', () => {
    const input = ticket([move(monday + 5 * MINUTE, 'in_progress')]);
    expect(statusOf('response', input, monday)).toMatchObject({ state: 'running', elapsedMs: 0 });
    expect(statusOf('response', input, monday + 5 * MINUTE - 1).nextChangeAt).toBe(monday + 5 * MINUTE);
  });

  it('can be asked before the report', () => {
    expect(statusOf('response', ticket([]), monday - HOUR)).toMatchObject({
      state: 'running',
      elapsedMs: 0,
      dueAt: monday + 10 * MINUTE,
    });
  });

  it('works for instants before 1970', () => {
    const reportedAt = at('1965-03-01T08:00:00+07:00');
    const status = statusOf('response', ticket([], { reportedAt }), reportedAt + HOUR);
    expect(status.state).toBe('breached');
    expect(status.dueAt).not.toBeNull();
  });
});

describe('what decides', () => {
  it('has no targets before there is a priority', () => {
    expect(evaluate(policy, ticket([], { urgency: null }), monday)).toEqual({ priority: null, metrics: [] });
  });

  it('recomputes running targets from the start when the priority changes', () => {
    const input = ticket([move(monday + HOUR, 'in_progress')], { urgency: 'low', impact: 'low' });
    expect(statusOf('resolution', input, monday + 2 * HOUR).durationMs).toBe(48 * HOUR);
    const raised = { ...input, urgency: 'high', impact: 'high' } as const;
    expect(statusOf('resolution', raised, monday + 2 * HOUR)).toMatchObject({
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
    expect(statusOf('response', input, monday + 3 * HOUR)).toMatchObject({
      state: 'met',
      durationMs: 4 * HOUR,
    });
    expect(statusOf('resolution', input, monday + 3 * HOUR).durationMs).toBe(8 * HOUR);
    expect(evaluate(policy, input, monday + 3 * HOUR).priority).toBe(1);
  });

  it('takes the calendar of the first exception that holds', () => {
    const always = statusOf('handling', ticket([], { alwaysAvailable: true }), monday + 20 * HOUR);
    expect(always).toMatchObject({ calendar: 'always', elapsedMs: 20 * HOUR });
    const office = statusOf('handling', ticket([]), monday + 20 * HOUR);
    expect(office).toMatchObject({ calendar: 'office', elapsedMs: 8 * HOUR });
  });

  it('puts the days off of the office in place of those of the pack', () => {
    const daysOff = { holidays: [{ date: '2026-02-02', name: 'Libur', decree: '' }], halfDays: [] };
    const json = withDaysOff(testPack(), daysOff);
    expect(statusOf('response', ticket([]), monday, testPolicy(json)).dueAt).toBe(
      monday + 24 * HOUR + 10 * MINUTE,
    );
  });

  it('knows no priority for values outside the matrix', () => {
    expect(priorityOf(policy, { urgency: 'urgent' as never, impact: 'high' })).toBeNull();
    expect(priorityOf(policy, { urgency: 'constructor' as never, impact: '__proto__' as never })).toBeNull();
  });
});

describe('other rules a pack can state', () => {
  const target = (changes: Record<string, unknown>): ReturnType<typeof testPolicy> => {
    const [first] = testPackJson().targets as Record<string, unknown>[];
    return testPolicy({ targets: [{ ...first, metric: 'own', ...changes }] });
  };

  it('calendar months end on the same day or the last of the month', () => {
    const by = target({
      durations: { by: ['durationClass'], of: { long: { months: 1 } } },
      calendar: { default: 'always' },
      stop: 'resolved',
    });
    const reportedAt = at('2026-01-31T10:00:00+07:00');
    const input = ticket([], { reportedAt, durationClass: 'long' });
    expect(statusOf('own', input, reportedAt, by).dueAt).toBe(at('2026-02-28T10:00:00+07:00'));
  });

  it('reported while closed: by closing time of the next working day', () => {
    const by = target({
      durations: { by: ['urgency'], of: { high: { startedOpen: 'PT3H', startedClosed: 'nextClosing' } } },
    });
    const due = (reported: string): number | null =>
      statusOf('own', ticket([], { reportedAt: at(reported) }), at(reported), by).dueAt;
    expect(due('2026-02-06T15:00:00+07:00')).toBe(at('2026-02-09T10:00:00+07:00'));
    expect(due('2026-02-06T16:00:00+07:00')).toBe(at('2026-02-09T16:00:00+07:00'));
    expect(due('2026-02-07T11:00:00+07:00')).toBe(at('2026-02-09T16:00:00+07:00'));
  });

  it('starts and stops at steps of a procedure', () => {
    const by = target({ start: { step: 'verified' }, stop: { step: 'assigned' }, pausedByWaiting: true });
    const step = (time: number, name: string): TimelineEvent => ({ at: time, type: 'step', step: name });
    const timeline = [
      step(monday + HOUR, 'verified'),
      move(monday + HOUR + MINUTE, 'waiting'),
      move(monday + 2 * HOUR, 'in_progress'),
      step(monday + 2 * HOUR + MINUTE, 'assigned'),
    ];
    expect(evaluate(by, ticket(timeline), monday).metrics).toEqual([]);
    expect(statusOf('own', ticket(timeline), monday + 3 * HOUR, by)).toMatchObject({
      state: 'met',
      elapsedMs: 2 * MINUTE,
    });
  });

  it('a target stopped by closing runs on while the client has not confirmed', () => {
    const by = target({
      stop: 'closed',
      needsPriority: false,
      durations: { by: ['kind'], of: { incident: 'PT2H' } },
    });
    const timeline = [move(monday + HOUR, 'resolved'), move(monday + 3 * HOUR, 'closed')];
    const input = ticket(timeline, { urgency: null });
    expect(statusOf('own', input, monday + 90 * MINUTE, by)).toMatchObject({ state: 'running' });
    expect(statusOf('own', input, monday + 4 * HOUR, by)).toMatchObject({
      state: 'breached',
      elapsedMs: 3 * HOUR,
    });
  });

  it('leaves out targets that do not apply', () => {
    const by = target({ appliesTo: { kind: ['service_request'] } });
    expect(evaluate(by, ticket([]), monday).metrics).toHaveLength(0);
    expect(evaluate(by, ticket([], { kind: 'service_request' }), monday).metrics).toHaveLength(1);
  });
});
