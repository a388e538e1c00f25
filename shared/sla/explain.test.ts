import { describe, expect, it } from 'vitest';
import { explain } from './explain.ts';
import { at, HOUR, testPolicy, testWeek } from './test-pack.ts';
import type { SlaInput } from './timeline.ts';

const policy = testPolicy({
  calendars: {
    office: {
      title: 'Jam kerja',
      hours: testWeek(['08:00', '16:00']),
      holidays: [{ date: '2026-02-03', name: 'Libur daerah' }],
      halfDays: [{ date: '2026-02-04', closesAt: '12:00', name: 'Setengah hari' }],
    },
    always: { always: true },
  },
});

const reportedAt = at('2026-02-02T15:00:00+07:00');
const input: SlaInput = {
  urgency: 'high',
  impact: 'high',
  reportedAt,
  timeline: [
    { at: at('2026-02-02T15:30:00+07:00'), type: 'state', to: 'waiting' },
    { at: at('2026-02-04T09:00:00+07:00'), type: 'state', to: 'in_progress' },
    { at: at('2026-02-04T10:00:00+07:00'), type: 'state', to: 'resolved' },
    { at: at('2026-02-04T11:00:00+07:00'), type: 'state', to: 'in_progress' },
  ],
};

describe('explain', () => {
  it('lists every counted and skipped piece up to the due instant', () => {
    const explanation = explain(policy, input, 'resolution', at('2026-02-04T11:30:00+07:00'));
    expect(
      explanation?.pieces.map(({ reason, label, ms, projected }) => [
        label ? `${reason}: ${label}` : reason,
        ms / HOUR,
        projected,
      ]),
    ).toEqual([
      ['open', 0.5, false],
      ['waiting', 0, false],
      ['open', 1, false],
      ['resolved', 0, false],
      ['open', 0.5, false],
      ['open', 0.5, true],
      ['half_day: Setengah hari', 0, true],
      ['outside_hours', 0, true],
      ['open', 5.5, true],
    ]);
    expect(explanation).toMatchObject({
      startAt: reportedAt,
      startedBy: 'reported',
      elapsedMs: 2 * HOUR,
      durationMs: 8 * HOUR,
      comparison: 'lte',
      dueAt: at('2026-02-05T13:30:00+07:00'),
      calendar: { name: 'office', title: 'Jam kerja', always: false },
      timeZone: 'Asia/Jakarta',
      pausedByWaiting: true,
    });
  });

  it('names holidays and weekends', () => {
    const open = { ...input, timeline: [] };
    const explanation = explain(policy, open, 'resolution', reportedAt);
    expect(explanation?.pieces.map(({ reason, label }) => [reason, label])).toContainEqual([
      'holiday',
      'Libur daerah',
    ]);
  });

  it('explains a clock that runs day and night', () => {
    const explanation = explain(
      policy,
      { ...input, timeline: [], alwaysAvailable: true },
      'handling',
      reportedAt,
    );
    expect(explanation?.pieces).toEqual([
      {
        from: reportedAt,
        to: reportedAt + 10 * HOUR,
        counted: true,
        ms: 10 * HOUR,
        reason: 'always',
        runningTotalMs: 10 * HOUR,
        projected: true,
      },
    ]);
  });

  it('has no answer for a metric the ticket does not have', () => {
    expect(explain(policy, input, 'fulfilment', reportedAt)).toBeNull();
    expect(explain(policy, { ...input, impact: null }, 'resolution', reportedAt)).toBeNull();
  });
});
