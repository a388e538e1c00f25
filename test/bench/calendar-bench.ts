import indonesia from '#resources/calendars/indonesia.json' with { type: 'json' };
import madiun from '#resources/policies/madiun.json' with { type: 'json' };
import { type CompiledCalendar, compileCalendar } from '#shared/sla/calendar.ts';
import { type CalendarDefinition, calendarDaysSchema } from '#shared/sla/hours.ts';
import { policyPackSchema } from '#shared/sla/pack.ts';
import { withCalendarDays } from '#shared/sla/policy-shelf.ts';
import { type BenchLine, median, timed } from './report.ts';

const minute = 60_000;
const day = 86_400_000;
const rounds = 15;
const startCount = 4_096;
/** Asia/Jakarta has had this offset all along the measured years. */
const offset = 7 * 60 * minute;

const distances = [
  ['1 day', 1],
  ['30 days', 30],
  ['1 year', 365],
  ['10 years', 3_650],
] as const;

/** Office hours of the pack madiun with the national days off. */
function definitionOf(): { readonly definition: CalendarDefinition; readonly timeZone: string } {
  const pack = withCalendarDays(policyPackSchema.parse(madiun), calendarDaysSchema.parse(indonesia.days));
  const definition = pack.calendars.office;
  if (definition === undefined) throw new Error('the pack has no calendar office');
  return { definition, timeZone: pack.timeZone };
}

/** Instants spread over 2023 and 2024 to the millisecond, the same in every run. */
function starts(): number[] {
  let state = 2026;
  return Array.from({ length: startCount }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Date.UTC(2023, 0, 1) + Math.floor((state / 2 ** 32) * 731 * day);
  });
}

type PlainLoop = {
  elapsed(from: number, to: number): number;
  add(from: number, open: number): number;
};

/** What one would write first: walk from day to day, ask whether it is a working day, count its hours. */
function plainLoop({ hours, holidays }: CalendarDefinition): PlainLoop {
  const off = new Set(holidays.map(({ date }) => Date.parse(`${date}T00:00:00Z`) / day));
  const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  const week = [hours.sun, hours.mon, hours.tue, hours.wed, hours.thu, hours.fri, hours.sat].map((blocks) =>
    (blocks ?? []).map(([from, to]) => [minutesOf(from) * minute, minutesOf(to) * minute] as const),
  );
  const nothing: (typeof week)[number] = [];
  const blocksOf = (local: number) => (off.has(local) ? nothing : (week[(local + 4) % 7] ?? nothing));
  return {
    elapsed(from, to) {
      let open = 0;
      for (let local = Math.floor((from + offset) / day); local * day - offset < to; local += 1) {
        const midnight = local * day - offset;
        for (const [opens, closes] of blocksOf(local))
          open += Math.max(0, Math.min(to, midnight + closes) - Math.max(from, midnight + opens));
      }
      return open;
    },
    add(from, open) {
      if (open === 0) return from;
      let left = open;
      for (let local = Math.floor((from + offset) / day); ; local += 1) {
        const midnight = local * day - offset;
        for (const [opens, closes] of blocksOf(local)) {
          const start = Math.max(from, midnight + opens);
          const room = midnight + closes - start;
          if (room >= left) return start + left;
          if (room > 0) left -= room;
        }
      }
    },
  };
}

type Work = (from: number, place: number) => number;

/** Time of one call in ns, and the sum of what the calls gave: equal sums mean equal answers. */
function measured(all: readonly number[], work: Work): { readonly ns: number; readonly sum: number } {
  const { ms, value } = timed(() => {
    let sum = 0;
    for (let place = 0; place < all.length; place += 1) sum += work(all[place] as number, place);
    return sum;
  });
  return { ns: (ms * 1e6) / all.length, sum: value };
}

const inNs = (ns: number): string => (ns < 1_000 ? `${ns.toFixed(0)} ns` : `${(ns / 1_000).toFixed(1)} µs`);

interface Course {
  readonly what: 'add' | 'measure';
  readonly distance: string;
  readonly compiled: Work;
  readonly plain: Work;
  readonly compiledNs: number[];
  readonly plainNs: number[];
}

function coursesOf(all: readonly number[], compiled: CompiledCalendar, plain: PlainLoop): Course[] {
  return distances.flatMap(([distance, days]) => {
    const length = days * day;
    // What is added is the open time over that distance.
    const open = all.map((from) => plain.elapsed(from, from + length));
    const lists = () => ({ compiledNs: [], plainNs: [] });
    const measure: Course = {
      what: 'measure',
      distance,
      compiled: (from) => compiled.elapsed(from, from + length),
      plain: (from) => plain.elapsed(from, from + length),
      ...lists(),
    };
    const add: Course = {
      what: 'add',
      distance,
      compiled: (from, place) => compiled.add(from, open[place] as number),
      plain: (from, place) => plain.add(from, open[place] as number),
      ...lists(),
    };
    return [add, measure];
  });
}

/** P7: arithmetic of a calendar must not become slower with the distance; a plain loop from day to day does. */
export function benchCalendar(report: (line: BenchLine) => void): void {
  const { definition, timeZone } = definitionOf();
  const all = starts();
  const cold = timed(() =>
    compileCalendar(definition, timeZone).elapsed(all[0] as number, (all[0] as number) + 3_650 * day),
  );
  const courses = coursesOf(all, compileCalendar(definition, timeZone), plainLoop(definition));
  // All distances take turns, so that whatever else the machine does falls on each of them.
  for (let round = 0; round < rounds; round += 1) {
    for (const course of courses) {
      const compiled = measured(all, course.compiled);
      const plain = measured(all, course.plain);
      if (compiled.sum !== plain.sum)
        throw new Error(`${course.what} over ${course.distance}: the loop says otherwise`);
      course.compiledNs.push(compiled.ns);
      course.plainNs.push(plain.ns);
    }
  }
  report({
    id: 'P7',
    what: 'calendar compiled and its first 10 years worked out',
    figure: `${cold.ms.toFixed(2)} ms`,
  });
  for (const { what, distance, compiledNs, plainNs } of courses) {
    const [own, loop] = [median(compiledNs), median(plainNs)];
    report({
      id: 'P7',
      what: `calendar: ${what} over ${distance}`,
      figure: inNs(own),
      ratio: `${(own / loop).toFixed(3)} × a plain loop from day to day of ${inNs(loop)}`,
    });
  }
  for (const what of ['add', 'measure'] as const) {
    const over = (distance: string) =>
      courses.find((course) => course.what === what && course.distance === distance);
    const near = over('1 day');
    const far = over('10 years');
    if (near === undefined || far === undefined) throw new Error('nothing was measured');
    const growth = median(far.compiledNs) / median(near.compiledNs);
    const loop = median(far.plainNs) / median(near.plainNs);
    report({
      id: 'P7',
      what: `calendar: ${what} over 10 years against 1 day`,
      figure: `${growth.toFixed(2)} ×`,
      ratio: `the plain loop ${loop.toFixed(0)} ×`,
      goal: '≤ 2 ×',
      met: growth <= 2,
    });
  }
}
