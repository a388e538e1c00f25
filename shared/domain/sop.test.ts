import { describe, expect, it } from 'vitest';
import { deskWithTicket, formId, minute, nineOClock } from '../../test/support/desk-in-memory.ts';
import { sopProgress, sopSteps } from './sop.ts';

type Desk = ReturnType<typeof deskWithTicket>;

const pick = (desk: Desk, state: string) =>
  sopProgress(desk.ticket())
    .filter((step) => step.state === state)
    .map(({ step }) => step);
const at = (desk: Desk, step: number) => sopProgress(desk.ticket()).find((one) => one.step === step)?.doneAt;

describe('the 17 steps', () => {
  it('have the standard times of the source', () => {
    expect(sopSteps.map(({ minutes }) => minutes)).toEqual([
      2,
      2,
      2,
      3,
      null,
      1,
      2,
      15,
      2,
      null,
      1,
      2,
      15,
      null,
      2,
      1,
      1,
    ]);
  });

  it('begin with registration: 1, 2, 3 and 7 are done, 4 is next', () => {
    const desk = deskWithTicket();
    expect(pick(desk, 'done')).toEqual([1, 2, 3, 7]);
    expect(pick(desk, 'next')).toEqual([4]);
    expect(pick(desk, 'skipped')).toEqual([5]);
    expect(at(desk, 1)).toBe(nineOClock - 5 * minute);
    expect(at(desk, 3)).toBe(nineOClock + minute);
  });

  it('ask for the priority where there is none', () => {
    const desk = deskWithTicket({ urgency: null, impact: null });
    desk.must('operator', 'ticket.move', { to: 'in_progress' });
    expect(pick(desk, 'next')).toEqual([7]);
  });

  it('take the way of the desk: 10 done, 11 to 14 skipped', () => {
    const desk = deskWithTicket();
    desk.must('operator', 'ticket.move', { to: 'in_progress' });
    expect(pick(desk, 'next')).toEqual([9]);
    desk.must('operator', 'ticket.resolve', { solution: 'Selesai' });
    expect(pick(desk, 'skipped')).toEqual([5, 11, 12, 13, 14]);
    expect(at(desk, 10)).toBe(nineOClock + 3 * minute);
    expect(pick(desk, 'next')).toEqual([15]);
    desk.must('operator', 'ticket.confirm');
    expect(pick(desk, 'next')).toEqual([16]);
    desk.must('operator', 'ticket.close');
    expect(pick(desk, 'done')).toEqual([1, 2, 3, 4, 6, 7, 8, 9, 10, 15, 16, 17]);
    expect(pick(desk, 'next')).toEqual([]);
  });

  it('take the way of the technician: 10 skipped, 13 next while FRM-006 is open, 14 with the answer', () => {
    const desk = deskWithTicket();
    desk.must('operator', 'ticket.escalate', {
      formId,
      to: 'teknisi',
      toLevel: 2,
      reason: 'x',
      remainingMs: null,
    });
    expect(pick(desk, 'skipped')).toEqual([5, 10]);
    expect(pick(desk, 'next')).toEqual([13]);
    desk.must('technician', 'escalation.answer', { formId, solution: 'x' });
    expect(at(desk, 14)).toBe(nineOClock + 3 * minute);
    expect(pick(desk, 'next')).toEqual([15]);
  });

  it('begin again with the solution when the ticket is taken up again', () => {
    const desk = deskWithTicket();
    desk.must('operator', 'ticket.resolve', { solution: 'Selesai' });
    desk.must('operator', 'ticket.confirm');
    desk.must('operator', 'ticket.close');
    desk.must('supervisor', 'ticket.reopen', { reason: 'Kambuh' });
    expect(pick(desk, 'next')).toEqual([9]);
    expect(pick(desk, 'done')).toEqual([1, 2, 3, 4, 6, 7, 8]);
    desk.must('operator', 'ticket.resolve', { solution: 'Diganti' });
    expect(pick(desk, 'next')).toEqual([15]);
    desk.must('operator', 'sop.mark', { step: '15' });
    expect(pick(desk, 'next')).toEqual([16]);
  });

  it('have no next one when the ticket is cancelled', () => {
    const desk = deskWithTicket();
    desk.must('operator', 'ticket.cancel', { reason: 'Ganda' });
    expect(pick(desk, 'next')).toEqual([]);
  });

  it('keep the instants of steps ticked off by hand', () => {
    const desk = deskWithTicket();
    desk.must('operator', 'sop.mark', { step: '4' });
    desk.must('operator', 'sop.mark', { step: '8' });
    expect(at(desk, 4)).toBe(nineOClock + 2 * minute);
    expect(at(desk, 8)).toBe(nineOClock + 3 * minute);
    expect(pick(desk, 'next')).toEqual([6]);
  });
});
