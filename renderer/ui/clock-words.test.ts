import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '#shared/domain/journal.ts';
import { clockNotesOf, formatClockError } from './clock-words.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('words for a wrong clock', () => {
  it.each([
    [3 * hour + 5 * minute, '3 jam 5 menit', '3 hours 5 minutes'],
    [-45 * minute - 20_000, '45 menit', '45 minutes'],
    [hour, '1 jam', '1 hour'],
    [2 * day + 4 * hour + 59 * minute, '2 hari 4 jam', '2 days 4 hours'],
    [3653 * day + 4 * hour, '3.653 hari', '3,653 days'],
    [-40_400, '40 detik', '40 seconds'],
    [0, '0 detik', '0 seconds'],
  ])('%d ms', (ms, indonesian, english) => {
    expect(formatClockError(ms, 'id')).toBe(indonesian);
    expect(formatClockError(ms, 'en')).toBe(english);
  });

  it('says nothing where the instant can be believed, and of a claim only where it shows another minute', () => {
    const entry = (clock?: JournalEntry['clock']) => ({ occurredAt: 10 * hour, clock }) as JournalEntry;
    expect(clockNotesOf(entry())).toBeNull();
    expect(clockNotesOf(entry({ claimedAt: 10 * hour + 5_000, skewMs: 0 }))).toBeNull();
    expect(clockNotesOf(entry({ claimedAt: 10 * hour + 5_000, skewMs: hour }))).toEqual({
      skewMs: hour,
      claimedAt: null,
    });
    expect(clockNotesOf(entry({ claimedAt: 9 * hour, skewMs: 0 }))).toEqual({
      skewMs: null,
      claimedAt: 9 * hour,
    });
  });
});
