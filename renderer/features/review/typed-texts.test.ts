import { describe, expect, it } from 'vitest';
import { registration } from '../../../test/support/desk-in-memory.ts';
import { typedTexts, withText } from './typed-texts.ts';

describe('what a person typed', () => {
  it('is found in messages and in statements of reasons', () => {
    expect(typedTexts({ id: 't1', text: 'Halo' })).toEqual([{ path: ['text'], name: 'text', text: 'Halo' }]);
    expect(typedTexts({ id: 't1', to: 'waiting', reason: 'Surat' }).map(({ name }) => name)).toEqual([
      'reason',
    ]);
  });
  it('is found in corrections by the field they are about', () => {
    const args = { id: 't1', changes: [{ field: 'title', from: 'Lama', to: 'Baru' }] };
    expect(typedTexts(args)).toEqual([{ path: ['changes', 0, 'to'], name: 'title', text: 'Baru' }]);
  });
  it('is no id, person, state or empty field', () => {
    expect(typedTexts({ id: 't1', formId: 't1/f', to: 'teknisi', reason: ' ', tried: '' })).toEqual([]);
  });
  it('is not listed twice where forms repeat it', () => {
    const args = registration({ forms: [{ id: 'x/1', data: { code: 'FRM-002', title: 'T', body: 'B' } }] });
    expect(typedTexts(args).map(({ name }) => name)).toEqual([
      'title',
      'description',
      'clientName',
      'clientOpd',
      'clientPosition',
      'clientPhone',
    ]);
  });
  it('is no choice from a list', () => {
    const args = { id: 't1', changes: [{ field: 'channel', from: 'telephone', to: 'counter' }] };
    expect(typedTexts(args)).toEqual([]);
  });
  it('is asked for where the server missed it', () => {
    const args = { id: 't1', to: 'waiting', reason: '' };
    expect(typedTexts(args, 'reason').map(({ name }) => name)).toEqual(['reason']);
  });
});

describe('a correction of it', () => {
  it('replaces one text and leaves the given arguments alone', () => {
    const args = { id: 't1', changes: [{ field: 'title', from: 'Lama', to: 'Baru' }] };
    const corrected = withText(args, ['changes', 0, 'to'], 'Lebih baru');
    expect(corrected).toEqual({ id: 't1', changes: [{ field: 'title', from: 'Lama', to: 'Lebih baru' }] });
    expect(args.changes[0]?.to).toBe('Baru');
  });
});
