import { describe, expect, it } from 'vitest';
import { monthPeriod, previousMonth } from '#shared/recap/period.ts';
import { buildRecap } from '#shared/recap/recap.ts';
import { day, hour, opds, policies, ticketOf } from '../../../test/support/recap-tickets.ts';
import { comparedLines, countedRows, isEmptyRecap, orderedAttainment } from './recap-lines.ts';
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

  it('tells response and resolution before a pack’s own targets', () => {
    const none = { met: 0, breached: 0, running: 0, void: 0, rate: null };
    const of = (metric: string) => ({ metric, priorities: [], total: none });
    const sorted = orderedAttainment([of('handling'), of('resolution'), of('response')]);
    expect(sorted.map(({ metric }) => metric)).toEqual(['response', 'resolution', 'handling']);
  });

  it('offers the months back from the present one, across years', () => {
    expect(monthChoices('2026-02').slice(0, 4)).toEqual(['2026-02', '2026-01', '2025-12', '2025-11']);
  });
});
