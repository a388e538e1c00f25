import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluate } from '#shared/sla/evaluate.ts';
import { readPolicyPack } from '#shared/sla/pack.ts';
import { priorityOf } from '#shared/sla/policy.ts';
import { createPolicyShelf } from './policies.ts';

const shelf = createPolicyShelf();

describe('shipped policy packs', () => {
  it('are all on the shelf and pass their schema', () => {
    const files = readdirSync(new URL('../../../resources/policies/', import.meta.url));
    expect([...shelf.names].map((name) => `${name}.json`).sort()).toEqual(files.sort());
    for (const name of shelf.names) expect(shelf.find(name, undefined)?.pack.name).toBe(name);
  });

  it('stay the same when a checked pack is stored and checked again', () => {
    for (const name of shelf.names) {
      const pack = shelf.find(name, undefined)?.pack;
      expect(readPolicyPack(JSON.parse(JSON.stringify(pack)))).toEqual({ ok: true, value: pack });
    }
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

  const dueOf = (name: string, facts: object, reportedAt: string): Record<string, string | null> => {
    const policy = shelf.find(name, undefined);
    if (!policy) throw new Error(name);
    const at = Date.parse(reportedAt);
    const input = { urgency: null, impact: null, reportedAt: at, timeline: [], ...facts };
    return Object.fromEntries(
      evaluate(policy, input, at).metrics.map(({ metric, dueAt }) => [
        metric,
        dueAt === null ? null : new Date(dueAt).toISOString(),
      ]),
    );
  };

  it.each([
    ['administrative', 'critical', 12],
    ['public', 'critical', 24],
    ['public', 'essential', 36],
    ['administrative', 'essential', 48],
    ['administrative', 'normal', 72],
    ['public', 'normal', 72],
  ])('Magelang fulfils %s %s requests within %i hours, day and night', (serviceKind, serviceClass, hours) => {
    const facts = { kind: 'service_request', serviceKind, serviceClass };
    const reported = Date.UTC(2026, 1, 7, 3);
    expect(dueOf('magelang', facts, new Date(reported).toISOString())).toEqual({
      fulfilment: new Date(reported + hours * 3_600_000).toISOString(),
    });
  });

  it('Magelang answers under a support contract within 3 office hours, or by the close of the next working day', () => {
    const severity = { severity: 'minor', serviceKind: 'public', serviceClass: 'normal' };
    const facts = { ...severity, supportContract: true, urgency: 'high' };
    const response = (reportedAt: string, more: object = {}): string | null | undefined =>
      dueOf('magelang', { ...facts, ...more }, reportedAt).support_response;
    expect(response('2026-02-06T14:00:00+07:00')).toBe('2026-02-09T02:00:00.000Z');
    expect(response('2026-02-06T17:00:00+07:00')).toBe('2026-02-09T09:00:00.000Z');
    expect(response('2026-02-06T17:00:00+07:00', { onSite: true })).toBe('2026-02-08T10:00:00.000Z');
    expect(response('2026-02-06T17:00:00+07:00', { onSite: true, urgency: 'low' })).toBe(
      '2026-02-09T09:00:00.000Z',
    );
    expect(response('2026-02-06T17:00:00+07:00', { supportContract: false })).toBeUndefined();
  });

  it('Jawa Barat fulfils within 3 days, 7 days or a calendar month', () => {
    const due = (durationClass: string): string | null | undefined =>
      dueOf('jabar', { durationClass }, '2026-01-31T10:00:00+07:00').fulfilment;
    expect(due('short')).toBe('2026-02-03T03:00:00.000Z');
    expect(due('medium')).toBe('2026-02-07T03:00:00.000Z');
    expect(due('long')).toBe('2026-02-28T03:00:00.000Z');
  });
});
