import { describe, expect, it } from 'vitest';
import type { Ticket } from '#shared/domain/ticket.ts';
import { day, hour, minute, opds, policies, ticketOf } from '../../test/support/recap-tickets.ts';
import { monthOf, monthPeriod, previousMonth } from './period.ts';
import { buildRecap } from './recap.ts';

function month(text: string, zone = 'Asia/Jakarta') {
  const period = monthPeriod(text, zone);
  if (!period.ok) throw new Error(text);
  return period.value;
}
const november = month('2026-11');
const build = (tickets: readonly Ticket[], now = november.to + 30 * day) =>
  buildRecap({ tickets, period: november, previous: previousMonth(november), opds, policies, now });
const move = (at: number, to: Ticket['state']) => ({ at, type: 'state' as const, to });

describe('monthPeriod', () => {
  it('starts and ends at local midnight of the office', () => {
    expect(new Date(november.from).toISOString()).toBe('2026-10-31T17:00:00.000Z');
    expect(new Date(november.to).toISOString()).toBe('2026-11-30T17:00:00.000Z');
    expect(new Date(month('2026-11', 'Asia/Jayapura').from).toISOString()).toBe('2026-10-31T15:00:00.000Z');
    expect(november.label).toBe('November 2026');
    expect(november.dayStarts).toHaveLength(30);
  });

  it('knows the month before across a year, and the month of an instant', () => {
    expect(previousMonth(month('2026-01')).month).toBe('2025-12');
    expect(monthOf(november.from, 'Asia/Jakarta')).toBe('2026-11');
    expect(monthOf(november.from - 1, 'Asia/Jakarta')).toBe('2026-10');
    expect(monthOf(november.from - 1, 'Asia/Jayapura')).toBe('2026-11');
  });

  it.each(['2026-13', '2026-1', '26-01', '', '2026-11-01'])('refuses %j', (text) => {
    expect(monthPeriod(text, 'Asia/Jakarta')).toEqual({ ok: false, error: 'malformed' });
  });
});

describe('buildRecap', () => {
  it('counts nothing for a month without tickets', () => {
    const recap = build([]);
    expect(recap.totals).toEqual({ carriedIn: 0, reported: 0, resolved: 0, cancelled: 0, carriedOut: 0 });
    expect(recap.attainment).toEqual([]);
    expect(recap.byDay).toHaveLength(30);
  });

  it('lets the state at the month’s end decide, and counts the reopening', () => {
    const start = november.from + 8 * hour;
    const recap = build([
      ticketOf('1', {
        reportedAt: start,
        timeline: [
          move(start + hour, 'in_progress'),
          move(start + 2 * hour, 'resolved'),
          move(start + day, 'in_progress'),
          move(november.to, 'resolved'),
        ],
      }),
    ]);
    expect(recap.totals).toEqual({ carriedIn: 0, reported: 1, resolved: 0, cancelled: 0, carriedOut: 1 });
    expect(recap.reopened).toBe(1);
    expect(recap.byStatus.find(({ key }) => key === 'in_progress')?.count).toBe(1);
  });

  it('carries in again what October had finished and November took up again', () => {
    const before = november.from - 10 * day;
    const recap = build([
      ticketOf('1', {
        reportedAt: before,
        timeline: [
          move(before + hour, 'in_progress'),
          move(before + 2 * hour, 'resolved'),
          move(november.from, 'in_progress'),
        ],
      }),
    ]);
    expect(recap.totals).toEqual({ carriedIn: 1, reported: 0, resolved: 0, cancelled: 0, carriedOut: 1 });
    expect(recap.takenUpAgain).toBe(1);
    expect(recap.previous?.totals).toMatchObject({ reported: 1, resolved: 1, carriedOut: 0 });
  });

  it('leaves a ticket alone that was finished before the month', () => {
    const before = november.from - 10 * day;
    const timeline = [move(before + hour, 'in_progress'), move(before + 2 * hour, 'resolved')];
    const closedLater = [...timeline, move(november.from + day, 'closed')];
    const recap = build([ticketOf('1', { reportedAt: before, timeline: closedLater })]);
    expect(recap.totals).toEqual({ carriedIn: 0, reported: 0, resolved: 0, cancelled: 0, carriedOut: 0 });
  });

  it('judges response and resolution per priority, and lists the worst breaches first', () => {
    // Monday 2 November 2026, 09:00 WIB.
    const nine = november.from + day + 9 * hour;
    const facts = { urgency: 'high', impact: 'high', reportedAt: nine } as const;
    const recap = build([
      ticketOf('1', {
        ...facts,
        timeline: [move(nine + 5 * minute, 'in_progress'), move(nine + 2 * hour, 'resolved')],
      }),
      ticketOf('2', {
        ...facts,
        timeline: [move(nine + 11 * minute, 'in_progress'), move(nine + 30 * hour, 'resolved')],
      }),
      ticketOf('3', { ...facts, timeline: [move(nine + hour, 'cancelled')] }),
      ticketOf('4', { ...facts, urgency: null, priority: null }),
    ]);
    const response = recap.attainment.find(({ metric }) => metric === 'response');
    const resolution = recap.attainment.find(({ metric }) => metric === 'resolution');
    const half = { met: 1, breached: 1, excused: 0, proposed: 0, running: 0, void: 1 };
    expect(response?.total).toEqual({ ...half, rate: 0.5, adjustedRate: 0.5 });
    expect(resolution?.priorities).toEqual([{ priority: 1, ...half, rate: 0.5, adjustedRate: 0.5 }]);
    expect(recap.withoutTarget).toBe(1);
    // Reported 09:00, solved 15:00 the next working day: 7 + 7 working hours against 8.
    expect(recap.worstBreaches.map(({ metric, overdueMs }) => ({ metric, overdueMs }))).toEqual([
      { metric: 'resolution', overdueMs: 6 * hour },
      { metric: 'response', overdueMs: minute },
    ]);
  });

  it('judges a month that is still going on by the present instant', () => {
    const nine = november.from + day + 9 * hour;
    const ticket = ticketOf('1', { reportedAt: nine, urgency: 'high', impact: 'high' });
    const soon = build([ticket], nine + minute).attainment;
    expect(soon.find(({ metric }) => metric === 'response')?.total).toMatchObject({ running: 1, rate: null });
    const late = build([ticket], nine + hour).attainment;
    expect(late.find(({ metric }) => metric === 'response')?.total).toMatchObject({ breached: 1, rate: 0 });
  });

  it('counts escalations and returns in the month in which they happened', () => {
    const escalations = [
      { at: november.from - hour, returnedAt: november.from + hour },
      { at: november.from + 2 * hour, returnedAt: november.to },
    ];
    const recap = build([ticketOf('1', { reportedAt: november.from - day, escalations })]);
    expect({ escalations: recap.escalations, returns: recap.returns }).toEqual({
      escalations: 1,
      returns: 1,
    });
    expect(recap.previous).toMatchObject({ escalations: 1, returns: 0 });
  });

  it('counts one office alone when asked to', () => {
    const reportedAt = november.from + hour;
    const tickets = [ticketOf('1', { reportedAt }), ticketOf('2', { reportedAt, opd: 'DISKOMINFO' })];
    const recap = buildRecap({
      tickets,
      period: november,
      opds,
      policies,
      now: november.to,
      opd: 'DISKOMINFO',
    });
    expect(recap.totals.reported).toBe(1);
    expect(recap.byOpd.map(({ key }) => key)).toEqual(['DISKOMINFO']);
    expect(recap.previous).toBeNull();
  });
});
