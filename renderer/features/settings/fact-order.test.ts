import { describe, expect, it } from 'vitest';
import { dateText, readDate } from './date-text.ts';
import { inCalendarOrder, inKeyOrder } from './fact-order.ts';
import { matrixShape } from './matrix-shape.ts';

const keysOf = (keys: readonly string[]) =>
  inKeyOrder(Object.fromEntries(keys.map((key) => [key, 0]))).map(([key]) => key);

describe('keys of a pack in the order people read them', () => {
  it.each([
    [
      ['low', 'high', 'medium'],
      ['high', 'medium', 'low'],
    ],
    [
      ['10', '2', '1'],
      ['1', '2', '10'],
    ],
    [
      ['long', 'short', 'medium'],
      ['short', 'medium', 'long'],
    ],
    [
      ['true/low', 'false/high', 'true/high', 'false/low'],
      ['false/high', 'false/low', 'true/high', 'true/low'],
    ],
    [
      ['cancelled', 'new', 'closed'],
      ['new', 'closed', 'cancelled'],
    ],
    [
      ['zeta', '*', 'alfa'],
      ['*', 'alfa', 'zeta'],
    ],
  ])('%j', (given, wanted) => {
    expect(keysOf(given)).toEqual(wanted);
  });
  it('calendars with hours first', () => {
    const order = inCalendarOrder({ always: { always: true }, office: { always: false } });
    expect(order.map(([name]) => name)).toEqual(['office', 'always']);
  });
  it('a matrix has the last fact across', () => {
    const { rows, columns, keyOf } = matrixShape(['major/public', 'major/administrative', 'minor/public']);
    expect([rows, columns]).toEqual([
      ['major', 'minor'],
      ['public', 'administrative'],
    ]);
    expect(keyOf('minor', 'public')).toBe('minor/public');
    expect(matrixShape(['high', 'low'])).toMatchObject({ rows: [''], columns: ['high', 'low'] });
    expect(matrixShape(['high']).keyOf('', 'high')).toBe('high');
  });
});

describe('dates as people write them', () => {
  it.each([
    ['17/8/2026', '2026-08-17'],
    ['17-08-2026', '2026-08-17'],
    ['29.2.2028', '2028-02-29'],
  ])('%s', (typed, date) => {
    expect(readDate(typed)).toBe(date);
    expect(readDate(dateText(date))).toBe(date);
  });
  it.each(['29/2/2026', '31/4/2026', '1/13/2026', '0/1/2026', '17 Agustus', ''])('%s is no date', (typed) => {
    expect(readDate(typed)).toBe(typed);
  });
});
