import type { JournalEntry } from '#shared/domain/journal.ts';
import type { Language } from '../i18n/i18n.ts';

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

const localeOf: Readonly<Record<Language, string>> = { id: 'id-ID', en: 'en-GB' };

/**
 * By how much a clock is wrong, ms, in its two largest units: `3 jam 5 menit`, `45 menit`, `2 hari 4 jam`, `40 detik`. The
 * sign is dropped. Days are of 24 hours; above ten of them, and below a minute, one unit is enough.
 */
export function formatClockError(ms: number, language: Language): string {
  const size = Math.round(Math.abs(ms) / 1_000) * 1_000;
  const largest = units.findIndex(([, length]) => size >= length);
  const at = largest === -1 ? units.length - 1 : largest;
  let left = size;
  const parts: string[] = [];
  for (const [unit, length] of units.slice(at, at === 2 || size >= 10 * 86_400_000 ? at + 1 : at + 2)) {
    const count = Math.floor(left / length);
    left -= count * length;
    if (count === 0 && parts.length > 0) continue;
    const format = new Intl.NumberFormat(localeOf[language], { style: 'unit', unit, unitDisplay: 'long' });
    parts.push(format.format(count));
  }
  return parts.join(' ');
}

export interface ClockNotes {
  /** By how much the device's clock turned out to be wrong, ms; positive: behind. Null where nothing is known of it. */
  readonly skewMs: number | null;
  /** The instant the device claimed (UTC ms), where the entry counts from another minute. */
  readonly claimedAt: number | null;
}

/** What is to be said of an entry's instant; null where it can be believed. */
export function clockNotesOf({ clock, occurredAt }: JournalEntry): ClockNotes | null {
  if (clock === undefined) return null;
  const { claimedAt } = clock;
  const isFar = claimedAt !== null && Math.abs(claimedAt - occurredAt) >= 60_000;
  const notes = { skewMs: clock.skewMs === 0 ? null : clock.skewMs, claimedAt: isFar ? claimedAt : null };
  return notes.skewMs === null && notes.claimedAt === null ? null : notes;
}
