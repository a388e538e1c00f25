import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatLocalDateTime, parseLocalDateTime, toldInZone } from './local-date-time.ts';

const zone = 'Asia/Jakarta';
// Friday 20 November 2026, 14:05 WIB.
const now = Date.UTC(2026, 10, 20, 7, 5);
const at = (iso: string) => ({ ok: true, value: Date.parse(iso) });

describe('parseLocalDateTime', () => {
  it.each([
    ['20/11/2026 14.05', '2026-11-20T14:05:00+07:00'],
    ['20-11-2026 14:05', '2026-11-20T14:05:00+07:00'],
    ['1.2.26, 8.00', '2026-02-01T08:00:00+07:00'],
    ['19/11 07.30', '2026-11-19T07:30:00+07:00'],
    [' 9.15 ', '2026-11-20T09:15:00+07:00'],
  ])('reads %j', (text, iso) => {
    expect(parseLocalDateTime(text, zone, now)).toEqual(at(iso));
  });

  it('takes the day and the zone of the office, not of the PC', () => {
    const afterMidnight = Date.parse('2026-11-21T00:10:00+09:00');
    expect(parseLocalDateTime('0.05', 'Asia/Jayapura', afterMidnight)).toEqual(
      at('2026-11-21T00:05:00+09:00'),
    );
  });

  it.each(['', 'kemarin', '20/11/2026', '20112026 1405', '14', '20/11/2026 14.5'])(
    'refuses %j as no instant',
    (text) => {
      expect(parseLocalDateTime(text, zone, now)).toEqual({ ok: false, error: 'date_time_malformed' });
    },
  );

  it.each(['30/02/2026 08.00', '31/11 08.00', '20/13/2026 08.00', '20/11/2026 24.00', '12.60'])(
    'refuses %j as an instant that is not in the calendar',
    (text) => {
      expect(parseLocalDateTime(text, zone, now)).toEqual({ ok: false, error: 'date_time_impossible' });
    },
  );

  it('reads back whatever it writes, to the minute', () => {
    const minute = 60_000;
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2000, 0, 1) / minute, max: Date.UTC(2090, 0, 1) / minute }),
        fc.constantFrom('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'),
        (minutes, anyZone) => {
          const instant = minutes * minute;
          expect(parseLocalDateTime(formatLocalDateTime(instant, anyZone), anyZone, now)).toEqual({
            ok: true,
            value: instant,
          });
        },
      ),
    );
  });
});

describe('toldInZone', () => {
  it('keeps the instant of the report where an office of another zone is chosen', () => {
    expect(toldInZone('20/11/2026 09.00', zone, 'Asia/Makassar', now)).toBe('20/11/2026 10.00');
    expect(toldInZone('23.30', zone, 'Asia/Jayapura', now)).toBe('21/11/2026 01.30');
  });
  it('leaves as typed what cannot be read, and what need not change', () => {
    expect(toldInZone('tadi pagi', zone, 'Asia/Makassar', now)).toBe('tadi pagi');
    expect(toldInZone('9.15', zone, zone, now)).toBe('9.15');
  });
});
