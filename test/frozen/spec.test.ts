import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ruleId = /\b(?:[A-Z]{3,}-\d+|F\d{1,2})\b/g;

function idsIn(text: string): string[] {
  return text.match(ruleId) ?? [];
}

/** Ids at the head of titles: the literals that begin with one. Power cuts are no test of a framework and have no titles. */
function idsOfTests(): Set<string> {
  const tests = globSync([
    '{shared,server,renderer,electron,test,scripts}/**/*.{test.ts,test.tsx,e2e.ts,electron.ts}',
    'server/contract/*.ts',
  ]);
  const ids = new Set<string>(idsIn(readFileSync('test/power/main.ts', 'utf8')));
  for (const file of tests) {
    const titles = readFileSync(file, 'utf8').matchAll(/['"`]((?:(?:[A-Z]{3,}-\d+|F\d{1,2})[ ,]+)+)/g);
    for (const [, head = ''] of titles) for (const id of idsIn(head)) ids.add(id);
  }
  return ids;
}

const read = (page: string): string => readFileSync(`docs/${page}.md`, 'utf8');

/** Rules stand at the beginning of a list item, bold or not, or bold behind a sentence. */
function rulesOf(page: string): string[] {
  const found = read(page).matchAll(/(?:^- (?:\*\*)?|\*\*)([A-Z]{3,}-\d+)(?:\*\*)? /gm);
  return [...found].map(([, id = '']) => id);
}

describe('what synchronisation promises', () => {
  const tested = idsOfTests();
  const gaps = new Set(idsIn(read('gaps')));

  it.each(['protocol', 'client-store'])('names no rule of %s.md without a test', (page) => {
    const rules = rulesOf(page);
    expect(rules.length).toBeGreaterThan(50);
    expect(rules.filter((id, at) => rules.indexOf(id) !== at)).toEqual([]);
    expect(rules.filter((id) => !tested.has(id))).toEqual([]);
  });

  it('names no rule of courier.md without a test', () => {
    const rules = rulesOf('courier');
    expect(rules).toEqual(Array.from({ length: 19 }, (_, at) => `FILE-${at + 1}`));
    expect(rules.filter((id) => !tested.has(id))).toEqual([]);
  });

  it('has a row for each of the forty-two faults, and a test or a gap', () => {
    const rows = [...read('sync-spec').matchAll(/^\| (F\d+) \|.*$/gm)];
    expect(rows.map(([, id]) => id)).toEqual(Array.from({ length: 42 }, (_, at) => `F${at + 1}`));
    for (const [row, id = ''] of rows) {
      const isGap = row.includes('[gaps.md]');
      if (isGap) expect(gaps.has(id), `${id} in gaps.md`).toBe(true);
      if (!isGap || /`[a-z]/.test(row)) expect(tested.has(id), `${id} in a title`).toBe(true);
    }
  });

  it('names tests that are there and have the fault in a title', () => {
    for (const [row, id = ''] of read('sync-spec').matchAll(/^\| (F\d+) \|.*$/gm)) {
      const cell = row.split('|').at(-2) ?? '';
      for (const [, place = ''] of cell.matchAll(/`([^`]+)`/g)) {
        if (place === 'power' || place === 'kills') continue;
        const files = globSync([`${place}*.ts`, `${place}/*.ts`]);
        const holds = files.some((file) => new RegExp(`['" \`]${id} `).test(readFileSync(file, 'utf8')));
        expect(holds, `${id} in ${place}`).toBe(true);
      }
    }
  });

  it('has every invariant once', () => {
    const invariants = [...read('sync-spec').matchAll(/^- \*\*(I\d+) /gm)].map(([, id]) => id);
    expect(invariants).toEqual(Array.from({ length: 12 }, (_, at) => `I${at + 1}`));
  });
});
