import { describe, expect, it } from 'vitest';
import { compileDateFormat, monthOf } from './date-format.ts';

const read = (format: string, text: string, zone = 'Asia/Jakarta') => compileDateFormat(format)?.(text, zone);

describe('date formats', () => {
  it.each([
    ['dd-MM-yyyy HH:mm', '29-02-2016 01:16', 'Asia/Jakarta', '2016-02-28T18:16:00.000Z'],
    ['dd/MM/yyyy', '1/3/2026', 'Asia/Jayapura', '2026-02-28T15:00:00.000Z'],
    ['yyyy-MM-ddTHH:mm:ss', '2026-11-20T08:00:30', 'Asia/Makassar', '2026-11-20T00:00:30.000Z'],
    ['yyyy.MM.dd HH.mm', '2026.11.20 24.00', 'Asia/Jakarta', undefined],
    ['dd-MM-yyyy', '31-11-2026', 'Asia/Jakarta', undefined],
    ['dd-MM-yyyy', '29-02-2026', 'Asia/Jakarta', undefined],
    ['dd-MM-yyyy', '20-11-26', 'Asia/Jakarta', undefined],
    ['dd-MM-yyyy', '20-11-2026 ', 'Asia/Jakarta', undefined],
    ['yyyy.MM.dd', '2026x11x20', 'Asia/Jakarta', undefined],
  ])('%s reads "%s" in %s as %s', (format, text, zone, expected) => {
    const at = read(format, text, zone);
    expect(at === null || at === undefined ? undefined : new Date(at).toISOString()).toBe(expected);
  });

  it.each(['', 'HH:mm', 'dd-MM', 'dd-dd-MM-yyyy', 'yy-MM-dd'])('"%s" is no date format', (format) => {
    expect(compileDateFormat(format)).toBeNull();
  });

  it('gives the office-local month of a ticket number', () => {
    const newYear = Date.UTC(2025, 11, 31, 17);
    expect([monthOf(newYear - 1, 'Asia/Jakarta'), monthOf(newYear, 'Asia/Jakarta')]).toEqual([
      '2512',
      '2601',
    ]);
  });
});
