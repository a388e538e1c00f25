import { describe, expect, it } from 'vitest';
import { dateFormat } from './date-format.ts';

const at = Date.UTC(2026, 10, 20, 7, 5);

describe('instants in the zone of the office', () => {
  it('are written the Indonesian way', () => {
    const format = dateFormat('id', 'Asia/Jakarta');
    expect(format.short(at)).toBe('20 Nov 14.05');
    expect(format.long(at)).toBe('Jumat, 20 November 2026, 14.05 WIB');
    expect(format.dayShort(at)).toBe('Jum, 20 Nov');
    expect(format.clock(at)).toBe('14.05');
  });
  it('follow the zone and not the computer: the same instant is another day further east', () => {
    const lateEvening = Date.UTC(2026, 10, 20, 15, 30);
    expect(dateFormat('id', 'Asia/Jakarta').long(lateEvening)).toBe('Jumat, 20 November 2026, 22.30 WIB');
    expect(dateFormat('id', 'Asia/Makassar').long(lateEvening)).toBe('Jumat, 20 November 2026, 23.30 WITA');
    expect(dateFormat('id', 'Asia/Jayapura').long(lateEvening)).toBe('Sabtu, 21 November 2026, 00.30 WIT');
  });
  it('name the year only where it is another one', () => {
    const format = dateFormat('id', 'Asia/Jakarta');
    expect(format.short(at, at)).toBe('20 Nov 14.05');
    expect(format.short(at, Date.UTC(2027, 0, 5))).toBe('20 Nov 2026 14.05');
  });
  it('show midnight as 00.00', () => {
    expect(dateFormat('id', 'Asia/Jakarta').clock(Date.UTC(2026, 10, 19, 17, 0))).toBe('00.00');
  });
  it('are written the English way in English', () => {
    expect(dateFormat('en', 'Asia/Jakarta').long(at)).toBe('Friday, 20 November 2026, 14:05 WIB');
  });
  it('refuse an unknown zone', () => {
    expect(() => dateFormat('id', 'Mars/Base')).toThrow(RangeError);
  });
});
