import { describe, expect, it } from 'vitest';
import jabarJson from '#resources/policies/jabar.json' with { type: 'json' };
import madiunJson from '#resources/policies/madiun.json' with { type: 'json' };
import magelangJson from '#resources/policies/magelang.json' with { type: 'json' };
import tangerangJson from '#resources/policies/tangerang.json' with { type: 'json' };
import { checkMutation } from '#shared/mutations/registry.ts';
import { policyPackSchema } from '#shared/sla/pack.ts';
import { compilePolicy } from '#shared/sla/policy.ts';
import { deskWithTicket, minute, nineOClock } from '../../../test/support/desk-in-memory.ts';
import { askedNames, factsOf, hasPriority, isIncomplete, noFacts, prioritiseArgs } from './asked-facts.ts';
import { previewReport, previewTicket } from './sla-preview.ts';

const policyFrom = (json: unknown) => compilePolicy(policyPackSchema.parse(json));
const madiun = policyFrom(madiunJson);
const tangerang = policyFrom(tangerangJson);

describe('what forms ask for', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['Madiun', madiunJson, ['urgency', 'impact']],
    ['Tangerang', tangerangJson, ['urgency', 'impact', 'alwaysAvailable']],
    [
      'Magelang',
      magelangJson,
      ['urgency', 'severity', 'serviceKind', 'serviceClass', 'supportContract', 'onSite'],
    ],
    ['Jawa Barat', jabarJson, ['durationClass']],
  ])('%s', (_, json, names) => {
    expect(askedNames(policyFrom(json), 'incident')).toEqual(names);
  });

  it('gives a priority where all of its facts are asked for', () => {
    expect(hasPriority(madiun, 'incident')).toBe(true);
    expect(hasPriority(policyFrom(magelangJson), 'incident')).toBe(true);
    expect(hasPriority(policyFrom(magelangJson), 'service_request')).toBe(false);
    expect(hasPriority(policyFrom(jabarJson), 'service_request')).toBe(false);
    expect(hasPriority(undefined, 'incident')).toBe(true);
  });

  it('is urgency and impact while the pack is not on the device', () => {
    expect(askedNames(undefined, 'incident')).toEqual(['urgency', 'impact']);
  });

  it('is incomplete while a choice is open, not for a question of yes or no', () => {
    const names = askedNames(tangerang, 'incident');
    expect(isIncomplete(names, { ...noFacts, urgency: 'high' })).toBe(true);
    expect(isIncomplete(names, { ...noFacts, urgency: 'high', impact: 'low' })).toBe(false);
  });
});

describe('the arguments of a new judgement', () => {
  it('are none where nothing was changed', () => {
    expect(prioritiseArgs('t', noFacts, { ...noFacts })).toBeNull();
  });

  it('name only the facts of the service that were changed, with what was seen', () => {
    const args = prioritiseArgs('t', noFacts, { ...noFacts, urgency: 'low', severity: 'minor' });
    expect(args).toEqual({
      id: 't',
      urgency: 'low',
      impact: null,
      facts: { severity: 'minor' },
      from: { urgency: null, impact: null, facts: { severity: null } },
    });
    expect(checkMutation('ticket.prioritise', args).ok).toBe(true);
  });

  it('are accepted by the mutator, which then holds what was chosen', () => {
    const { must, ticket } = deskWithTicket();
    const chosen = { ...factsOf(ticket()), alwaysAvailable: true, impact: 'low' } as const;
    const args = prioritiseArgs(ticket().id, factsOf(ticket()), chosen);
    must('operator', 'ticket.prioritise', { ...args });
    expect(factsOf(ticket())).toEqual(chosen);
  });
});

describe('the preview', () => {
  it('runs round the clock where the service must always be available', () => {
    const friday = Date.UTC(2026, 10, 20, 9, 59);
    const facts = { ...noFacts, urgency: 'low', impact: 'low', kind: 'incident' } as const;
    const due = (alwaysAvailable: boolean) =>
      previewReport(tangerang, { ...facts, alwaysAvailable }, friday).targets.find(
        ({ metric }) => metric === 'response',
      )?.dueAt;
    expect(due(true)).toBe(friday + 240 * minute);
    expect(due(false)).toBe(Date.UTC(2026, 10, 23, 4, 59));
  });

  it('shows of a ticket what the mutator makes of it: what has stopped keeps its facts', () => {
    const { must, ticket } = deskWithTicket();
    must('operator', 'ticket.move', { to: 'in_progress' });
    const now = nineOClock + 30 * minute;
    const chosen = { ...factsOf(ticket()), urgency: 'low', impact: 'low' } as const;
    const seen = previewTicket(madiun, ticket(), { ...chosen, kind: 'incident' }, now);
    const args = prioritiseArgs(ticket().id, factsOf(ticket()), chosen);
    must('operator', 'ticket.prioritise', { ...args }, { occurredAt: now });
    const after = previewTicket(madiun, ticket(), { ...factsOf(ticket()), kind: 'incident' }, now);
    expect(seen).toEqual(after);
    expect(seen.targets.map(({ metric, durationMs }) => [metric, durationMs / minute])).toEqual([
      ['response', 10],
      ['resolution', 48 * 60],
    ]);
  });
});
