import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { FIRST_INSTANT, LAST_INSTANT } from '#shared/sla/zone.ts';

/** An ISO 8601 instant with offset or Z, as UTC ms; dates outside the years 1900 to 2399 are refused. */
export const instantText = z.string().transform((text, context) => {
  const at = parseInstant(text);
  if (at !== null && at >= FIRST_INSTANT && at < LAST_INSTANT) return at;
  context.addIssue({
    code: 'custom',
    message:
      at === null ? 'not an instant (such as 2026-02-02T08:00:00+07:00)' : 'outside the years 1900 to 2399',
  });
  return z.NEVER;
});

function parseInstant(text: string): number | null {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return null;
  }
}

/** `2026-02-02T01:00:00.000Z` */
export function toMillisText(at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString({ fractionalSecondDigits: 3 });
}

/** `2026-02-02T01:00:00Z`, with a fraction only where there is one. */
export function toShortText(at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString();
}
