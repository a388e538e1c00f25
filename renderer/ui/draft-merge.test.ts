import { describe, expect, it } from 'vitest';
import { mergeEarly, restAfter } from './draft-merge.ts';

describe('typing before the stored draft was read', () => {
  it('is the text where nothing was stored', () => {
    expect(mergeEarly({ text: '' }, { text: '' }, { text: 'Sudah' })).toEqual({ text: 'Sudah' });
  });
  it('goes below a stored draft, so that neither is lost', () => {
    expect(mergeEarly({ text: '' }, { text: 'Draf lama' }, { text: 'baru' })).toEqual({
      text: 'Draf lama\nbaru',
    });
  });
  it('replaces the initial text it was typed into', () => {
    expect(mergeEarly({ text: 'Siti' }, { text: 'Siti' }, { text: 'Siti A' })).toEqual({ text: 'Siti A' });
  });
  it('leaves the other fields as they were stored', () => {
    const stored = { text: 'a', second: 'b' };
    expect(mergeEarly({ text: '', second: '' }, stored, { text: 'c' })).toEqual({
      text: 'a\nc',
      second: 'b',
    });
  });
});

describe('what is left of a field after its text was kept', () => {
  it('is nothing as a rule, and whatever was typed meanwhile', () => {
    expect(restAfter('Kabel sudah diganti', 'Kabel sudah diganti')).toBe('');
    expect(restAfter('Kabel sudah diganti', 'Kabel sudah diganti\nTinggal')).toBe('Tinggal');
    expect(restAfter('Kabel sudah diganti', 'Pesan lain')).toBe('Pesan lain');
  });
});
