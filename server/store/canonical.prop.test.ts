import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toSqlJson } from '../db/sql-json.ts';
import { boundedInstant } from '../sync/envelope.ts';
import { canonicalJson } from './canonical.ts';

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
};

describe('content of mutations and entries', () => {
  it('PUSH-4 has one canonical text whatever the order of keys, and that text is the same content', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(reversed(value))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('PUSH-4 tells different content apart', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, two) => {
        const isSame = JSON.stringify(reversed(reversed(one))) === JSON.stringify(two);
        if (canonicalJson(one) === canonicalJson(two)) expect(JSON.parse(canonicalJson(two))).toEqual(one);
        else expect(isSame).toBe(false);
      }),
    );
  });

  it('ERR-3 never hands NUL or half a surrogate pair to the database, and changes nothing else', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\u0000', '\ud800', 'a\udfff', '\\u0000', '"\\ud800'),
    );
    fc.assert(
      fc.property(fc.array(fc.dictionary(text, text)), (value) => {
        const json = toSqlJson(value);
        const read = JSON.parse(json) as Record<string, string>[];
        for (const part of read.flatMap((entry) => Object.entries(entry).flat())) {
          expect(part.includes('\u0000')).toBe(false);
          expect(part.isWellFormed()).toBe(true);
        }
        const plain = JSON.stringify(value);
        if (!plain.includes('\\u0000') && !plain.includes('\\ud')) expect(read).toEqual(value);
      }),
    );
  });
});

describe('claimed instants', () => {
  it('TIME-1 lie between what the device was given at most and the receipt, and honest ones are kept', () => {
    const instant = fc.integer({ min: -1e15, max: 1e15 });
    fc.assert(
      fc.property(instant, instant, instant, instant, (occurredAt, seenServerTime, lastGiven, receivedAt) => {
        const taken = boundedInstant({ occurredAt, seenServerTime }, lastGiven, receivedAt);
        expect(taken).toBeLessThanOrEqual(receivedAt);
        expect(taken).toBeGreaterThanOrEqual(Math.min(seenServerTime, lastGiven, receivedAt));
        const isHonest =
          occurredAt <= receivedAt && occurredAt >= seenServerTime && seenServerTime <= lastGiven;
        if (isHonest) expect(taken).toBe(occurredAt);
      }),
    );
  });
});
