import { describe, expect, it } from 'vitest';
import { deskWithTicket, memoryTransaction, minute, testPack } from '../../test/support/desk-in-memory.ts';

const reason = 'Kelengkapan tidak dipenuhi';
const pack = testPack('jabar', {
  version: 90,
  completeness: { within: { months: 1 }, warnDays: [7, 1], reason },
});
const policies = [{ pack, effectiveFrom: 0 }];

/** Asked for papers on Friday 20 November 2026, 10:00 WIB. */
const askedAt = Date.UTC(2026, 10, 20, 3, 0);
const limit = Date.UTC(2026, 11, 20, 3, 0);

function waitingDesk(tx = memoryTransaction('jabar', { policies })) {
  const desk = deskWithTicket({}, tx);
  desk.must('operator', 'ticket.move', { to: 'waiting', reason: 'Surat' }, { occurredAt: askedAt });
  return desk;
}

describe('ticket.expire', () => {
  it('cancels at the limit of one month with the pack’s reason', () => {
    const { must, ticket, last } = waitingDesk();
    must('technician', 'ticket.expire', {}, { occurredAt: limit });
    expect(ticket()).toMatchObject({ state: 'cancelled', closedAt: limit, reason });
    expect(last()).toMatchObject({
      type: 'cancelled',
      text: reason,
      changes: [{ field: 'state', from: 'waiting', to: 'cancelled' }],
    });
  });

  it('is refused before the limit, also by a server that bounded the instant', () => {
    const { act, ticket } = waitingDesk();
    for (const receivedAt of [null, limit + minute]) {
      const result = act('operator', 'ticket.expire', {}, { occurredAt: limit - 1, receivedAt });
      expect(result).toMatchObject({ error: { code: 'not_due' } });
    }
    expect(ticket().state).toBe('waiting');
  });

  it('counts from the present wait, not from one that ended', () => {
    const { must, act } = waitingDesk();
    const later = askedAt + 5 * 24 * 60 * minute;
    must('operator', 'ticket.move', { to: 'in_progress' }, { occurredAt: later });
    must('operator', 'ticket.move', { to: 'waiting', reason: 'KTP' }, { occurredAt: later });
    expect(act('operator', 'ticket.expire', {}, { occurredAt: limit })).toMatchObject({
      error: { code: 'not_due' },
    });
    expect(act('operator', 'ticket.expire', {}, { occurredAt: Date.UTC(2026, 11, 25, 3, 0) }).ok).toBe(true);
  });

  it.each([-8_640_000_000_000_000, 8_640_000_000_000_000])('bears a clock that shows %i', (instant) => {
    const desk = deskWithTicket({}, memoryTransaction('jabar', { policies }));
    desk.must('operator', 'ticket.move', { to: 'waiting', reason: 'Surat' }, { occurredAt: instant });
    expect(desk.act('operator', 'ticket.expire', {}, { occurredAt: askedAt })).toMatchObject({
      error: { code: 'not_due' },
    });
  });

  it('frees the technician it was handed to', () => {
    const { must, ticket } = waitingDesk();
    const handOver = {
      formId: `${ticket().id}/f`,
      to: 'teknisi',
      toLevel: 2,
      reason: 'x',
      remainingMs: null,
    };
    must('operator', 'ticket.escalate', handOver, { occurredAt: askedAt + minute });
    must('operator', 'ticket.expire', {}, { occurredAt: limit });
    expect(ticket()).toMatchObject({ state: 'cancelled', openEscalation: null });
  });

  it('does nothing on a ticket that went on, was closed by another device, or has no such rule', () => {
    const working = waitingDesk();
    working.must('operator', 'ticket.move', { to: 'in_progress' }, { occurredAt: askedAt + minute });
    const closed = waitingDesk();
    closed.must('operator', 'ticket.expire', {}, { occurredAt: limit });
    const without = waitingDesk(memoryTransaction());
    for (const { must, ticket, entries } of [working, closed, without]) {
      const before = { ticket: ticket(), lines: entries().length };
      must('operator2', 'ticket.expire', {}, { occurredAt: limit + minute });
      expect({ ticket: ticket(), lines: entries().length }).toEqual(before);
    }
  });
});
