import type { CompiledCalendar } from './calendar.ts';

/** A pause or any other stretch of instants, UTC ms. */
export type Interval = { readonly from: number; readonly to: number };

/** The same instants as sorted intervals that neither touch nor overlap: pauses told by two devices count once. */
function unite(intervals: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const next of [...intervals].sort((a, b) => a.from - b.from)) {
    if (next.to <= next.from) continue;
    const last = result.at(-1);
    if (last && next.from <= last.to) {
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, next.to) };
    } else {
      result.push(next);
    }
  }
  return result;
}

/** First instant at which so much open time outside the pauses has passed since `start`; Infinity when never. */
export function addAround(
  calendar: CompiledCalendar,
  start: number,
  durationMs: number,
  pauses: readonly Interval[],
): number {
  let at = start;
  let left = durationMs;
  for (const pause of unite(pauses)) {
    if (pause.to <= at) continue;
    const span = calendar.elapsed(at, pause.from);
    if (span >= left) break;
    left -= span;
    at = Math.max(at, pause.to);
  }
  return calendar.add(at, left);
}

/** Open time between two instants, less the pauses. */
export function elapsedAround(
  calendar: CompiledCalendar,
  from: number,
  to: number,
  pauses: readonly Interval[],
): number {
  let total = calendar.elapsed(from, to);
  for (const pause of unite(pauses)) {
    total -= calendar.elapsed(Math.max(from, pause.from), Math.min(to, pause.to));
  }
  return total;
}
