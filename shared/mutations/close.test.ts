import { describe, expect, it } from 'vitest';
import { deskWithTicket, memoryTransaction } from '../../test/support/desk-in-memory.ts';

const unknown = { urgency: null, impact: null };
const request = { kind: 'service_request', number: 'PLY-DINKES-2611-B7-0001' };

function closeOf(policy: string, change: Record<string, unknown>) {
  const { must, act } = deskWithTicket(change, memoryTransaction(policy));
  must('operator', 'ticket.resolve', { solution: 'Selesai' });
  return act('operator', 'ticket.close');
}

describe('closing without a priority', () => {
  it.each([
    ['madiun', unknown, 'urgency'],
    ['madiun', { urgency: 'high', impact: null }, 'impact'],
    ['magelang', { urgency: 'high', impact: 'high' }, 'severity'],
    ['magelang', { ...unknown, severity: 'major' }, 'serviceKind'],
    ['magelang', { ...unknown, severity: 'major', serviceKind: 'public' }, 'serviceClass'],
  ])('is refused under %s with %j: %s is missing', (policy, facts, field) => {
    expect(closeOf(policy, facts)).toMatchObject({ error: { code: 'incomplete', field } });
  });

  it.each([
    ['jabar', unknown],
    ['magelang', { ...unknown, ...request }],
    ['magelang', { ...unknown, severity: 'minor', serviceKind: 'public', serviceClass: 'normal' }],
  ])('is possible under %s with %j, where no target of the ticket needs more', (policy, facts) => {
    expect(closeOf(policy, facts).ok).toBe(true);
  });
});
