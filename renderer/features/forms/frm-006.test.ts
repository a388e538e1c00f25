import { describe, expect, it } from 'vitest';
import { nineOClock } from '../../../test/support/desk-in-memory.ts';
import { hour, madiunPolicy, minute, ticketOf } from '../../../test/support/recap-tickets.ts';
import { checkAnswer, checkHandOver, checkReturn, emptyHandOver, remainingOf } from './frm-006-values.ts';

const setting = { ticketId: 'tiket-1', formId: 'tiket-1/f.frm-006.a', remainingMs: hour };

describe('checkHandOver', () => {
  it('needs somebody to go to and a reason', () => {
    expect(checkHandOver(emptyHandOver, setting)).toMatchObject({
      error: [
        { field: 'to', code: 'recipient_missing' },
        { field: 'reason', code: 'text_missing' },
      ],
    });
  });

  it('takes a team in place of a person', () => {
    const values = { ...emptyHandOver, toTeam: 'infrastructure', reason: 'Perangkat mati' };
    expect(checkHandOver(values, setting)).toMatchObject({
      ok: true,
      value: { to: null, toTeam: 'infrastructure', toLevel: 2, remainingMs: hour },
    });
  });
});

describe('the technician’s part', () => {
  const at = { id: 'tiket-1', formId: setting.formId };
  it('needs the solution, or the reason of the return', () => {
    expect(checkAnswer({ investigation: '', cause: '', solution: ' ' }, at)).toMatchObject({
      error: [{ field: 'solution', code: 'text_missing' }],
    });
    expect(checkReturn({ returnReason: '' }, at)).toMatchObject({
      error: [{ field: 'returnReason', code: 'text_missing' }],
    });
    expect(checkReturn({ returnReason: 'Salah tim' }, at)).toMatchObject({ value: { reason: 'Salah tim' } });
  });
});

describe('remainingOf', () => {
  const facts = { reportedAt: nineOClock, urgency: 'high', impact: 'high' } as const;
  it('is the working time left to resolve, negative when late', () => {
    const ticket = ticketOf('1', facts);
    expect(remainingOf(madiunPolicy, ticket, nineOClock + hour)).toBe(7 * hour);
    // Friday 09:00 + 8 working hours ends on Monday 09:00.
    expect(remainingOf(madiunPolicy, ticket, nineOClock + 72 * hour + 5 * minute)).toBe(-5 * minute);
  });

  it('is null where no target runs', () => {
    const solved = ticketOf('1', {
      ...facts,
      timeline: [
        { at: nineOClock, type: 'state', to: 'in_progress' },
        { at: nineOClock + hour, type: 'state', to: 'resolved' },
      ],
    });
    expect(remainingOf(madiunPolicy, solved, nineOClock + 2 * hour)).toBeNull();
    expect(remainingOf(madiunPolicy, ticketOf('1', { ...facts, urgency: null }), nineOClock)).toBeNull();
    expect(remainingOf(undefined, ticketOf('1', facts), nineOClock)).toBeNull();
  });
});
