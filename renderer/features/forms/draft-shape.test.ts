import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { emptyDraft, readDraft, type TypedDraft, withTyped } from './draft-shape.ts';

const shape = { title: z.string(), level: z.enum(['high', 'low']).nullable(), at: z.string() };
interface Values {
  readonly title: string;
  readonly level: 'high' | 'low' | null;
  readonly at: string;
}
const present: Values = { title: '', level: null, at: '20/11/2026 14.05' };
const start: TypedDraft<Values> = emptyDraft;

describe('readDraft', () => {
  it('brings back what fits and leaves out what an older version of the form knew', () => {
    const stored = { typed: { title: 'Internet', level: 'urgent', gone: 1 }, seen: { title: '' } };
    expect(readDraft<Values>(shape, stored)).toEqual({ typed: { title: 'Internet' }, seen: { title: '' } });
  });

  it.each([null, 7, 'x', {}, { typed: null }, { typed: [1] }])('takes %j as no draft', (stored) => {
    expect(readDraft<Values>(shape, stored)).toEqual(emptyDraft);
  });
});

describe('withTyped', () => {
  it('remembers what stood in the field before it was typed into, once', () => {
    const once = withTyped(start, { ...present, title: 'Lama' }, { title: 'Baru' }, []);
    const twice = withTyped(once, { ...present, title: 'Baru' }, { title: 'Baru sekali' }, []);
    expect(twice).toEqual({ typed: { title: 'Baru sekali' }, seen: { title: 'Lama' } });
  });

  it('forgets a field that was put back, so that leaving asks nothing', () => {
    const typed = withTyped(start, present, { title: 'x' }, ['at']);
    expect(withTyped(typed, present, { title: '' }, ['at'])).toEqual(emptyDraft);
  });

  it('keeps the instant of the report from the first keystroke on', () => {
    const draft = withTyped(start, present, { title: 'x' }, ['at']);
    const later = { ...present, at: '21/11/2026 08.00' };
    expect({ ...later, ...draft.typed }.at).toBe('20/11/2026 14.05');
  });
});
