import { Temporal } from 'temporal-polyfill';
import { DAY_MS, dayOf } from './civil.ts';

/** A stretch of instants over which a zone keeps one offset. `offset` is local minus UTC, in ms. */
export type OffsetSpan = { readonly from: number; readonly to: number; readonly offset: number };

/** The engine knows no instant before or after these; clocks are clamped into them and nothing is searched beyond. */
export const FIRST_INSTANT = dayOf(1900, 1, 1) * DAY_MS;
export const LAST_INSTANT = dayOf(2400, 1, 1) * DAY_MS;

/** Length of the pieces in which zones and calendars are compiled, counted from 1970-01-01T00:00Z. */
export const CHUNK_MS = 366 * DAY_MS;

const known = new Map<string, boolean>();
/** Keyed by zone: the instant after which the zone changes no more. */
const settledFrom = new Map<string, number>();
/** Keyed by zone and chunk number: zone data is constant, so this is a table filled in on demand, not state. */
const chunks = new Map<string, Map<number, readonly OffsetSpan[]>>();

/** True for a name of the IANA database; bare offsets such as `+07:00` are no zones. */
export function isKnownZone(zone: string): boolean {
  let answer = known.get(zone);
  if (answer === undefined) {
    answer = /^[A-Za-z]/.test(zone) && canConvert(zone);
    known.set(zone, answer);
  }
  return answer;
}

/** The offsets of a zone over one chunk, in order and without gaps. Throws RangeError for an unknown zone. */
export function offsetsOfChunk(zone: string, chunk: number): readonly OffsetSpan[] {
  let table = chunks.get(zone);
  if (!table) {
    table = new Map();
    chunks.set(zone, table);
  }
  let spans = table.get(chunk);
  if (!spans) {
    spans = readOffsets(zone, chunk * CHUNK_MS, (chunk + 1) * CHUNK_MS);
    table.set(chunk, spans);
  }
  return spans;
}

/** The offsets of a zone from one instant to another, in order and without gaps. */
export function offsetsBetween(zone: string, from: number, to: number): OffsetSpan[] {
  const result: OffsetSpan[] = [];
  for (let chunk = Math.floor(from / CHUNK_MS); chunk * CHUNK_MS < to; chunk += 1) {
    for (const span of offsetsOfChunk(zone, chunk)) {
      const start = Math.max(from, span.from);
      const end = Math.min(to, span.to);
      if (start < end) result.push({ from: start, to: end, offset: span.offset });
    }
  }
  return result;
}

/** The instant `months` calendar months later in the zone: same day of the month, or the month's last day. */
export function addMonths(zone: string, at: number, months: number): number {
  return addCivil(zone, at, { months });
}

/** The instant `days` calendar days later in the zone, at the same time of the wall clock; earlier when negative. */
export function addDays(zone: string, at: number, days: number): number {
  return addCivil(zone, at, { days });
}

/** A clock may claim an instant no date exists for: beyond the known years, months are as long as in the last of them. */
function addCivil(zone: string, at: number, span: { months: number } | { days: number }): number {
  const known = Math.min(LAST_INSTANT, Math.max(FIRST_INSTANT, at));
  const there = Temporal.Instant.fromEpochMilliseconds(known).toZonedDateTimeISO(zone).add(span);
  return at + there.epochMilliseconds - known;
}

function canConvert(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

function readOffsets(zone: string, from: number, to: number): OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  let at = from;
  while (at < to) {
    const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
    const end = Math.min(to, nextTransition(zone, here));
    spans.push({ from: at, to: end, offset: here.offsetNanoseconds / 1e6 });
    at = end;
  }
  return spans;
}

function nextTransition(zone: string, here: Temporal.ZonedDateTime): number {
  if (here.epochMilliseconds >= (settledFrom.get(zone) ?? Number.POSITIVE_INFINITY)) return LAST_INSTANT * 2;
  const next = here.getTimeZoneTransition('next');
  if (next) return next.epochMilliseconds;
  settledFrom.set(zone, here.epochMilliseconds);
  return LAST_INSTANT * 2;
}
