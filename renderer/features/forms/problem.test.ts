import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import en from '../../i18n/en/forms.ts';
import id from '../../i18n/id/forms.ts';
import { problemCodes, problemsOf } from './problem.ts';

describe('problemsOf', () => {
  const schema = z.object({ a: z.string().max(3), b: z.enum(['x']), c: z.object({ d: z.string() }) });
  const issues = schema.safeParse({ a: 'long', b: 'y', c: {} }).error?.issues ?? [];

  it('gives one problem a field, in the order of the form, with the limit', () => {
    const rename = (path: string) => (({ a: 'a', b: 'b', 'c.d': 'd' }) as const)[path as 'a' | 'b' | 'c.d'];
    expect(problemsOf(issues, ['d', 'b', 'a'] as const, rename)).toEqual([
      { field: 'd', code: 'choice_missing' },
      { field: 'b', code: 'choice_missing' },
      { field: 'a', code: 'too_long', max: 3 },
    ]);
  });

  it('drops no issue: one that belongs to no field is told at the first', () => {
    expect(problemsOf(issues.slice(0, 1), ['d'] as const, () => undefined)).toEqual([
      { field: 'd', code: 'too_long', max: 3 },
    ]);
  });
});

describe('the catalogues', () => {
  it.each([
    ['id', id],
    ['en', en],
  ])('say what to do about every problem (%s)', (_, catalogue) => {
    const sentences: Readonly<Record<string, string>> = catalogue.error;
    expect(problemCodes.filter((code) => !sentences[code])).toEqual([]);
  });
});
