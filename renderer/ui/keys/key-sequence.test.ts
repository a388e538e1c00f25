import { describe, expect, it } from 'vitest';
import { isTypingTarget, matchKey, sequenceMs } from './key-sequence.ts';
import { shortcuts } from './shortcuts.ts';

const known = ['c', '/', 'g t', 'g s', 's', 'ArrowDown'];

describe('shortcuts', () => {
  it('run at a single key', () => {
    expect(matchKey(known, null, { key: 'c', at: 0 })).toEqual({ kind: 'run', shortcut: 'c' });
  });
  it('wait for the second key of a sequence, which goes before the single key', () => {
    const first = matchKey(known, null, { key: 'g', at: 10 });
    expect(first).toEqual({ kind: 'wait', first: { key: 'g', at: 10 } });
    expect(matchKey(known, { key: 'g', at: 10 }, { key: 's', at: 500 })).toEqual({
      kind: 'run',
      shortcut: 'g s',
    });
  });
  it('forget the first key after a while', () => {
    const press = { key: 's', at: 10 + sequenceMs + 1 };
    expect(matchKey(known, { key: 'g', at: 10 }, press)).toEqual({ kind: 'run', shortcut: 's' });
  });
  it('do nothing at other keys', () => {
    expect(matchKey(known, null, { key: 'x', at: 0 })).toEqual({ kind: 'none' });
    expect(matchKey(known, { key: 'g', at: 0 }, { key: 'x', at: 1 })).toEqual({ kind: 'none' });
  });
  it('are listed once per group', () => {
    const seen = shortcuts.flatMap(({ group, keys }) => keys.map((key) => `${group} ${key}`));
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('what is being typed into keeps its keys', () => {
  const target = (tagName: string, type = 'text', role: string | null = null, isContentEditable = false) => ({
    tagName,
    type,
    isContentEditable,
    getAttribute: (name: string) => (name === 'role' ? role : null),
  });
  it.each([
    [target('TEXTAREA'), true],
    [target('INPUT'), true],
    [target('INPUT', 'search'), true],
    [target('SELECT'), true],
    [target('DIV', 'text', null, true), true],
    [target('DIV', 'text', 'option'), true],
    [target('INPUT', 'checkbox'), false],
    [target('BUTTON'), false],
    [target('DIV'), false],
  ])('%o', (element, isTyping) => {
    expect(isTypingTarget(element)).toBe(isTyping);
  });
  it('nothing focused is no field', () => {
    expect(isTypingTarget(null)).toBe(false);
  });
});
