import { describe, expect, it } from 'vitest';
import { deskWithTicket, formId, minute, nineOClock, ticketId } from '../../test/support/desk-in-memory.ts';
import { formRecordSchema } from '../forms/form.ts';
import type { Frm006 } from '../forms/frm-006.ts';

const handOver = {
  formId,
  to: 'teknisi',
  toLevel: 2,
  reason: 'Sakelar jaringan rusak',
  tried: 'Kabel sudah ditukar',
  remainingMs: 3_600_000,
};

function escalated(change: Record<string, unknown> = {}) {
  const desk = deskWithTicket();
  desk.must('operator', 'ticket.escalate', { ...handOver, ...change });
  const form = (): Frm006 => {
    const record = formRecordSchema.parse(desk.tx.form(formId));
    expect(record).toEqual(desk.tx.form(formId));
    if (record.data.code !== 'FRM-006') throw new Error('not FRM-006');
    return record.data;
  };
  return { ...desk, form };
}

describe('FRM-006: handing over', () => {
  it('writes the first part, takes the ticket up, and hands it over', () => {
    const { ticket, form, tx, last } = escalated();
    const at = nineOClock + 2 * minute;
    expect(form()).toEqual({
      code: 'FRM-006',
      fromLevel: 1,
      from: 'operator',
      toLevel: 2,
      toTeam: null,
      to: 'teknisi',
      reason: 'Sakelar jaringan rusak',
      tried: 'Kabel sudah ditukar',
      category: 'incident_network',
      priority: 1,
      remainingMs: 3_600_000,
      escalatedAt: at,
      acceptedAt: null,
      acceptedBy: null,
      answered: null,
      returned: null,
    });
    expect(tx.form(formId)).toMatchObject({ number: 'FRM-006/INS-DINKES-2611-B7-0001/1', revision: 0 });
    expect(ticket()).toMatchObject({
      state: 'in_progress',
      assignee: 'teknisi',
      supportLevel: 2,
      openEscalation: formId,
      escalationCount: 1,
    });
    expect(last()).toMatchObject({
      type: 'escalated',
      formId,
      changes: [
        { field: 'assignee', from: null, to: 'teknisi' },
        { field: 'supportLevel', from: 1, to: 2 },
        { field: 'state', from: 'new', to: 'in_progress' },
      ],
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['nobody', { to: null }, 'assignee_unknown'],
    ['a client', { to: 'klien' }, 'assignee_unknown'],
    ['a stranger', { to: 'teknisi-lain' }, 'assignee_out_of_scope'],
    ['a form of another ticket', { formId: 'other/f' }, 'invalid_arguments'],
    ['level 4', { toLevel: 4 }, 'invalid_arguments'],
    ['no reason', { reason: ' ' }, 'invalid_arguments'],
  ])('refuses %s', (_what, change, code) => {
    const { act } = deskWithTicket();
    expect(act('operator', 'ticket.escalate', { ...handOver, ...change })).toMatchObject({ error: { code } });
  });

  it('refuses a second one while the first is open, a used form id, and a solved ticket', () => {
    const { act, must } = escalated();
    expect(act('operator', 'ticket.escalate', { ...handOver, formId: `${ticketId}/2` })).toMatchObject({
      error: { code: 'escalation_open' },
    });
    must('technician', 'escalation.return', { formId, reason: 'Salah tim' });
    expect(act('operator', 'ticket.escalate', handOver)).toMatchObject({ error: { code: 'form_exists' } });
    must('operator', 'ticket.resolve', { solution: 'Selesai' });
    expect(act('operator', 'ticket.escalate', { ...handOver, formId: `${ticketId}/3` })).toMatchObject({
      error: { code: 'ticket_finished', details: { state: 'resolved' } },
    });
  });
});

/** What each way to go on with an escalation asks for. */
const endings = {
  'escalation.accept': {},
  'escalation.answer': { solution: 'x' },
  'escalation.return': { reason: 'x' },
};

describe('FRM-006: accepting, answering, returning', () => {
  it('accepts, then answers with the solution', () => {
    const { must, form, ticket, last, tx } = escalated();
    must('technician', 'escalation.accept', { formId });
    expect(form()).toMatchObject({
      acceptedAt: nineOClock + 3 * minute,
      acceptedBy: 'teknisi',
      answered: null,
    });
    must('technician', 'escalation.answer', {
      formId,
      investigation: 'Port 12 mati',
      cause: 'Petir',
      solution: 'Dipindah ke port 13',
    });
    expect(form().answered).toEqual({
      investigation: 'Port 12 mati',
      cause: 'Petir',
      solution: 'Dipindah ke port 13',
      finishedAt: nineOClock + 4 * minute,
    });
    expect(ticket()).toMatchObject({
      state: 'resolved',
      openEscalation: null,
      solvedLevel: 2,
      cause: 'Petir',
      solution: 'Dipindah ke port 13',
      resolvedAt: nineOClock + 4 * minute,
      escalationCount: 1,
      returnCount: 0,
    });
    expect(tx.form(formId)?.revision).toBe(2);
    expect(last()).toMatchObject({ type: 'solved', formId, text: 'Dipindah ke port 13' });
  });

  it('answers without accepting first, which counts as accepting', () => {
    const { must, form } = escalated();
    must('technician', 'escalation.answer', { formId, solution: 'Selesai' });
    expect(form()).toMatchObject({ acceptedAt: nineOClock + 3 * minute, acceptedBy: 'teknisi' });
  });

  it('returns a wrongly routed one to the operator and counts it', () => {
    const { must, form, ticket, act, last } = escalated();
    must('technician', 'escalation.return', { formId, reason: 'Bukan jaringan' });
    expect(form().returned).toEqual({
      reason: 'Bukan jaringan',
      to: 'operator',
      at: nineOClock + 3 * minute,
    });
    expect(ticket()).toMatchObject({
      state: 'in_progress',
      assignee: 'operator',
      supportLevel: 1,
      openEscalation: null,
      escalationCount: 1,
      returnCount: 1,
    });
    expect(last()).toMatchObject({ type: 'escalation_returned', text: 'Bukan jaringan' });
    for (const [name, words] of Object.entries(endings)) {
      expect(act('technician', name, { formId, ...words })).toMatchObject({
        error: { code: 'escalation_not_open', field: 'formId' },
      });
    }
  });

  it('answers a ticket that waits, and one on which the desk replied meanwhile', () => {
    const { must, ticket } = escalated();
    must('technician', 'ticket.move', { to: 'waiting', reason: 'Menunggu suku cadang' });
    must('operator', 'ticket.reply', { text: 'Mohon ditunggu' });
    must('technician', 'escalation.answer', { formId, solution: 'Diganti' });
    expect(ticket().timeline.map((event) => (event.type === 'state' ? event.to : 'reply'))).toEqual([
      'in_progress',
      'waiting',
      'reply',
      'in_progress',
      'resolved',
    ]);
  });

  it('lets only the recipient act, or a supervisor in their place', () => {
    for (const [name, words] of Object.entries(endings)) {
      const { act } = escalated();
      const args = { formId, ...words };
      for (const who of ['operator', 'technician2'] as const) {
        expect(act(who, name, args)).toMatchObject({ error: { code: 'not_recipient' } });
      }
      expect(act('supervisor', name, args).ok).toBe(true);
    }
  });

  it('lets the one act to whom the desk has assigned the ticket since', () => {
    for (const [name, words] of Object.entries(endings)) {
      const { act, must } = escalated();
      must('operator', 'ticket.assign', { assignee: 'teknisi2' });
      expect(act('operator', name, { formId, ...words })).toMatchObject({ error: { code: 'not_recipient' } });
      expect(act('technician2', name, { formId, ...words }).ok).toBe(true);
    }
  });

  it('lets every member of a team act when it was handed to the team', () => {
    const { act, ticket } = escalated({ to: null, toTeam: 'application' });
    expect(ticket()).toMatchObject({ assignee: null, team: 'application' });
    expect(act('technician', 'escalation.accept', { formId })).toMatchObject({
      error: { code: 'not_recipient' },
    });
    expect(act('technician2', 'escalation.accept', { formId }).ok).toBe(true);
    expect(ticket().assignee).toBe('teknisi2');
  });

  it('refuses unknown forms and forms of another code', () => {
    const { act } = escalated();
    expect(
      act('technician', 'escalation.answer', { formId: `${ticketId}/none`, solution: 'x' }),
    ).toMatchObject({
      error: { code: 'form_not_found' },
    });
  });

  it('is answered or returned before the ticket can be solved in another way', () => {
    const { act, must } = escalated();
    for (const who of ['operator', 'technician', 'technician2', 'supervisor'] as const) {
      expect(act(who, 'ticket.resolve', { solution: 'x' })).toMatchObject({
        error: { code: 'escalation_open' },
      });
    }
    must('technician', 'escalation.return', { formId, reason: 'Sudah dapat diatasi operator' });
    must('operator', 'ticket.resolve', { solution: 'x' });
  });

  it('numbers a second escalation 2', () => {
    const { must, tx, ticket } = escalated();
    must('technician', 'escalation.return', { formId, reason: 'Salah tim' });
    must('operator', 'ticket.escalate', {
      ...handOver,
      formId: `${ticketId}/2`,
      to: null,
      toTeam: 'application',
    });
    expect(tx.form(`${ticketId}/2`)?.number).toBe('FRM-006/INS-DINKES-2611-B7-0001/2');
    expect(ticket()).toMatchObject({ escalationCount: 2, returnCount: 1, team: 'application' });
  });
});
