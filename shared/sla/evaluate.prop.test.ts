import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seedOf } from '../../test/support/seed.ts';
import { evaluate, type TargetStatus } from './evaluate.ts';
import { explain } from './explain.ts';
import { at, HOUR, MINUTE, testPolicy, testWeek } from './test-pack.ts';
import type { SlaInput, TicketState, TimelineEvent } from './timeline.ts';

const seed = seedOf('SLA laws');
/** The laws that deadlines stand on are tried this often, the comparisons with slow models less. */
const lawRuns = 10_000;

const policy = testPolicy({
  calendars: {
    office: {
      hours: testWeek(['08:00', '12:00'], ['13:00', '16:30']),
      holidays: ['2026-02-05'],
      halfDays: [{ date: '2026-02-04', closesAt: '11:00' }],
    },
    always: { always: true },
  },
});
const base = at('2026-02-01T17:00:00Z');

const level = fc.constantFrom('high', 'medium', 'low');
const state = fc.constantFrom<TicketState>(
  'new',
  'in_progress',
  'waiting',
  'resolved',
  'closed',
  'cancelled',
);
/** Distinct minutes, so that the order of events is fully told by their instants. */
const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 12 * 24 * 60 }), { minLength: 1, maxLength: 9 });

const input: fc.Arbitrary<SlaInput> = fc
  .record({
    urgency: level,
    impact: level,
    alwaysAvailable: fc.boolean(),
    times: minutes,
    kinds: fc.array(fc.oneof({ weight: 4, arbitrary: state }, fc.constant('reply' as const)), {
      minLength: 9,
      maxLength: 9,
    }),
  })
  .map(({ urgency, impact, alwaysAvailable, times, kinds }) => {
    const [reported, ...rest] = times.sort((a, b) => a - b) as [number, ...number[]];
    const timeline = rest.map((minute, i): TimelineEvent => {
      const kind = kinds[i] as TicketState | 'reply';
      const time = base + minute * MINUTE;
      return kind === 'reply' ? { at: time, type: 'reply' } : { at: time, type: 'state', to: kind };
    });
    return { urgency, impact, alwaysAvailable, reportedAt: base + reported * MINUTE, timeline };
  });

const someNow = fc.integer({ min: 0, max: 16 * 24 * 60 }).map((minute) => base + minute * MINUTE);

/** The rules of the domain, minute by minute, for clocks that start at the report. */
function byTheMinute(ticket: SlaInput, metric: string, now: number): { elapsedMs: number; over: string } {
  const target = policy.targets.find((entry) => entry.metric === metric);
  if (!target) throw new Error(metric);
  const calendar = target.calendarOf(ticket, 1).open;
  let current: TicketState = 'new';
  let answered = false;
  let elapsedMs = 0;
  for (let time = ticket.reportedAt; ; time += MINUTE) {
    for (const event of ticket.timeline) {
      if (event.at !== time || time > now || current === 'cancelled') continue;
      if (event.type === 'reply') {
        answered = true;
        continue;
      }
      if (event.type !== 'state') continue;
      const done = metric === 'response' ? answered : current === 'resolved' || current === 'closed';
      if (event.to === 'cancelled' && done) continue;
      current = event.to;
      if (current !== 'new' && current !== 'cancelled') answered = true;
    }
    const stopped = metric === 'response' ? answered : current === 'resolved' || current === 'closed';
    const paused = metric !== 'response' && current === 'waiting';
    if (time >= now) {
      const over = stopped ? 'stopped' : current === 'cancelled' ? 'void' : paused ? 'paused' : 'running';
      return { elapsedMs, over };
    }
    const runs = !stopped && !paused && current !== 'cancelled';
    if (runs && calendar.isOpen(time)) elapsedMs += MINUTE;
  }
}

function differs(a: TargetStatus | undefined, b: TargetStatus | undefined): boolean {
  return a?.state !== b?.state || a?.warning !== b?.warning;
}

describe('evaluate', () => {
  it('agrees with going through the ticket minute by minute', () => {
    fc.assert(
      fc.property(input, someNow, (ticket, now) => {
        for (const status of evaluate(policy, ticket, now).metrics) {
          const { elapsedMs, over } = byTheMinute(ticket, status.metric, now);
          expect(status.elapsedMs).toBe(elapsedMs);
          const late =
            status.comparison === 'lt' ? elapsedMs >= status.durationMs : elapsedMs > status.durationMs;
          const expected = over === 'void' ? 'void' : late ? 'breached' : over === 'stopped' ? 'met' : over;
          expect(status.state).toBe(expected);
        }
      }),
      { numRuns: 300, seed },
    );
  });

  it('does not care in which order or how often the events arrive', () => {
    fc.assert(
      fc.property(input, someNow, fc.infiniteStream(fc.nat()), (ticket, now, noise) => {
        const next = (): number => noise.next().value as number;
        const doubled = ticket.timeline.flatMap((event) =>
          next() % 3 === 0 ? [event, { ...event }] : [event],
        );
        const shuffled = doubled
          .map((event) => ({ event, rank: next() }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ event }) => event);
        expect(evaluate(policy, { ...ticket, timeline: shuffled }, now)).toEqual(
          evaluate(policy, ticket, now),
        );
      }),
      { numRuns: lawRuns, seed },
    );
  });

  it('gives the same answer to an event that arrives late as to one that was there at once', () => {
    fc.assert(
      fc.property(input, someNow, fc.nat(), (ticket, now, pick) => {
        const { timeline } = ticket;
        const late = timeline[pick % Math.max(1, timeline.length)];
        if (late === undefined) return;
        // Evaluated without it first, as a device does that has not heard of it yet: nothing of that may remain.
        const early = { ...ticket, timeline: timeline.filter((event) => event !== late) };
        evaluate(policy, early, now);
        const arrived = { ...early, timeline: [...early.timeline, late] };
        expect(evaluate(policy, arrived, now)).toEqual(evaluate(policy, ticket, now));
      }),
      { numRuns: lawRuns, seed },
    );
  });

  it('a pause outside opening hours changes nothing but the state while it lasts', () => {
    fc.assert(
      fc.property(input, someNow, fc.nat(), fc.nat(), (ticket, now, a, b) => {
        const office = policy.calendars.get('office')?.open;
        if (office === undefined) throw new Error('no office calendar');
        const events = ticket.timeline.filter((event) => event.type !== 'state' || event.to !== 'cancelled');
        const taken = (events.at(-1)?.at ?? ticket.reportedAt) + MINUTE;
        const working: TimelineEvent[] = [...events, { at: taken, type: 'state', to: 'in_progress' }];
        const wanted = taken + 1 + (a % (14 * 24 * 60)) * MINUTE;
        const at = office.isOpen(wanted) ? office.nextClosing(wanted) : wanted;
        const opens = office.nextOpen(at);
        const pause: TimelineEvent[] = [
          { at, type: 'state', to: 'waiting' },
          { at: at + 1 + (b % (opens - at)), type: 'state', to: 'in_progress' },
        ];
        const end = Math.max(now, opens + 1);
        const plain = { ...ticket, alwaysAvailable: false, timeline: working };
        const paused = { ...plain, timeline: [...working, ...pause] };
        expect(evaluate(policy, paused, end)).toEqual(evaluate(policy, plain, end));
      }),
      { numRuns: lawRuns, seed },
    );
  });

  it('due is the instant at which elapsed would reach the duration', () => {
    fc.assert(
      fc.property(input, someNow, (ticket, now) => {
        const timeline = ticket.timeline.filter((event) => event.at <= now);
        for (const status of evaluate(policy, { ...ticket, timeline }, now).metrics) {
          if (status.state !== 'running' || status.dueAt === null || status.dueAt < now) continue;
          const there = evaluate(policy, { ...ticket, timeline }, status.dueAt);
          const same = there.metrics.find((entry) => entry.metric === status.metric);
          expect(same?.elapsedMs).toBe(status.durationMs);
          expect(same?.remainingMs).toBe(0);
        }
      }),
      { numRuns: lawRuns, seed },
    );
  });

  it('nextChangeAt is the first instant at which state or warning differ', () => {
    fc.assert(
      fc.property(
        input,
        someNow,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        (ticket, now, probes) => {
          for (const status of evaluate(policy, ticket, now).metrics) {
            const seen = (instant: number): TargetStatus | undefined =>
              evaluate(policy, ticket, instant).metrics.find((entry) => entry.metric === status.metric);
            const next = status.nextChangeAt;
            const end = next ?? now + 400 * 24 * HOUR;
            if (next !== null) {
              expect(next).toBeGreaterThan(now);
              expect(differs(seen(next), status)).toBe(true);
            }
            for (const probe of [...probes.map((p) => now + Math.floor((end - 1 - now) * p)), end - 1]) {
              expect(differs(seen(probe), status)).toBe(false);
            }
          }
        },
      ),
      { numRuns: 300, seed },
    );
  });
});

describe('explain', () => {
  it('tiles the time from the start and its counted pieces add up to elapsed', () => {
    fc.assert(
      fc.property(input, someNow, (ticket, now) => {
        for (const status of evaluate(policy, ticket, now).metrics) {
          const explanation = explain(policy, ticket, status.metric, now);
          expect(explanation?.status).toEqual(status);
          let edge = ticket.reportedAt;
          let total = 0;
          for (const piece of explanation?.pieces ?? []) {
            expect(piece.from).toBe(edge);
            expect(piece.ms).toBe(piece.counted ? piece.to - piece.from : 0);
            total += piece.ms;
            expect(piece.runningTotalMs).toBe(total);
            edge = piece.to;
          }
          const counted = (projected: boolean): number =>
            (explanation?.pieces ?? [])
              .filter((piece) => piece.projected === projected)
              .reduce((sum, piece) => sum + piece.ms, 0);
          expect(counted(false)).toBe(status.elapsedMs);
          if (status.state === 'running') expect(counted(true)).toBe(status.remainingMs);
          else expect(counted(true)).toBe(0);
        }
      }),
      { numRuns: lawRuns, seed },
    );
  });
});
