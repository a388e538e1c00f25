import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seedOf } from '../../test/support/seed.ts';
import { ticketKind } from './codes.ts';
import { crockford, deviceCodeOf, formatTicketNumber, parseTicketNumber } from './ticket-number.ts';

describe('ticket numbers', () => {
  it('look as printed in the domain', () => {
    const parts = { opd: 'DINKES', month: '2611', device: 'B7', sequence: 42 };
    expect(ticketKind.options.map((kind) => formatTicketNumber({ kind, ...parts }))).toEqual([
      'INS-DINKES-2611-B7-0042',
      'PLY-DINKES-2611-B7-0042',
      'AKS-DINKES-2611-B7-0042',
      'MSL-DINKES-2611-B7-0042',
      'PRB-DINKES-2611-B7-0042',
    ]);
  });

  it('come back as what they were made of', () => {
    const parts = fc.record({
      kind: fc.constantFrom(...ticketKind.options),
      opd: fc.stringMatching(/^[A-Z][A-Z0-9]{1,15}$/),
      month: fc
        .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 12 }))
        .map((pair) => pair.map((part) => String(part).padStart(2, '0')).join('')),
      device: fc.integer({ min: 0, max: 1024 + 32_767 }).map(deviceCodeOf),
      sequence: fc.integer({ min: 1, max: 9_999_999 }),
    });
    const check = fc.property(parts, (number) => {
      expect(parseTicketNumber(formatTicketNumber(number))).toEqual({ ok: true, value: number });
    });
    fc.assert(check, { seed: seedOf('ticket numbers') });
  });

  it.each([
    '',
    'INS-DINKES-2611-B7-042',
    'INS-DINKES-2613-B7-0042',
    'INS-DINKES-2600-B7-0042',
    'INS-DINKES-2611-I7-0042',
    'INS-DINKES-2611-7-0042',
    'XYZ-DINKES-2611-B7-0042',
    'INS-dinkes-2611-B7-0042',
    ' INS-DINKES-2611-B7-0042',
    'INS-DINKES-2611-B7-0042\n',
    'INS-DINKES-2611-B7-00420000',
  ])('"%s" is none', (text) => {
    expect(parseTicketNumber(text)).toEqual({ ok: false, error: 'malformed' });
  });
});

describe('device codes', () => {
  it('are unique, of two and then three letters that are not misheard', () => {
    const codes = Array.from({ length: 1024 + 32_768 }, (_, ordinal) => deviceCodeOf(ordinal));
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.slice(0, 1024).every((code) => code.length === 2)).toBe(true);
    expect(codes.slice(1024).every((code) => code.length === 3)).toBe(true);
    expect(codes.every((code) => [...code].every((letter) => crockford.includes(letter)))).toBe(true);
    expect([codes[0], codes[31], codes[32], codes[1023], codes[1024]]).toEqual([
      '00',
      '0Z',
      '10',
      'ZZ',
      '000',
    ]);
  });
});
