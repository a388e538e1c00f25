import { Temporal } from 'temporal-polyfill';

/**
 * Start of a window of so many whole months before the present one, UTC ms. Months are those of UTC, and the window begins a
 * day before them, so that the first is whole in every office's zone.
 * @param now UTC ms by the server's clock.
 */
export function startOfWindow(now: number, months: number): number {
  const present = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC');
  const first = present.toPlainDate().with({ day: 1 }).subtract({ months, days: 1 });
  return Math.max(0, first.toZonedDateTime('UTC').epochMilliseconds);
}
