import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { seedOf } from '../../test/support/seed.ts';
import { type CompiledCalendar, compileCalendar } from './calendar.ts';
import { type CalendarDefinition, calendarSchema } from './hours.ts';
import { at, HOUR, MINUTE } from './test-pack.ts';

const seed = seedOf('calendar laws');
/** The laws that deadlines stand on are tried this often, the comparisons with slow models less. */
const lawRuns = 10_000;

const QUARTER = 15 * MINUTE;
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const base = at('2026-03-01T00:00:00Z');

function clockText(quarter: number): string {
  return `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;
}

const blocks = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 0, maxLength: 6 })
  .map((edges) => edges.sort((a, b) => a - b))
  .map((edges) =>
    Array.from({ length: Math.floor(edges.length / 2) }, (_, i): [string, string] => [
      clockText(edges[2 * i] as number),
      clockText(edges[2 * i + 1] as number),
    ]),
  );

const date = fc
  .integer({ min: 0, max: 40 })
  .map((day) => Temporal.PlainDate.from('2026-03-01').add({ days: day }).toString());

const definition = fc
  .record({
    hours: fc.record({
      mon: blocks,
      tue: blocks,
      wed: blocks,
      thu: blocks,
      fri: blocks,
      sat: blocks,
      sun: blocks,
    }),
    holidays: fc.array(date, { maxLength: 4 }),
    halfDays: fc.array(fc.record({ date, closesAt: fc.integer({ min: 0, max: 96 }).map(clockText) }), {
      maxLength: 3,
    }),
    yearlyHolidays: fc.array(
      date.map((text) => text.slice(5)),
      { maxLength: 2 },
    ),
  })
  .filter((value) => Object.values(value.hours).some((day) => day.length > 0))
  .filter((value) => new Set(value.halfDays.map((half) => half.date)).size === value.halfDays.length)
  .map((value) => calendarSchema.parse(value));

const zone = fc.constantFrom(
  'Asia/Jakarta',
  'Asia/Makassar',
  'Asia/Jayapura',
  'America/New_York',
  'Australia/Lord_Howe',
  'Europe/Lisbon',
  'America/Santiago',
);

/** Ten quarters of an hour to forty days from the base: covers the clock changes of March and early April 2026. */
const quarter = fc.integer({ min: 0, max: 40 * 96 }).map((n) => base + n * QUARTER);
const instant = fc.integer({ min: 0, max: 40 * 24 * HOUR }).map((ms) => base + ms);

/** The plain rule, one instant at a time: look at the wall clock and compare. */
function isOpenByTheClock(calendar: CalendarDefinition, timeZone: string, instantMs: number): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(timeZone);
  const day = local.toPlainDate().toString();
  if (calendar.holidays.some((entry) => entry.date === day)) return false;
  if (calendar.yearlyHolidays.some((entry) => entry.monthDay === day.slice(5))) return false;
  const time = local.toPlainTime().toString().slice(0, 5);
  const half = calendar.halfDays.find((entry) => entry.date === day);
  if (half && time >= half.closesAt) return false;
  const name = DAYS[local.dayOfWeek - 1] as (typeof DAYS)[number];
  return (calendar.hours[name] ?? []).some(([from, to]) => time >= from && time < to);
}

function elapsedByTheClock(calendar: CalendarDefinition, timeZone: string, from: number, to: number): number {
  let total = 0;
  for (let instantMs = from; instantMs < to; instantMs += QUARTER) {
    if (isOpenByTheClock(calendar, timeZone, instantMs)) total += QUARTER;
  }
  return total;
}

function compiled(calendar: CalendarDefinition, timeZone: string): CompiledCalendar {
  return compileCalendar(calendar, timeZone);
}

describe('compiled calendars', () => {
  it('agree with looking at the wall clock every quarter of an hour', () => {
    fc.assert(
      fc.property(
        definition,
        zone,
        quarter,
        fc.integer({ min: 0, max: 800 }),
        (calendar, timeZone, from, length) => {
          const to = from + length * QUARTER;
          expect(compiled(calendar, timeZone).elapsed(from, to)).toBe(
            elapsedByTheClock(calendar, timeZone, from, to),
          );
        },
      ),
      { numRuns: 150, seed },
    );
  });

  it('add and elapsed are inverse, and add gives the first such instant', () => {
    fc.assert(
      fc.property(
        definition,
        zone,
        instant,
        fc.integer({ min: 1, max: 300 * HOUR }),
        (value, timeZone, start, n) => {
          const calendar = compiled(value, timeZone);
          const end = calendar.add(start, n);
          expect(calendar.elapsed(start, end)).toBe(n);
          expect(calendar.elapsed(start, end - 1)).toBe(n - 1);
        },
      ),
      { numRuns: lawRuns, seed },
    );
  });

  it('elapsed is additive over a split and never falls', () => {
    fc.assert(
      fc.property(definition, zone, fc.tuple(instant, instant, instant), (value, timeZone, instants) => {
        const [a, b, c] = instants.sort((x, y) => x - y) as [number, number, number];
        const calendar = compiled(value, timeZone);
        expect(calendar.elapsed(a, b) + calendar.elapsed(b, c)).toBe(calendar.elapsed(a, c));
        expect(calendar.elapsed(a, c)).toBeGreaterThanOrEqual(calendar.elapsed(a, b));
        expect(calendar.elapsed(a, c)).toBeLessThanOrEqual(c - a);
        expect(calendar.elapsed(c, a)).toBe(0);
      }),
      { numRuns: lawRuns, seed },
    );
  });

  it('a later instant never has a smaller sum, and more time to work never ends earlier', () => {
    fc.assert(
      fc.property(
        definition,
        zone,
        fc.tuple(instant, instant, instant),
        fc.tuple(fc.integer({ min: 1, max: 300 * HOUR }), fc.integer({ min: 0, max: 40 * HOUR })),
        (value, timeZone, instants, [n, more]) => {
          const [a, b, c] = instants.sort((x, y) => x - y) as [number, number, number];
          const calendar = compiled(value, timeZone);
          expect(calendar.elapsed(a, c)).toBeGreaterThanOrEqual(calendar.elapsed(b, c));
          expect(calendar.add(a, n + more)).toBeGreaterThanOrEqual(calendar.add(a, n));
          expect(calendar.add(b, n)).toBeGreaterThanOrEqual(calendar.add(a, n));
        },
      ),
      { numRuns: lawRuns, seed },
    );
  });

  it('pieces cover the stretch without gaps and agree with isOpen, nextOpen and elapsed', () => {
    fc.assert(
      fc.property(definition, zone, instant, instant, (value, timeZone, a, b) => {
        const calendar = compiled(value, timeZone);
        const [from, to] = a < b ? [a, b] : [b, a];
        let edge = from;
        let open = 0;
        for (const piece of calendar.pieces(from, to)) {
          expect(piece.from).toBe(edge);
          expect(piece.to).toBeGreaterThan(piece.from);
          expect(piece.open).toBe(piece.reason === 'open');
          for (const probe of [piece.from, piece.to - 1]) {
            expect(calendar.isOpen(probe)).toBe(piece.open);
            if (!piece.open) expect(calendar.nextOpen(probe)).toBeGreaterThanOrEqual(piece.to);
          }
          if (piece.open) open += piece.to - piece.from;
          edge = piece.to;
        }
        expect(edge).toBe(to);
        expect(open).toBe(calendar.elapsed(from, to));
      }),
      { numRuns: lawRuns, seed },
    );
  });
});
