import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runOnChunks } from './test-io.ts';

/** Cases computed by an independent program; they come with the briefing and are not part of the checkout. */
const folder = new URL('../../../../shared/data/', import.meta.url);
const present = existsSync(folder);

type Case = { id: string; pack?: string; expect: unknown };

function read(name: string): { text: string; cases: Case[] } {
  const text = readFileSync(new URL(name, folder), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  return { text, cases: lines.map((line) => JSON.parse(line) as Case) };
}

function title(text: string): string {
  return present ? text : `${text} (skipped: briefing data missing)`;
}

describe('worked cases', () => {
  it.skipIf(!present)(title('sla evaluate answers all 150 as computed elsewhere'), async () => {
    const { text, cases } = read('sla-cases.ndjson');
    const run = await runOnChunks(['evaluate'], [text]);
    expect(run).toMatchObject({ errors: [], exitCode: 0 });
    expect(cases).toHaveLength(150);
    expect(run.results).toEqual(cases.map(({ id, expect: wanted }) => ({ id, ...(wanted as object) })));
  });

  it.skipIf(!present)(title('sla calendar answers all 26 as computed elsewhere'), async () => {
    const { text, cases } = read('sla-calendar-cases.ndjson');
    const run = await runOnChunks(['calendar'], [text]);
    expect(run).toMatchObject({ errors: [], exitCode: 0 });
    expect(cases).toHaveLength(26);
    expect(run.results).toEqual(cases.map(({ id, expect: wanted }) => ({ id, result: wanted })));
  });
});
