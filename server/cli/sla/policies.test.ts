import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { priorityOf } from '#shared/sla/policy.ts';
import { createPolicyShelf } from './policies.ts';

const shelf = createPolicyShelf();

describe('shipped policy packs', () => {
  it('are all on the shelf and pass their schema', () => {
    const files = readdirSync(new URL('../../../resources/policies/', import.meta.url));
    expect([...shelf.names].map((name) => `${name}.json`).sort()).toEqual(files.sort());
    for (const name of shelf.names) expect(shelf.find(name, undefined)?.pack.name).toBe(name);
  });

  it('give the matrix of Madiun its nine cells', () => {
    const policy = shelf.find('madiun', undefined);
    if (!policy) throw new Error('no madiun');
    const levels = ['high', 'medium', 'low'] as const;
    expect(levels.map((urgency) => levels.map((impact) => priorityOf(policy, { urgency, impact })))).toEqual([
      [1, 1, 2],
      [1, 2, 3],
      [2, 3, 3],
    ]);
  });

  it('give the matrix of Magelang its twelve cells', () => {
    const policy = shelf.find('magelang', undefined);
    if (!policy) throw new Error('no magelang');
    const rows = ['major', 'minor'].flatMap((severity) =>
      ['public', 'administrative'].map((serviceKind) =>
        ['critical', 'essential', 'normal'].map((serviceClass) =>
          priorityOf(policy, { urgency: null, impact: null, severity, serviceKind, serviceClass }),
        ),
      ),
    );
    expect(rows).toEqual([
      [1, 2, 3],
      [2, 3, 4],
      [3, 4, 5],
      [4, 5, 6],
    ]);
  });

  it('label every priority their matrix can give', () => {
    for (const name of shelf.names) {
      const pack = shelf.find(name, undefined)?.pack;
      for (const priority of Object.values(pack?.priority.cells ?? {})) {
        expect(pack?.labels.priorities).toHaveProperty(String(priority));
      }
    }
  });

  it('Polewali Mandar takes the numbers of Madiun, an hour earlier on the clock of Jakarta', () => {
    const polewali = shelf.find('polewali', undefined)?.pack;
    const madiun = shelf.find('madiun', undefined)?.pack;
    expect(polewali?.timeZone).toBe('Asia/Makassar');
    expect(polewali?.targets).toEqual(madiun?.targets);
  });
});
