import { describe, expect, it } from 'vitest';
import { deskWithTicket, memoryTransaction, minute, nineOClock } from '../../test/support/desk-in-memory.ts';
import { calendarDaysSchema } from '../sla/hours.ts';

const at = (minutes: number) => ({ occurredAt: nineOClock + minutes * minute });
const excuse = (reason = 'Listrik padam', metric = 'response') => ({ metric, reason });

/** A ticket whose response came after 25 minutes instead of 10. */
function lateDesk(tx = memoryTransaction()) {
  const desk = deskWithTicket({}, tx);
  desk.must('operator', 'ticket.move', { to: 'in_progress' }, at(20));
  return desk;
}

describe('breach.excuse', () => {
  it('is a proposal from operator and technician', () => {
    const { must, ticket, last } = lateDesk();
    must('technician', 'breach.excuse', excuse(), at(30));
    expect(ticket().excuses).toEqual([
      {
        metric: 'response',
        reason: 'Listrik padam',
        proposedBy: 'teknisi',
        proposedByName: 'Nama teknisi',
        proposedAt: nineOClock + 30 * minute,
        decision: 'pending',
        decidedBy: null,
        decidedByName: '',
        decidedAt: null,
        note: '',
      },
    ]);
    expect(last()).toMatchObject({
      type: 'excuse_proposed',
      text: 'Listrik padam',
      changes: [{ field: 'excuse.response', from: null, to: 'pending' }],
    });
  });

  it('counts at once from a supervisor, also on a closed ticket', () => {
    const { must, ticket, last } = lateDesk();
    must('operator', 'ticket.resolve', { solution: 'x' }, at(30));
    must('operator', 'ticket.close', {}, at(31));
    must('supervisor', 'breach.excuse', excuse(), at(40));
    expect(ticket().excuses).toMatchObject([
      { decision: 'approved', decidedBy: 'supervisor', decidedAt: nineOClock + 40 * minute },
    ]);
    expect(last()).toMatchObject({ type: 'excuse_decided', text: 'Listrik padam' });
  });

  it('is one a metric: the latest reason stands, the journal keeps all', () => {
    const { must, ticket, entries } = lateDesk();
    must('operator', 'breach.excuse', excuse('Pertama'), at(30));
    must('operator2', 'breach.excuse', excuse('Kedua'), at(31));
    expect(ticket().excuses).toMatchObject([{ reason: 'Kedua', proposedBy: 'operator2' }]);
    must('supervisor', 'breach.decide', { metric: 'response', approve: false, note: 'Tidak benar' }, at(32));
    must('operator', 'breach.excuse', excuse('Ketiga'), at(33));
    expect(ticket().excuses).toMatchObject([{ reason: 'Ketiga', decision: 'pending', note: '' }]);
    const reasons = entries().flatMap(({ type, text }) => (type === 'excuse_proposed' ? [text] : []));
    expect(reasons).toEqual(['Pertama', 'Kedua', 'Ketiga']);
  });

  it('leaves an approved one as it is, unless a supervisor gives another reason', () => {
    const { must, act, ticket } = lateDesk();
    must('supervisor', 'breach.excuse', excuse('Bencana'), at(30));
    expect(act('operator', 'breach.excuse', excuse('Lain'), at(31))).toMatchObject({
      error: { code: 'excuse_not_pending', field: 'metric' },
    });
    must('admin', 'breach.excuse', excuse('Gempa bumi'), at(32));
    expect(ticket().excuses).toMatchObject([{ reason: 'Gempa bumi', proposedBy: 'admin' }]);
  });

  it.each([
    ['response', 5, 'not_breached'],
    ['resolution', 30, 'not_breached'],
    ['cleaning', 30, 'metric_unknown'],
  ])('refuses %s at minute %i: %s', (metric, minutes, code) => {
    const { act } = lateDesk();
    expect(act('operator', 'breach.excuse', excuse('x', metric), at(minutes))).toMatchObject({
      error: { code, field: 'metric', details: { metric } },
    });
  });

  it('judges lateness by the days off of the ticket’s office', () => {
    const days = calendarDaysSchema.parse({ holidays: [{ date: '2026-11-20', name: 'Hari jadi kota' }] });
    const off = { revision: 1, appliesFrom: 0, days };
    const elsewhere = lateDesk(memoryTransaction('madiun', { calendars: [{ ...off, opd: 'DINSOS' }] }));
    expect(elsewhere.act('operator', 'breach.excuse', excuse(), at(30)).ok).toBe(true);
    const here = lateDesk(memoryTransaction('madiun', { calendars: [{ ...off, opd: 'DINKES' }] }));
    expect(here.act('operator', 'breach.excuse', excuse(), at(30))).toMatchObject({
      error: { code: 'not_breached' },
    });
  });

  it('does not concern a target void because the ticket was cancelled', () => {
    const { must, act } = deskWithTicket();
    must('operator', 'ticket.cancel', { reason: 'Ganda' }, at(60));
    expect(act('operator', 'breach.excuse', excuse(), at(61))).toMatchObject({
      error: { code: 'not_breached' },
    });
  });
});

describe('breach.decide', () => {
  it.each([
    [true, '', 'approved'],
    [false, 'Listrik menyala', 'refused'],
  ])('approve %s with note "%s"', (approve, note, decision) => {
    const { must, ticket, last } = lateDesk();
    must('operator', 'breach.excuse', excuse(), at(30));
    must('supervisor', 'breach.decide', { metric: 'response', approve, note }, at(40));
    expect(ticket().excuses).toMatchObject([
      {
        reason: 'Listrik padam',
        proposedBy: 'operator',
        decision,
        note,
        decidedBy: 'supervisor',
        decidedByName: 'Nama supervisor',
        decidedAt: nineOClock + 40 * minute,
      },
    ]);
    expect(last()).toMatchObject({
      type: 'excuse_decided',
      text: note,
      changes: [{ field: 'excuse.response', from: 'pending', to: decision }],
    });
  });

  it('wants a reason for a refusal', () => {
    const { must, act } = lateDesk();
    must('operator', 'breach.excuse', excuse(), at(30));
    const refuse = { metric: 'response', approve: false, note: ' ' };
    expect(act('supervisor', 'breach.decide', refuse)).toMatchObject({
      error: { code: 'reason_missing', field: 'note' },
    });
  });

  it('decides what is pending only', () => {
    const { must, act } = lateDesk();
    const approve = { metric: 'response', approve: true };
    const refused = { error: { code: 'excuse_not_pending', field: 'metric' } };
    expect(act('supervisor', 'breach.decide', approve)).toMatchObject(refused);
    must('operator', 'breach.excuse', excuse(), at(30));
    must('supervisor', 'breach.decide', approve, at(40));
    expect(act('admin', 'breach.decide', approve)).toMatchObject(refused);
  });

  it('still decides when the target is no longer late under another priority', () => {
    const { must, ticket } = deskWithTicket();
    must('operator', 'breach.excuse', excuse(), at(10));
    const from = { urgency: 'high', impact: 'medium' };
    must('supervisor', 'ticket.prioritise', { urgency: 'low', impact: 'low', from }, at(11));
    must('supervisor', 'breach.decide', { metric: 'response', approve: true }, at(12));
    expect(ticket().excuses).toMatchObject([{ decision: 'approved' }]);
  });
});
