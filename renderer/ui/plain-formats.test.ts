import { describe, expect, it } from 'vitest';
import { contrast } from './contrast.ts';
import { formatDuration } from './duration-format.ts';
import { formatNumber } from './number-format.ts';
import { slaColours } from './sla-colours.ts';
import { type SlaSaying, saySla } from './sla-tone.ts';

const words = { hour: 'j', minute: 'm', lessThanMinute: 'kurang dari 1 m' };
const minute = 60_000;

describe('durations', () => {
  it.each([
    [0, '0 m'],
    [59_999, 'kurang dari 1 m'],
    [minute, '1 m'],
    [59 * minute + 59_999, '59 m'],
    [60 * minute, '1 j'],
    [134 * minute, '2 j 14 m'],
    [-35 * minute, '35 m'],
    [48 * 60 * minute, '48 j'],
  ])('%i ms', (ms, text) => {
    expect(formatDuration(ms, words)).toBe(text);
  });
});

describe('numbers', () => {
  it('have points between thousands and a comma before decimals in Indonesian', () => {
    expect(formatNumber(1234.5, 'id')).toBe('1.234,5');
    expect(formatNumber(1234.5, 'en')).toBe('1,234.5');
  });
});

const status = {
  metric: 'resolution',
  state: 'running',
  elapsedMs: 0,
  durationMs: 8 * 60 * minute,
  remainingMs: 134 * minute,
  dueAt: 1,
  stoppedAt: null,
  warning: null,
  nextChangeAt: null,
  comparison: 'lte',
  calendar: 'office',
} as const;

describe('what the SLA chip says', () => {
  it.each<[string, Parameters<typeof saySla>[0], SlaSaying]>([
    ['runs', status, { tone: 'calm', word: 'left', ms: 134 * minute }],
    ['is half used', { ...status, warning: 0.5 }, { tone: 'calm', word: 'left', ms: 134 * minute }],
    ['is near', { ...status, warning: 0.75 }, { tone: 'near', word: 'left', ms: 134 * minute }],
    ['waits', { ...status, state: 'paused' }, { tone: 'rest', word: 'paused' }],
    ['was met', { ...status, state: 'met', stoppedAt: 1 }, { tone: 'rest', word: 'met' }],
    ['was cancelled', { ...status, state: 'void' }, { tone: 'rest', word: 'void' }],
    [
      'is late',
      { ...status, state: 'breached', remainingMs: -35 * minute },
      { tone: 'late', word: 'over', ms: 35 * minute },
    ],
    [
      'was late',
      { ...status, state: 'breached', remainingMs: -35 * minute, stoppedAt: 1 },
      { tone: 'late', word: 'metLate', ms: 35 * minute },
    ],
  ])('when it %s', (_, given, said) => {
    expect(saySla(given)).toEqual(said);
  });
});

describe('the SLA scale', () => {
  const tones = Object.entries(slaColours).flatMap(([scheme, scale]) =>
    Object.entries(scale).map(([tone, colours]) => [`${scheme} ${tone}`, colours] as const),
  );
  it.each(tones)('%s can be read: contrast of at least 4.5', (_, { text, back }) => {
    expect(contrast(text, back)).toBeGreaterThanOrEqual(4.5);
  });
  it('is told apart by lightness alone where it matters: late is far from the others', () => {
    for (const tone of ['calm', 'near', 'rest'] as const)
      expect(contrast(slaColours.light.late.back, slaColours.light[tone].back)).toBeGreaterThan(3);
  });
  it('measures contrast as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });
});
