import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seedOf } from '../../test/support/seed.ts';
import { readNoticeText, type ToldStep, writeNoticeText } from './notice-text.ts';

const steps = fc.array(
  fc.record<ToldStep>({
    metric: fc.stringMatching(/^[a-z][a-z0-9_]{0,20}$/),
    percent: fc.integer({ min: 1, max: 100_000 }),
    reachedAt: fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 }),
    told: fc.array(fc.constantFrom('assignee', 'operator', 'level1', 'client'), {
      minLength: 1,
      maxLength: 4,
    }),
  }),
);

describe('the text of a notice', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(steps, (told) => {
        expect(readNoticeText(writeNoticeText(told))).toEqual(told);
      }),
      { seed: seedOf('text of a notice') },
    );
  });

  it('looks like this', () => {
    const told = [{ metric: 'response', percent: 90, reachedAt: 17, told: ['assignee', 'operator'] }];
    expect(writeNoticeText(told)).toBe('response.90@17>assignee,operator');
  });

  it.each(['', 'Sudah diberitahukan', 'response.90', 'response.90@x>assignee', 'response.90@17>'])(
    'says nothing of "%s"',
    (text) => expect(readNoticeText(text)).toEqual([]),
  );
});
