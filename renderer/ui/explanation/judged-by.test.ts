import { describe, expect, it } from 'vitest';
import { explain } from '#shared/sla/explain.ts';
import { PolicyShelf } from '#shared/sla/policy-shelf.ts';
import type { CalendarRow } from '#shared/sla/published.ts';
import { deskWithTicket, minute, nineOClock, testPack } from '../../../test/support/desk-in-memory.ts';
import { dayNoteOf, periodsWithin } from './day-note.ts';
import { judgedBy } from './judged-by.ts';

const day = 24 * 60 * minute;
const row = (revision: number, appliesFrom: number, date: string, isCertain: boolean): CalendarRow => ({
  id: `national.${revision}`,
  opd: null,
  revision,
  appliesFrom,
  days: {
    holidays: [{ date, name: 'Hari libur', decree: 'SKB 3 Menteri', kind: 'national', isCertain }],
    halfDays: [],
    periods: [],
  },
  publishedAt: 0,
  publishedBy: 'admin',
  publishedByName: 'Admin',
  note: '',
});
const calendars = [row(1, 0, '2026-11-23', true), row(2, nineOClock + day, '2026-11-24', false)];

function policyWith(rows: readonly CalendarRow[]) {
  const shelf = new PolicyShelf([testPack('madiun')]);
  shelf.replace([], rows);
  const policy = shelf.find('madiun', 1, 'DINKES');
  if (policy === undefined) throw new Error('no policy');
  return policy;
}

describe('what a target is judged by', () => {
  const now = nineOClock + 2 * day;

  it('is the newest calendar and the present facts while the clock runs', () => {
    const { ticket } = deskWithTicket();
    expect(judgedBy(policyWith(calendars), ticket(), 'resolution', calendars, now)).toMatchObject({
      priority: 1,
      earlierUntil: null,
      supersededAt: null,
      national: 2,
      office: null,
      durationBy: ['priority'],
      priorityBy: ['urgency', 'impact'],
    });
  });

  it('is the calendar that held when the target stopped', () => {
    const { must, ticket } = deskWithTicket();
    must('operator', 'ticket.move', { to: 'in_progress' });
    expect(judgedBy(policyWith(calendars), ticket(), 'response', calendars, now)).toMatchObject({
      supersededAt: nineOClock + day,
      national: 1,
    });
  });

  it('is the facts that held when the target stopped', () => {
    const { must, ticket } = deskWithTicket();
    must('operator', 'ticket.move', { to: 'in_progress' });
    const from = { urgency: 'high', impact: 'medium' };
    must('operator', 'ticket.prioritise', { urgency: 'low', impact: 'low', from });
    const of = (metric: string) => judgedBy(policyWith([]), ticket(), metric, [], now);
    expect(of('response')).toMatchObject({
      facts: { urgency: 'high' },
      priority: 1,
      earlierUntil: nineOClock + 3 * minute,
      national: null,
    });
    expect(of('resolution')).toMatchObject({ facts: { urgency: 'low' }, priority: 3, earlierUntil: null });
  });

  it('is nothing for a metric the pack does not have', () => {
    expect(judgedBy(policyWith([]), deskWithTicket().ticket(), 'fulfilment', [], now)).toBeNull();
  });
});

describe('the note of a day off', () => {
  it('names decree and certainty of every day off on the way to the deadline', () => {
    const policy = policyWith(calendars);
    const { ticket } = deskWithTicket({ urgency: 'low', impact: 'low' });
    const explanation = explain(policy, ticket(), 'resolution', nineOClock);
    if (explanation === null) throw new Error('no target');
    const notes = explanation.pieces
      .filter(({ reason }) => reason === 'holiday')
      .map((piece) => dayNoteOf(policy.pack.calendars[explanation.calendar.name], piece, 'Asia/Jakarta'));
    expect(notes).toEqual([{ decree: 'SKB 3 Menteri', isCertain: false }]);
  });

  it('takes the local date, not that of UTC', () => {
    const calendar = policyWith(calendars).pack.calendars.office;
    const midnight = Date.parse('2026-11-24T00:00:00+07:00');
    const piece = { from: midnight, reason: 'holiday' } as const;
    expect(dayNoteOf(calendar, piece, 'Asia/Jakarta')).not.toBeNull();
    expect(dayNoteOf(calendar, { ...piece, reason: 'weekend' }, 'Asia/Jakarta')).toBeNull();
  });
});

describe('periods with hours of their own', () => {
  it('are those that touch the stretch, first and last day included', () => {
    const office = policyWith([]).pack.calendars.office;
    if (office === undefined) throw new Error('no office calendar');
    const period = (from: string, to: string) => ({ from, to, name: from, decree: '', hours: {} });
    const calendar = {
      ...office,
      periods: [period('2026-12-01', '2026-12-02'), period('2026-11-01', '2026-11-20')],
    };
    const names = (from: number, to: number) =>
      periodsWithin(calendar, from, to, 'Asia/Jakarta').map(({ name }) => name);
    expect(names(nineOClock, nineOClock)).toEqual(['2026-11-01']);
    expect(names(nineOClock + day, nineOClock + 10 * day)).toEqual([]);
    expect(names(nineOClock, nineOClock + 11 * day)).toEqual(['2026-11-01', '2026-12-01']);
  });
});
