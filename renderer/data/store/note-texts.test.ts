import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutations } from '#shared/mutations/registry.ts';
import { noteTexts } from './note-texts.ts';

const isNote = (text: string) => mutations['ticket.note'].args.safeParse({ id: 't1', text }).success;
const withoutMark = (piece: string) => piece.replace(/^\(\d+\/\d+\)\n/, '');

describe('a text kept as internal notes', () => {
  it('REV-5 is one note where it fits', () => {
    expect(noteTexts('a'.repeat(20_000))).toEqual(['a'.repeat(20_000)]);
  });

  it('REV-5 of more than 20,000 characters is notes that together say all of it', () => {
    const reply = `Balasan kepada pelapor\nIsi tulisan: ${'kata yang panjang '.repeat(1_110)}`;
    const pieces = noteTexts(reply);
    expect(pieces).toHaveLength(2);
    expect(pieces.every(isNote)).toBe(true);
    expect(pieces.map(withoutMark).join('')).toBe(reply);
    expect(pieces[0]).toMatch(/^\(1\/2\)\n/);
  });

  it('REV-5 is never cut within a character', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('😀', 'a😀', '\n😀', 'x'),
        fc.integer({ min: 20_001, max: 60_000 }),
        (unit, length) => {
          const text = unit.repeat(Math.ceil(length / unit.length));
          const pieces = noteTexts(text);
          expect(pieces.every((piece) => piece.isWellFormed() && piece.length <= 20_000)).toBe(true);
          expect(pieces.map(withoutMark).join('')).toBe(text);
        },
      ),
      { numRuns: 30 },
    );
  });
});
