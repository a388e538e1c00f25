import { describe, expect, it } from 'vitest';
import { monthPeriod, previousMonth } from '#shared/recap/period.ts';
import { buildRecap } from '#shared/recap/recap.ts';
import { day, excuse, hour, opds, policies, ticketOf } from '../../../test/support/recap-tickets.ts';
import { formatRate } from './rate-format.ts';
import {
  attainmentRemarks,
  breachRemarks,
  changeOf,
  comparedLines,
  countedRows,
  isEmptyRecap,
  lineKey,
} from './recap-lines.ts';
import { monthChoices } from './recap-month.ts';

function recapOf(tickets: readonly ReturnType<typeof ticketOf>[], compare = true) {
  const month = monthPeriod('2026-11', 'Asia/Jakarta');
  if (!month.ok) throw new Error('no month');
  const previous = compare ? previousMonth(month.value) : null;
  return buildRecap({ tickets, period: month.value, previous, opds, policies, now: month.value.to });
}
const november = Date.UTC(2026, 10, 3, 2);

describe('comparedLines', () => {
  it('sets every figure beside the one of the period before', () => {
    const recap = recapOf([
      ticketOf('1', { reportedAt: november }),
      ticketOf('2', {
        reportedAt: november - 20 * day,
        timeline: [{ at: november - 20 * day + hour, type: 'state', to: 'in_progress' }],
      }),
    ]);
    const line = (name: string) =>
      comparedLines(recap).find((entry) => (entry.kind === 'count' ? entry.name : entry.metric) === name);
    expect(line('reported')).toMatchObject({ present: 1, previous: 1 });
    expect(line('carriedIn')).toMatchObject({ present: 1, previous: 0 });
    expect(line('response')).toMatchObject({ kind: 'rate', present: 0, previous: 1 });
  });

  it('tells the adjusted rate apart from the raw one where something is excused', () => {
    const excuses = [excuse('response', 'approved')];
    const recap = recapOf([
      ticketOf('1', { reportedAt: november, excuses }),
      ticketOf('2', {
        reportedAt: november,
        timeline: [{ at: november, type: 'state', to: 'in_progress' }],
      }),
    ]);
    const rates = comparedLines(recap).filter((line) => line.kind === 'rate');
    expect(rates).toMatchObject([
      { metric: 'response', basis: 'raw', present: 0.5, previous: null },
      { metric: 'response', basis: 'adjusted', present: 1, previous: null },
      { metric: 'resolution', basis: 'raw', present: 0 },
    ]);
    expect(new Set(comparedLines(recap).map(lineKey)).size).toBe(comparedLines(recap).length);
  });

  it('tells the change of rates as they are shown: 60,0 % after 31,3 % are 28,7 points more', () => {
    const rate = (present: number | null, previous: number | null) =>
      ({ kind: 'rate', metric: 'response', basis: 'raw', present, previous }) as const;
    expect(formatRate(3 / 5, 'id')).toBe('60,0\u00a0%');
    expect(formatRate(5 / 16, 'id')).toBe('31,3\u00a0%');
    expect(changeOf(rate(3 / 5, 5 / 16))).toBe(28.7);
    expect(changeOf(rate(1 / 5, 13 / 16))).toBe(-61.3);
    expect(changeOf(rate(1 / 3, 1 / 3))).toBe(0);
    expect(changeOf(rate(null, 1 / 3))).toBeNull();
    expect(changeOf({ kind: 'count', name: 'reported', present: 12, previous: 15 })).toBe(-3);
  });

  it('has nothing beside where there is no period before', () => {
    const lines = comparedLines(recapOf([ticketOf('1', { reportedAt: november })], false));
    expect(lines.every(({ previous }) => previous === null)).toBe(true);
  });
});

describe('what is shown', () => {
  it('leaves out lines without a ticket, and knows an empty month', () => {
    const recap = recapOf([ticketOf('1', { reportedAt: november })]);
    expect(countedRows(recap.byChannel).map(({ key }) => key)).toEqual(['telephone']);
    expect(isEmptyRecap(recap)).toBe(false);
    expect(isEmptyRecap(recapOf([]))).toBe(true);
  });

  it('says what is in doubt, proposed or excused, and nothing where nothing is', () => {
    const doubt = { claimedAt: null, skewMs: -5 * 60_000, at: november };
    const recap = recapOf([
      ticketOf('1', {
        reportedAt: november,
        excuses: [excuse('response', 'approved'), excuse('resolution', 'pending')],
        clockDoubt: doubt,
      }),
      ticketOf('2', { reportedAt: november, excuses: [excuse('response', 'refused')] }),
      ticketOf('3', { reportedAt: november, urgency: null }),
    ]);
    expect(attainmentRemarks(recap)).toEqual([
      { word: 'without', count: 1, ms: 0 },
      { word: 'proposed', count: 1, ms: 0 },
      { word: 'doubts', count: 1, ms: 5 * 60_000 },
    ]);
    const said = recap.worstBreaches.map((breach) => [
      breach.ticketId,
      breach.metric,
      breachRemarks(breach).map((remark) => (remark.word === 'doubt' ? remark.ms : remark)),
    ]);
    expect(said).toContainEqual([
      '1',
      'response',
      [{ word: 'excused', name: 'Kepala', reason: 'Listrik padam' }, 5 * 60_000],
    ]);
    expect(said).toContainEqual([
      '1',
      'resolution',
      [{ word: 'proposed', name: 'Operator', reason: 'Listrik padam' }, 5 * 60_000],
    ]);
    expect(said).toContainEqual(['2', 'response', []]);
    expect(attainmentRemarks(recapOf([ticketOf('1', { reportedAt: november })]))).toEqual([]);
  });

  it('offers the months back from the present one, across years', () => {
    expect(monthChoices('2026-02').slice(0, 4)).toEqual(['2026-02', '2026-01', '2025-12', '2025-11']);
  });
});
