import { describe, expect, it } from 'vitest';
import type { Ticket } from '#shared/domain/ticket.ts';
import { day, hour, policies, ticketOf } from '../../test/support/recap-tickets.ts';
import { gatherAttainment } from './attainment.ts';

/** Monday 2 November 2026, 09:00 WIB. */
const nine = Date.UTC(2026, 10, 2, 2);
const monthEnd = nine + 27 * day;

function gathered(ticket: Ticket, at = monthEnd) {
  const gatherer = gatherAttainment(policies, at);
  gatherer.add(ticket);
  return gatherer;
}

function totalOf(gatherer: ReturnType<typeof gathered>, metric: string) {
  return gatherer.attainment().find((entry) => entry.metric === metric)?.total;
}

describe('a classification made after the month', () => {
  const facts = { kind: 'incident', urgency: 'high', impact: 'high' } as const;
  const timeline = [{ at: nine, type: 'state' as const, to: 'in_progress' as const }];
  const asReported = ticketOf('1', { urgency: 'high', impact: 'high', reportedAt: nine, timeline });
  /** Lowered from 8 to 48 hours, or raised to 8, at an instant. */
  const lowered = (until: number) =>
    ticketOf('1', {
      ...asReported,
      urgency: 'low',
      impact: 'low',
      priority: 3,
      earlier: [{ ...facts, until }],
    });

  it('changes nothing of what was open at its end', () => {
    const closed = gathered(asReported);
    expect(totalOf(closed, 'resolution')).toMatchObject({ breached: 1 });
    const afterwards = gathered(lowered(monthEnd + day));
    expect(afterwards.attainment()).toEqual(closed.attainment());
    expect(afterwards.breaches(10)).toEqual(closed.breaches(10));
  });

  it('counts where it was made before the end', () => {
    const soon = nine + 10 * hour;
    const atEnd = gathered(lowered(soon), nine + day);
    expect(totalOf(atEnd, 'resolution')).toMatchObject({ breached: 0, running: 1 });
  });

  it('is what judges where nothing was decided by the end', () => {
    const undecided = { kind: 'incident', urgency: null, impact: null } as const;
    const until = monthEnd + day;
    const gatherer = gathered(ticketOf('1', { ...asReported, earlier: [{ ...undecided, until }] }));
    expect(totalOf(gatherer, 'resolution')).toMatchObject({ breached: 1 });
    expect(gatherer.without()).toBe(0);
  });
});
