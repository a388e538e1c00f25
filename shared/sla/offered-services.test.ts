import { describe, expect, it } from 'vitest';
import { offeredServices } from './offered-services.ts';
import { testPack } from './test-pack.ts';

describe('services a form offers', () => {
  const counted = {
    title: 'Kesalahan manusia',
    serviceItems: ['Reset kata sandi', 'OS crash'],
    perDay: 30,
    warnAt: 24,
  };
  const pack = testPack({ capacity: [counted] });

  it('are those of the category, then those the pack counts, each once', () => {
    const offered = offeredServices('incident_application', pack);
    expect(offered.slice(0, 2)).toEqual(['Aplikasi down', 'Aplikasi rusak']);
    expect(offered.at(-1)).toBe('Reset kata sandi');
    expect(offered.filter((name) => name === 'OS crash')).toHaveLength(1);
  });

  it('are the counted ones alone where the catalogue has none for the category', () => {
    expect(offeredServices('other', pack)).toEqual(['Reset kata sandi', 'OS crash']);
    expect(offeredServices('other', undefined)).toEqual([]);
  });
});
