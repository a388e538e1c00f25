import { z } from 'zod';
import { type CompiledCalendar, compileCalendar } from '#shared/sla/calendar.ts';
import { calendarSchema } from '#shared/sla/hours.ts';
import { addAround, elapsedAround } from '#shared/sla/intervals.ts';
import { isKnownZone } from '#shared/sla/zone.ts';
import { instantText, toShortText } from './instants.ts';
import { type LineResult, refuse } from './lines.ts';
import { refuseIssues } from './problems.ts';

const pause = z
  .tuple([instantText, instantText])
  .refine(([from, to]) => to >= from, { path: [1], message: 'ends before it starts' })
  .transform(([from, to]) => ({ from, to }));

const zoned = z.object({ timeZone: z.string().refine(isKnownZone, 'unknown time zone') });

const shared = {
  id: z.union([z.string(), z.number()]),
  calendar: calendarSchema.and(zoned),
  start: instantText,
  pauses: z.array(pause).default([]),
};

const caseSchema = z.discriminatedUnion('kind', [
  z.object({
    ...shared,
    kind: z.literal('add'),
    seconds: z
      .number()
      .min(0, 'must not be negative')
      .max(Number.MAX_SAFE_INTEGER / 1000, 'too large'),
  }),
  z
    .object({ ...shared, kind: z.literal('elapsed'), end: instantText })
    .refine((value) => value.end >= value.start, { path: ['end'], message: 'is before start' }),
]);

/** Compiled calendars kept at most. */
const CACHE_SIZE = 64;

/** Answers lines of `sla calendar`: the instant after so many seconds of open time, or the open seconds in between. */
export function createCalendarAnswer(): (json: unknown) => LineResult {
  const compiled = new Map<string, CompiledCalendar>();
  return (json) => {
    const parsed = caseSchema.safeParse(withUsualNames(json));
    if (!parsed.success) return refuseIssues(parsed.error);
    const line = parsed.data;
    const key = JSON.stringify(line.calendar);
    let calendar = compiled.get(key);
    if (!calendar) {
      calendar = compileCalendar(line.calendar, line.calendar.timeZone);
      const oldest = compiled.keys().next();
      if (compiled.size >= CACHE_SIZE && !oldest.done) compiled.delete(oldest.value);
      compiled.set(key, calendar);
    }
    if (line.kind === 'elapsed') {
      const ms = elapsedAround(calendar, line.start, line.end, line.pauses);
      return { ok: true, value: { id: line.id, result: ms / 1000 } };
    }
    const at = addAround(calendar, line.start, Math.round(line.seconds * 1000), line.pauses);
    if (!Number.isFinite(at)) return refuse('seconds', 'not reached before the year 2400');
    return { ok: true, value: { id: line.id, result: toShortText(at) } };
  };
}

/** Other tools say `from` and `to` for a stretch of time. */
function withUsualNames(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || !('kind' in json) || json.kind !== 'elapsed') return json;
  const line: Record<string, unknown> = { ...json };
  return { ...line, start: line.start ?? line.from, end: line.end ?? line.to ?? line.until };
}
