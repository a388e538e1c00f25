import { describe, expect, it } from 'vitest';
import {
  deskWithTicket,
  memoryTransaction,
  minute,
  nineOClock,
  testPack,
} from '../../test/support/desk-in-memory.ts';

const day = 24 * 60 * minute;
const madiun = testPack('madiun');
/** A second version under which every ticket is of priority 2, in force from ten days before. */
const second = {
  pack: testPack('madiun', {
    version: 2,
    priority: {
      by: madiun.priority.by,
      cells: Object.fromEntries(Object.keys(madiun.priority.cells).map((key) => [key, 2])),
    },
  }),
  effectiveFrom: nineOClock - 10 * day,
};
const deskWith = (change: Record<string, unknown> = {}) =>
  deskWithTicket(change, memoryTransaction('madiun', { policies: [second] }));

describe('registration under a policy in force by date', () => {
  it.each([
    ['the day before', -10 * day - 1, 1, 1],
    ['the same instant', -10 * day, 2, 2],
    ['today', -5 * minute, 2, 2],
  ])('reported %s', (_, offset, version, priority) => {
    const { ticket } = deskWith({ reportedAt: nineOClock + offset });
    expect(ticket()).toMatchObject({ policy: { name: 'madiun', version }, priority });
  });
});

describe('ticket.repolicy', () => {
  it('judges the ticket anew, and says from which version to which and why', () => {
    const { must, ticket, last } = deskWith();
    must('supervisor', 'ticket.repolicy', { version: 1, reason: 'Laporan disusulkan' });
    expect(ticket()).toMatchObject({ policy: { name: 'madiun', version: 1 }, priority: 1 });
    expect(last()).toMatchObject({
      type: 'policy_changed',
      text: 'Laporan disusulkan',
      changes: [
        { field: 'policyVersion', from: 2, to: 1 },
        { field: 'priority', from: 2, to: 1 },
      ],
    });
  });

  it('keeps the earlier facts, and works on a closed ticket', () => {
    const { must, ticket } = deskWith();
    const from = { urgency: 'high', impact: 'medium' };
    must('operator', 'ticket.prioritise', { urgency: 'low', impact: 'low', from });
    must('operator', 'ticket.resolve', { solution: 'x' });
    must('operator', 'ticket.close');
    const { earlier, timeline } = ticket();
    must('admin', 'ticket.repolicy', { version: 1, reason: 'Diputuskan rapat' });
    expect(ticket()).toMatchObject({ earlier, timeline, state: 'closed', priority: 3 });
  });

  it.each([
    [2, 'version_unchanged'],
    [3, 'policy_unknown'],
  ])('to version %i is refused: %s', (version, code) => {
    const { act, ticket } = deskWith();
    const before = ticket();
    expect(act('supervisor', 'ticket.repolicy', { version, reason: 'x' })).toMatchObject({
      error: { code, field: 'version' },
    });
    expect(ticket()).toBe(before);
  });

  it('wants a reason', () => {
    expect(deskWith().act('supervisor', 'ticket.repolicy', { version: 1, reason: ' ' })).toMatchObject({
      error: { code: 'invalid_arguments', field: 'reason' },
    });
  });
});
