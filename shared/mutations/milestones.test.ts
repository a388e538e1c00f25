import { describe, expect, it } from 'vitest';
import {
  deskWithTicket,
  formId,
  memoryTransaction,
  minute,
  nineOClock,
  testPack,
} from '../../test/support/desk-in-memory.ts';
import type { Ticket } from '../domain/ticket.ts';

const step = (name: string, on: 'register' | 'assign' | 'resolve' | 'confirm' | 'close' | 'hand') => ({
  step: name,
  title: name,
  on,
});
const pack = testPack('jabar', {
  version: 90,
  steps: [
    step('entered', 'register'),
    step('opened', 'register'),
    step('verified', 'hand'),
    step('signed', 'hand'),
    step('assigned', 'assign'),
    step('fulfilled', 'resolve'),
    step('accepted', 'confirm'),
    step('filed', 'close'),
  ],
});
const at = (minutes: number) => ({ occurredAt: nineOClock + minutes * minute });

function jabarDesk(change: Record<string, unknown> = {}) {
  const published = { policies: [{ pack, effectiveFrom: nineOClock - 60 * minute }] };
  return deskWithTicket(change, memoryTransaction('jabar', published));
}

/** Milestones with the minutes after nine at which they were reached. */
function reached({ timeline }: Ticket): (readonly [string, number])[] {
  return timeline.flatMap((event) =>
    event.type === 'step' ? [[event.step, (event.at - nineOClock) / minute] as const] : [],
  );
}

describe('milestones of the procedure', () => {
  it('are reached by the work they stand for, in the order of the pack', () => {
    const { must, ticket } = jabarDesk();
    expect(reached(ticket())).toEqual([
      ['entered', 1],
      ['opened', 1],
    ]);
    must('operator', 'ticket.step', { step: 'verified' });
    must('operator', 'ticket.assign', { assignee: 'teknisi' });
    must('technician', 'ticket.resolve', { solution: 'Dipasang' });
    must('operator', 'ticket.confirm');
    must('operator', 'ticket.close');
    expect(reached(ticket()).slice(2)).toEqual([
      ['verified', 2],
      ['assigned', 3],
      ['fulfilled', 4],
      ['accepted', 5],
      ['filed', 6],
    ]);
  });

  it('come with an assignee at registration, an escalation and a technician’s answer', () => {
    expect(reached(jabarDesk({ assignee: 'teknisi' }).ticket()).map(([name]) => name)).toContain('assigned');
    const { must, ticket } = jabarDesk();
    const handOver = { formId, to: 'teknisi', toLevel: 2, reason: 'Jaringan', remainingMs: null };
    must('operator', 'ticket.escalate', handOver);
    must('technician', 'escalation.answer', { formId, solution: 'Dipasang' });
    expect(reached(ticket()).slice(2)).toEqual([
      ['assigned', 2],
      ['fulfilled', 3],
    ]);
  });

  it('are not reached by giving the ticket back to nobody', () => {
    const { must, ticket } = jabarDesk();
    must('operator', 'ticket.assign', { assignee: null });
    expect(reached(ticket())).toHaveLength(2);
  });

  it('count the first time, also on a ticket taken up again', () => {
    const { must, ticket } = jabarDesk();
    must('operator', 'ticket.assign', { assignee: 'teknisi' });
    must('technician', 'ticket.resolve', { solution: 'Dipasang' });
    must('operator', 'ticket.reopen', { reason: 'Kambuh' });
    must('operator', 'ticket.assign', { assignee: 'operator' });
    must('technician', 'ticket.resolve', { solution: 'Dipasang lagi' });
    expect(reached(ticket()).slice(2)).toEqual([
      ['assigned', 2],
      ['fulfilled', 3],
    ]);
  });

  it('count from the earliest when work made before arrives later', () => {
    const { must, ticket } = jabarDesk();
    must('operator', 'ticket.step', { step: 'verified' }, at(30));
    must('operator2', 'ticket.step', { step: 'verified' }, at(20));
    must('operator', 'ticket.assign', { assignee: 'teknisi' }, at(40));
    must('operator2', 'ticket.assign', { assignee: 'teknisi2' }, at(-900));
    expect(reached(ticket())).toEqual([
      ['assigned', -5],
      ['entered', 1],
      ['opened', 1],
      ['verified', 20],
    ]);
  });

  it('do not exist under a pack without a procedure', () => {
    const { must, ticket } = deskWithTicket();
    must('operator', 'ticket.assign', { assignee: 'teknisi' });
    expect(reached(ticket())).toEqual([]);
  });
});

describe('ticket.step', () => {
  it('ticks a milestone off once and says so, a later one also before an earlier one', () => {
    const { must, ticket, entries } = jabarDesk();
    must('operator', 'ticket.step', { step: 'signed' });
    must('operator', 'ticket.step', { step: 'signed' });
    must('technician', 'ticket.step', { step: 'verified' });
    expect(reached(ticket()).slice(2)).toEqual([
      ['signed', 2],
      ['verified', 4],
    ]);
    expect(entries().filter(({ type }) => type === 'step_done')).toMatchObject([
      { text: 'signed', by: 'operator' },
      { text: 'verified', by: 'teknisi' },
    ]);
  });

  it.each(['assigned', 'unheard_of'])('refuses %s, which is not ticked off by hand', (name) => {
    const { act, ticket } = jabarDesk();
    const before = ticket();
    expect(act('operator', 'ticket.step', { step: name })).toMatchObject({
      error: { code: 'step_unknown', field: 'step', details: { step: name } },
    });
    expect(ticket()).toBe(before);
  });

  it('is refused on a finished ticket', () => {
    const { must, act } = jabarDesk();
    must('operator', 'ticket.cancel', { reason: 'Ganda' });
    expect(act('operator', 'ticket.step', { step: 'verified' })).toMatchObject({
      error: { code: 'ticket_finished' },
    });
  });
});
