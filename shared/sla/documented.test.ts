import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packIssueCodes } from './issues.ts';
import { readPolicyPack } from './pack.ts';

const page = readFileSync(new URL('../../docs/policy-packs.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, json]) => JSON.parse(json ?? ''));

describe('docs/policy-packs.md', () => {
  it('shows parts that make one sound pack', () => {
    const pack = Object.assign({}, ...examples);
    const read = readPolicyPack(pack);
    expect(read.ok ? [] : read.error.issues).toEqual([]);
  });

  it('shows every part there is, each once', () => {
    const shown = examples.flatMap((part) => Object.keys(part));
    const read = readPolicyPack(Object.assign({}, ...examples));
    expect(shown.sort()).toEqual(read.ok ? Object.keys(read.value).sort() : []);
  });

  it('explains every code of the check', () => {
    expect(packIssueCodes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });
});
