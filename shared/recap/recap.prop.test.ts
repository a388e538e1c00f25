import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOpenState } from '#shared/domain/transitions.ts';
import { anyTickets, day, opds, policies } from '../../test/support/recap-tickets.ts';
import { concernsPeriod, type Flow, noFlow } from './flow.ts';
import { monthPeriod, previousMonth } from './period.ts';
import { buildRecap } from './recap.ts';

const read = monthPeriod('2026-11', 'Asia/Jakarta');
if (!read.ok) throw new Error('not a month');
const november = read.value;
const october = previousMonth(november);
const tickets = anyTickets(october.from - 40 * day, 120 * day, 40);
const later = november.to + 300 * day;

function added(rows: readonly Flow[]): Flow {
  return rows.reduce(
    (sum, row) => ({
      carriedIn: sum.carriedIn + row.carriedIn,
      reported: sum.reported + row.reported,
      resolved: sum.resolved + row.resolved,
      cancelled: sum.cancelled + row.cancelled,
      carriedOut: sum.carriedOut + row.carriedOut,
    }),
    noFlow,
  );
}

const build = (list: Parameters<typeof buildRecap>[0]['tickets'], now = later) =>
  buildRecap({ tickets: list, period: november, previous: october, opds, policies, now });

describe('any month of any tickets', () => {
  it('balances: carried in + reported = resolved + cancelled + carried out', () => {
    fc.assert(
      fc.property(tickets, (list) => {
        const recap = build(list);
        for (const flow of [
          recap.totals,
          recap.previous?.totals ?? noFlow,
          ...recap.byOpd,
          ...recap.byCategory,
        ]) {
          expect(flow.carriedIn + flow.reported).toBe(flow.resolved + flow.cancelled + flow.carriedOut);
        }
      }),
    );
  });

  it('adds every breakdown up to the totals, column by column', () => {
    fc.assert(
      fc.property(tickets, (list) => {
        const recap = build(list);
        const { totals } = recap;
        for (const rows of [recap.byCategory, recap.byPriority, recap.byOpd, recap.byKind, recap.byChannel]) {
          expect(added(rows)).toEqual(totals);
        }
        const handled = totals.carriedIn + totals.reported;
        expect(recap.byStatus.reduce((sum, { count }) => sum + count, 0)).toBe(handled);
        expect(recap.byDay.reduce((sum, { reported }) => sum + reported, 0)).toBe(totals.reported);
        expect(recap.byDay.reduce((sum, { resolved }) => sum + resolved, 0)).toBe(totals.resolved);
      }),
    );
  });

  it('judges each target of every ticket reported in the month exactly once', () => {
    fc.assert(
      fc.property(tickets, (list) => {
        const recap = build(list);
        for (const { total, priorities } of recap.attainment) {
          const all = total.met + total.breached + total.running + total.void;
          expect(all + recap.withoutTarget).toBe(recap.totals.reported);
          for (const key of ['met', 'breached', 'excused', 'proposed', 'running', 'void'] as const) {
            expect(priorities.reduce((sum, row) => sum + row[key], 0)).toBe(total[key]);
          }
        }
      }),
    );
  });

  it('adjusts by the excused alone: never below raw, the same where nothing late is excused', () => {
    fc.assert(
      fc.property(tickets, (list) => {
        const bare = build(list.map(({ excuses: _, ...ticket }) => ticket));
        const recap = build(list);
        for (const { metric, total, priorities } of recap.attainment) {
          const without = bare.attainment.find((entry) => entry.metric === metric)?.total;
          for (const { met, breached, excused, proposed, rate, adjustedRate } of [total, ...priorities]) {
            expect(excused + proposed).toBeLessThanOrEqual(breached);
            if (excused === 0) expect(adjustedRate).toBe(rate);
            else if (met + breached === excused) expect(adjustedRate).toBeNull();
            else expect(adjustedRate ?? -1).toBeGreaterThanOrEqual(rate ?? 2);
          }
          expect({ ...total, excused: 0, proposed: 0, adjustedRate: total.rate }).toEqual(without);
        }
        const excusedBreaches = recap.worstBreaches.filter(({ excuse }) => excuse?.decision === 'approved');
        const excused = recap.attainment.reduce((sum, { total }) => sum + total.excused, 0);
        expect(excusedBreaches).toHaveLength(excused);
      }),
    );
  });

  it('does not hang on the order in which tickets are read', () => {
    fc.assert(
      fc.property(tickets, (list) => {
        expect(build([...list].reverse())).toEqual(build(list));
      }),
    );
  });

  it('hands over to the next month what it carried out', () => {
    fc.assert(
      fc.property(tickets, (list) => {
        const { totals, takenUpAgain, previous } = build(list);
        expect(totals.carriedIn - takenUpAgain).toBe(previous?.totals.carriedOut);
      }),
    );
  });

  it('agrees with a count that looks at each ticket’s state at both ends', () => {
    fc.assert(
      fc.property(tickets, (list) => {
        const stateBefore = (at: number, ticket: (typeof list)[number]) =>
          ticket.timeline.findLast((event) => event.type === 'state' && event.at < at) ?? {
            to: 'new' as const,
          };
        const isOpenAt = (at: number, ticket: (typeof list)[number]) => {
          const last = stateBefore(at, ticket);
          return ticket.reportedAt < at && isOpenState('to' in last ? last.to : 'new');
        };
        const { totals, takenUpAgain } = build(list);
        const open = list.filter((ticket) => isOpenAt(november.from, ticket)).length;
        const left = list.filter((ticket) => isOpenAt(november.to, ticket)).length;
        expect({ open: totals.carriedIn - takenUpAgain, left: totals.carriedOut }).toEqual({ open, left });
      }),
    );
  });

  it('does not change when work goes on after the month, nor by tickets that do not concern it', () => {
    fc.assert(
      fc.property(tickets, (list) => {
        const past = list.map((ticket) => ({
          ...ticket,
          timeline: ticket.timeline.filter(({ at }) => at < november.to),
        }));
        const asOfThen = buildRecap({
          tickets: past.filter((ticket) => concernsPeriod(ticket, november)),
          period: november,
          opds,
          policies,
          now: november.to,
        });
        const { previous: _, ...asOfNow } = build(list);
        expect({ ...asOfNow, previous: null }).toEqual(asOfThen);
      }),
    );
  });

  it('splits by office without losing a ticket', () => {
    fc.assert(
      fc.property(tickets, (list) => {
        const one = (opd: string) =>
          buildRecap({ tickets: list, period: november, opds, policies, now: later, opd }).totals;
        expect(added(['DINKES', 'DISKOMINFO', 'DINSOS'].map(one))).toEqual(build(list).totals);
      }),
    );
  });
});
