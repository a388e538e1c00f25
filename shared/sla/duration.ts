import { z } from 'zod';
import { flaw } from './issues.ts';

/** Durations as a pack writes them. `PT10M`, `PT8H`, `PT1H30M` are open time of the target's calendar. */

const pattern = /^PT(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?$/;

/** ms of an ISO 8601 duration in hours, minutes and seconds; null when it is none or is zero. */
export function durationMsOf(text: string): number | null {
  const match = pattern.exec(text);
  if (!match) return null;
  const [hours, minutes, seconds] = [match[1], match[2], match[3]].map((part) => Number(part ?? 0));
  const ms = ((hours as number) * 3600 + (minutes as number) * 60 + (seconds as number)) * 1000;
  return ms > 0 ? ms : null;
}

/** Ten years: longer is a mistake in the unit. */
const LONGEST = 'PT87600H';
const longestMs = durationMsOf(LONGEST) as number;

const fixedDuration = z.string().superRefine((text, context) => {
  const ms = durationMsOf(text);
  if (ms === null) {
    const message = 'not a duration (such as PT10M or PT8H)';
    context.addIssue({ code: 'custom', ...flaw('duration_malformed', message) });
  } else if (ms > longestMs) {
    const message = `longer than ${LONGEST}`;
    context.addIssue({ code: 'custom', ...flaw('duration_out_of_range', message, { max: LONGEST }) });
  }
});

/** So many calendar months after the start: same day of the month, or the month's last day. */
const calendarMonths = z.strictObject({ months: z.int().min(1).max(120) });

/** A stretch of time that no calendar interrupts: hours day and night, or calendar months. */
export const spanSchema = z.union([fixedDuration, calendarMonths]);

export const durationSchema = z.union([
  fixedDuration,
  calendarMonths,
  /** One duration for what starts within open hours; for the rest, the end of the next working day. */
  z.strictObject({ startedOpen: fixedDuration, startedClosed: z.literal('nextClosing') }),
]);
export type Duration = z.infer<typeof durationSchema>;
