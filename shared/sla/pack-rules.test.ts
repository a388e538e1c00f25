import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';
import { at, HOUR, MINUTE, monday, move, statusOf, testPackJson, testPolicy, ticket } from './test-pack.ts';
import type { TimelineEvent } from './timeline.ts';

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
    expect(statusOf(by, 'own', input, reportedAt).dueAt).toBe(at('2026-02-28T10:00:00+07:00'));
  });

  it('a month without a single working day leaves nothing: due at once', () => {
    const by = testPolicy({
      calendars: {
        office: {
          hours: { mon: [['08:00', '16:00']] },
          periods: [{ from: '2026-02-03', to: '2026-03-31', hours: {} }],
        },
        always: { always: true },
      },
      targets: [
        {
          metric: 'own',
          title: 'Sendiri',
          needsPriority: false,
          durations: { months: 1 },
          calendar: { default: 'office' },
          comparison: 'lte',
          stop: 'resolved',
          pausedByWaiting: true,
        },
      ],
    });
    const reportedAt = at('2026-02-05T10:00:00+07:00');
    const input = ticket([], { reportedAt });
    expect(statusOf(by, 'own', input, reportedAt)).toMatchObject({
      state: 'running',
      dueAt: reportedAt,
      nextChangeAt: at('2026-04-06T08:00:00.001+07:00'),
    });
  });

  it('reported while closed: by closing time of the next working day', () => {
    const by = target({
      durations: { by: ['urgency'], of: { high: { startedOpen: 'PT3H', startedClosed: 'nextClosing' } } },
    });
    const due = (reported: string): number | null =>
      statusOf(by, 'own', ticket([], { reportedAt: at(reported) }), at(reported)).dueAt;
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
    expect(statusOf(by, 'own', ticket(timeline), monday + 3 * HOUR)).toMatchObject({
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
    expect(statusOf(by, 'own', input, monday + 90 * MINUTE)).toMatchObject({ state: 'running' });
    expect(statusOf(by, 'own', input, monday + 4 * HOUR)).toMatchObject({
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
