import { describe, expect, it } from 'vitest';
import { deskWithTicket, memoryTransaction } from '../../../test/support/desk-in-memory.ts';
import { restoring } from './restored-value.ts';

const facts = { severity: 'major', serviceKind: 'public', serviceClass: 'critical', supportContract: true };

describe('putting an overwritten value back', () => {
  it.each([
    ['severity', 'minor', 'minor'],
    ['serviceClass', '', null],
    ['supportContract', 'false', false],
    ['onSite', 'true', true],
    ['urgency', 'low', 'low'],
    ['impact', '', null],
  ])('%s = "%s"', (field, mine, value) => {
    const { act, ticket } = deskWithTicket(facts, memoryTransaction('magelang'));
    const before = ticket();
    const { name, args } = restoring(before.id, { field, mine, theirs: 'x', byName: 'Budi' }, before);
    expect(act('operator', name, args as Record<string, unknown>)).toEqual({ ok: true, value: undefined });
    expect(ticket()).toMatchObject({ ...facts, urgency: 'high', impact: 'medium', [field]: value });
  });
});
