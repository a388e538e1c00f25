import { describe, expect, it } from 'vitest';
import jabar from '#resources/policies/jabar.json' with { type: 'json' };
import madiun from '#resources/policies/madiun.json' with { type: 'json' };
import magelang from '#resources/policies/magelang.json' with { type: 'json' };
import type { Ticket } from '#shared/domain/ticket.ts';
import { readPolicyPack } from '#shared/sla/pack.ts';
import { PolicyShelf } from '#shared/sla/policy-shelf.ts';
import type { CalendarRow } from '#shared/sla/published.ts';
import { day, excuse, hour, minute, ticketOf } from '../../test/support/recap-tickets.ts';
import { gatherAttainment } from './attainment.ts';

const packs = [jabar, madiun, magelang].map((json) => {
  const pack = readPolicyPack(json);
  if (!pack.ok) throw new Error(JSON.stringify(pack.error));
  return pack.value;
});
const move = (at: number, to: Ticket['state']) => ({ at, type: 'state' as const, to });

/** Monday 2 November 2026, 09:00 WIB. */
const nine = Date.UTC(2026, 10, 2, 2);
const monthEnd = nine + 27 * day;

function gathered(tickets: readonly Ticket[], calendars: readonly CalendarRow[] = [], at = monthEnd) {
  const shelf = new PolicyShelf(packs);
  shelf.replace([], calendars);
  const gatherer = gatherAttainment(shelf.find, at);
  for (const ticket of tickets) gatherer.add(ticket);
  return gatherer;
}

function totalOf(gatherer: ReturnType<typeof gathered>, metric: string) {
  return gatherer.attainment().find((entry) => entry.metric === metric)?.total;
}

const urgent = { urgency: 'high', impact: 'high', reportedAt: nine } as const;
/** Answered one minute late, solved in time. */
const lateAnswer = [move(nine + 11 * minute, 'in_progress'), move(nine + 2 * hour, 'resolved')];

describe('raw and adjusted attainment', () => {
  it('keeps an excused breach late in raw and leaves it out of adjusted', () => {
    const inTime = [move(nine, 'in_progress'), move(nine + hour, 'resolved')];
    const gatherer = gathered([
      ticketOf('1', { ...urgent, timeline: lateAnswer, excuses: [excuse('response', 'approved')] }),
      ticketOf('2', { ...urgent, timeline: lateAnswer, excuses: [excuse('response', 'pending')] }),
      ticketOf('3', { ...urgent, timeline: lateAnswer, excuses: [excuse('response', 'refused')] }),
      ticketOf('4', { ...urgent, timeline: inTime, excuses: [excuse('response', 'approved')] }),
      ticketOf('5', { ...urgent, timeline: inTime }),
    ]);
    expect(totalOf(gatherer, 'response')).toEqual({
      met: 2,
      breached: 3,
      excused: 1,
      proposed: 1,
      running: 0,
      void: 0,
      rate: 2 / 5,
      adjustedRate: 2 / 4,
    });
    expect(gatherer.breaches(10).map(({ number, excuse }) => [number.slice(-1), excuse])).toEqual([
      [
        '1',
        {
          decision: 'approved',
          reason: 'Listrik padam',
          proposedByName: 'Operator',
          decidedByName: 'Kepala',
        },
      ],
      ['2', { decision: 'pending', reason: 'Listrik padam', proposedByName: 'Operator', decidedByName: '' }],
      ['3', null],
    ]);
  });

  it('has no adjusted rate where everything decided is excused', () => {
    const one = ticketOf('1', {
      ...urgent,
      timeline: lateAnswer,
      excuses: [excuse('response', 'approved')],
    });
    expect(totalOf(gathered([one]), 'response')).toMatchObject({ rate: 0, adjustedRate: null });
  });

  it('lists excused breaches below the worst, whatever their place', () => {
    const slow = (id: string, minutes: number, change: Partial<Ticket> = {}) =>
      ticketOf(id, {
        ...urgent,
        timeline: [move(nine + minutes * minute, 'in_progress'), move(nine + 2 * hour, 'resolved')],
        ...change,
      });
    const tickets = [
      slow('1', 11, { excuses: [excuse('response', 'approved')] }),
      slow('2', 12),
      slow('3', 20, { excuses: [excuse('response', 'approved')] }),
      slow('4', 30),
    ];
    const listed = gathered(tickets)
      .breaches(1)
      .map(({ number, overdueMs }) => [number.slice(-1), overdueMs / minute]);
    expect(listed).toEqual([
      ['4', 20],
      ['3', 10],
      ['1', 1],
    ]);
  });
});

describe('doubts of clocks', () => {
  it('are counted with the largest, and marked at the breach', () => {
    const doubt = (claimedAt: number | null, skewMs: number) => ({ claimedAt, skewMs, at: nine });
    const gatherer = gathered([
      ticketOf('1', { ...urgent, timeline: lateAnswer, clockDoubt: doubt(null, -3 * minute) }),
      ticketOf('2', { ...urgent, timeline: lateAnswer, clockDoubt: doubt(nine + 12 * minute, 0) }),
      ticketOf('3', { ...urgent, timeline: lateAnswer }),
    ]);
    expect(gatherer.doubts()).toEqual({ tickets: 2, worstMs: 12 * minute });
    expect(gatherer.breaches(10).map(({ doubtMs }) => doubtMs)).toEqual([3 * minute, 12 * minute, null]);
  });
});

describe('targets that need no priority', () => {
  const unset = { urgency: null, impact: null, priority: null, reportedAt: nine } as const;

  it('count the requests of Magelang under no priority, below those that have one', () => {
    const policy = { name: 'magelang', version: 1 };
    const request = {
      ...unset,
      kind: 'service_request',
      policy,
      serviceKind: 'public',
      serviceClass: 'critical',
    } as const;
    const done = (after: number) => [
      move(nine, 'in_progress'),
      move(nine + after, 'resolved'),
      move(nine + after, 'closed'),
    ];
    const gatherer = gathered([
      ticketOf('1', { ...request, timeline: done(23 * hour) }),
      ticketOf('2', { ...request, timeline: done(24 * hour) }),
      ticketOf('3', { ...request, serviceClass: null }),
      ticketOf('4', { ...urgent, timeline: lateAnswer }),
    ]);
    const fulfilment = gatherer.attainment().find(({ metric }) => metric === 'fulfilment');
    expect(fulfilment?.priorities).toMatchObject([{ priority: null, met: 1, breached: 1, rate: 0.5 }]);
    expect(gatherer.without()).toBe(1);
    expect(gatherer.attainment().map(({ metric }) => metric)).toEqual([
      'response',
      'resolution',
      'fulfilment',
    ]);
  });

  it('follow response and resolution pack by pack, however the tickets come', () => {
    const tickets = [
      ticketOf('1', {
        ...urgent,
        policy: { name: 'magelang', version: 1 },
        supportContract: true,
        severity: 'major',
        serviceKind: 'public',
        serviceClass: 'critical',
      }),
      ticketOf('2', {
        ...unset,
        kind: 'service_request',
        policy: { name: 'jabar', version: 1 },
        durationClass: 'short',
      }),
    ];
    const told = ['response', 'resolution', 'fulfilment', 'entry', 'support_response'];
    for (const list of [tickets, tickets.toReversed()])
      expect(
        gathered(list)
          .attainment()
          .map(({ metric }) => metric),
      ).toEqual(told);
  });

  it('count the steps of Jawa Barat, in their order', () => {
    const step = (at: number, name: string) => ({ at, type: 'step' as const, step: name });
    const gatherer = gathered([
      ticketOf('1', {
        ...unset,
        kind: 'service_request',
        policy: { name: 'jabar', version: 1 },
        durationClass: 'short',
        timeline: [step(nine, 'entered'), step(nine + 2 * hour, 'opened')],
      }),
    ]);
    const metrics = gatherer.attainment().map(({ metric }) => metric);
    expect(metrics.slice(0, 3)).toEqual(['fulfilment', 'entry', 'opening']);
    expect(totalOf(gatherer, 'entry')).toMatchObject({ met: 1, breached: 0 });
    expect(totalOf(gatherer, 'opening')).toMatchObject({ met: 0, breached: 1 });
    for (const { priorities } of gatherer.attainment())
      expect(priorities.map(({ priority }) => priority)).toEqual([null]);
    expect(gatherer.breaches(10)[0]).toMatchObject({ priority: null });
  });
});

describe('days off of the office', () => {
  const holiday = (revision: number, dates: readonly string[], appliesFrom: number): CalendarRow => ({
    id: `DINKES.${revision}`,
    opd: 'DINKES',
    revision,
    days: {
      holidays: dates.map((date) => ({ date, name: 'Libur', decree: '', kind: 'local', isCertain: true })),
      halfDays: [],
      periods: [],
    },
    appliesFrom,
    publishedAt: appliesFrom,
    publishedBy: 'admin',
    publishedByName: 'Administrator',
    note: '',
  });
  const solvedAt = nine + 2 * day;
  const ticket = (opd: string) =>
    ticketOf('1', { ...urgent, opd, timeline: [move(nine, 'in_progress'), move(solvedAt, 'resolved')] });

  it('stop the clocks of its own tickets alone', () => {
    const calendars = [holiday(1, ['2026-11-03'], 0)];
    // Sixteen working hours against eight; with Tuesday off, eight.
    expect(totalOf(gathered([ticket('DINKES')], calendars), 'resolution')).toMatchObject({ met: 1 });
    expect(totalOf(gathered([ticket('DINSOS')], calendars), 'resolution')).toMatchObject({ breached: 1 });
  });

  it('do not change what was over when they were published', () => {
    const known = holiday(1, ['2026-11-03'], 0);
    const later = holiday(2, [], solvedAt + hour);
    const before = holiday(2, [], solvedAt - hour);
    expect(totalOf(gathered([ticket('DINKES')], [known, later]), 'resolution')).toMatchObject({ met: 1 });
    expect(totalOf(gathered([ticket('DINKES')], [known, before]), 'resolution')).toMatchObject({
      breached: 1,
    });
  });

  it('do not change a closed month, also for what was open at its end', () => {
    const open = () => ticketOf('1', { ...urgent, timeline: [move(nine, 'in_progress')] });
    // Eight working hours are over on Tuesday morning, unless Tuesday and Wednesday were off.
    const wednesdayNight = nine + 2 * day + 12 * hour;
    const off = (appliesFrom: number) => holiday(1, ['2026-11-03', '2026-11-04'], appliesFrom);
    expect(totalOf(gathered([open()], [off(0)], wednesdayNight), 'resolution')).toMatchObject({ running: 1 });
    const afterwards = [off(wednesdayNight + 1)];
    expect(totalOf(gathered([open()], afterwards, wednesdayNight), 'resolution')).toMatchObject({
      breached: 1,
    });
    const twice = [holiday(1, [], nine), { ...off(wednesdayNight + day), id: 'DINKES.2', revision: 2 }];
    expect(totalOf(gathered([open()], twice, wednesdayNight), 'resolution')).toMatchObject({ breached: 1 });
  });
});
