/** The letters that stand behind hours and minutes, and the words for what is shorter than a minute. */
export interface DurationWords {
  readonly hour: string;
  readonly minute: string;
  readonly lessThanMinute: string;
}

const minuteMs = 60_000;

/**
 * `2 j 14 m` of a duration in ms, whole minutes rounded down: a countdown never promises more than is left. The sign is
 * dropped; hours are not turned into days, because a working day is not 24 hours long.
 */
export function formatDuration(ms: number, words: DurationWords): string {
  const minutes = Math.floor(Math.abs(ms) / minuteMs);
  if (minutes === 0) return ms === 0 ? `0 ${words.minute}` : words.lessThanMinute;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} ${words.minute}`;
  return rest === 0 ? `${hours} ${words.hour}` : `${hours} ${words.hour} ${rest} ${words.minute}`;
}
