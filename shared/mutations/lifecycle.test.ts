import { describe, expect, it } from 'vitest';
import {
  deskWithTicket,
  formId,
  minute,
  nineOClock,
  type Person,
} from '../../test/support/desk-in-memory.ts';
import type { TicketState } from '../domain/codes.ts';
import { isOpenState, movesFrom } from '../domain/transitions.ts';

type Desk = ReturnType<typeof deskWithTicket>;

/** How a supervisor brings a new ticket into each state. */
const ways: Record<TicketState, (desk: Desk) => void> = {
  new: () => undefined,
  in_progress: ({ must }) => must('supervisor', 'ticket.move', { to: 'in_progress' }),
  waiting: ({ must }) => must('supervisor', 'ticket.move', { to: 'waiting', reason: 'Menunggu surat' }),
  resolved: ({ must }) => must('supervisor', 'ticket.resolve', { solution: 'Kabel diganti' }),
  closed: (desk) => {
    ways.resolved(desk);
    desk.must('supervisor', 'ticket.close');
  },
  cancelled: ({ must }) => must('supervisor', 'ticket.cancel', { reason: 'Laporan ganda' }),
};

const acts: Record<string, Record<string, unknown>> = {
  'ticket.move/in_progress': { to: 'in_progress' },
  'ticket.move/waiting': { to: 'waiting', reason: 'Menunggu berkas' },
  'ticket.resolve': { solution: 'Router dimulai ulang' },
  'ticket.confirm': {},
  'ticket.close': { note: 'Lengkap' },
  'ticket.reopen': { reason: 'Masih terputus' },
  'ticket.cancel': { reason: 'Salah kirim' },
};

/** Where each act leads from each state, for a supervisor; a refusal's code where it may not be done. */
const table: Record<TicketState, Record<string, string>> = {
  new: {
    'ticket.move/in_progress': 'in_progress',
    'ticket.move/waiting': 'waiting',
    'ticket.resolve': 'resolved',
    'ticket.confirm': 'illegal_move',
    'ticket.close': 'illegal_move',
    'ticket.reopen': 'illegal_move',
    'ticket.cancel': 'cancelled',
  },
  in_progress: {
    'ticket.move/in_progress': 'illegal_move',
    'ticket.move/waiting': 'waiting',
    'ticket.resolve': 'resolved',
    'ticket.confirm': 'illegal_move',
    'ticket.close': 'illegal_move',
    'ticket.reopen': 'illegal_move',
    'ticket.cancel': 'cancelled',
  },
  waiting: {
    'ticket.move/in_progress': 'in_progress',
    'ticket.move/waiting': 'illegal_move',
    'ticket.resolve': 'resolved',
    'ticket.confirm': 'illegal_move',
    'ticket.close': 'illegal_move',
    'ticket.reopen': 'illegal_move',
    'ticket.cancel': 'cancelled',
  },
  resolved: {
    'ticket.move/in_progress': 'illegal_move',
    'ticket.move/waiting': 'illegal_move',
    'ticket.resolve': 'illegal_move',
    'ticket.confirm': 'resolved',
    'ticket.close': 'closed',
    'ticket.reopen': 'in_progress',
    'ticket.cancel': 'illegal_move',
  },
  closed: {
    'ticket.move/in_progress': 'illegal_move',
    'ticket.move/waiting': 'illegal_move',
    'ticket.resolve': 'ticket_finished',
    'ticket.confirm': 'illegal_move',
    'ticket.close': 'illegal_move',
    'ticket.reopen': 'in_progress',
    'ticket.cancel': 'illegal_move',
  },
  cancelled: {
    'ticket.move/in_progress': 'illegal_move',
    'ticket.move/waiting': 'illegal_move',
    'ticket.resolve': 'ticket_finished',
    'ticket.confirm': 'illegal_move',
    'ticket.close': 'illegal_move',
    'ticket.reopen': 'illegal_move',
    'ticket.cancel': 'illegal_move',
  },
};

const cells = Object.entries(table).flatMap(([state, row]) =>
  Object.entries(row).map(([act, expected]) => [state as TicketState, act, expected] as const),
);

describe('lifecycle', () => {
  it.each(cells)('%s: %s gives %s', (state, act, expected) => {
    const desk = deskWithTicket();
    ways[state](desk);
    expect(desk.ticket().state).toBe(state);
    const before = { ticket: desk.ticket(), lines: desk.entries().length };
    const result = desk.act('supervisor', act.split('/')[0] as string, acts[act] ?? {});
    const isMove = (Object.keys(table) as string[]).includes(expected);
    if (isMove) {
      expect(result).toEqual({ ok: true, value: undefined });
      expect(desk.ticket().state).toBe(expected);
      expect(desk.entries()).toHaveLength(before.lines + 1);
    } else {
      expect(result).toMatchObject({ ok: false, error: { code: expected } });
      expect(desk.ticket()).toBe(before.ticket);
      expect(desk.entries()).toHaveLength(before.lines);
    }
  });

  it('offers exactly the moves of the domain', () => {
    const offered = Object.fromEntries(
      (Object.keys(table) as TicketState[]).map((state) => [state, movesFrom(state)]),
    );
    expect(offered).toEqual({
      new: ['in_progress', 'waiting', 'cancelled'],
      in_progress: ['waiting', 'resolved', 'cancelled'],
      waiting: ['in_progress', 'cancelled'],
      resolved: ['closed', 'in_progress'],
      closed: ['in_progress'],
      cancelled: [],
    });
    expect((Object.keys(table) as TicketState[]).filter(isOpenState)).toEqual([
      'new',
      'in_progress',
      'waiting',
    ]);
  });

  it('takes a new ticket up in the same instant when it is solved at once', () => {
    const desk = deskWithTicket();
    desk.must('operator', 'ticket.resolve', { solution: 'Dijelaskan melalui telepon' });
    const at = nineOClock + 2 * minute;
    expect(desk.ticket().timeline).toEqual([
      { at, type: 'state', to: 'in_progress' },
      { at, type: 'state', to: 'resolved' },
    ]);
    expect(desk.ticket()).toMatchObject({ resolvedAt: at, closedAt: null, solvedLevel: 1 });
  });

  it('counts a reopening and forgets the end it undoes', () => {
    const desk = deskWithTicket();
    ways.closed(desk);
    expect(desk.ticket().closedAt).not.toBeNull();
    desk.must('supervisor', 'ticket.reopen', { reason: 'Belum selesai' });
    expect(desk.ticket()).toMatchObject({
      reopenCount: 1,
      resolvedAt: null,
      closedAt: null,
      confirmedAt: null,
    });
    expect(desk.last()).toMatchObject({ type: 'reopened', text: 'Belum selesai' });
  });

  it.each<[Person, boolean]>([
    ['operator', false],
    ['supervisor', true],
    ['admin', true],
  ])('reopens a closed ticket: %s %s', (who, may) => {
    const desk = deskWithTicket();
    ways.closed(desk);
    const result = desk.act(who, 'ticket.reopen', { reason: 'Kambuh' });
    expect(result.ok).toBe(may);
    if (!result.ok) expect(result.error.code).toBe('forbidden');
  });

  it('lets an operator reopen a solved ticket', () => {
    const desk = deskWithTicket();
    ways.resolved(desk);
    desk.must('operator', 'ticket.reopen', { reason: 'Kambuh' });
    expect(desk.ticket().state).toBe('in_progress');
  });

  it('asks for a reason to wait and to cancel, and for a solution', () => {
    const desk = deskWithTicket();
    expect(desk.act('operator', 'ticket.move', { to: 'waiting', reason: '  ' })).toMatchObject({
      error: { code: 'reason_missing', field: 'reason' },
    });
    expect(desk.act('operator', 'ticket.cancel', { reason: '  ' })).toMatchObject({
      error: { code: 'invalid_arguments', field: 'reason' },
    });
    expect(desk.act('operator', 'ticket.resolve', { solution: '' })).toMatchObject({
      error: { code: 'invalid_arguments', field: 'solution' },
    });
  });

  it('closes only a ticket with urgency and impact', () => {
    const desk = deskWithTicket({ urgency: null, impact: null });
    expect(desk.ticket().priority).toBeNull();
    desk.must('operator', 'ticket.resolve', { solution: 'Selesai' });
    expect(desk.act('operator', 'ticket.close')).toMatchObject({
      error: { code: 'incomplete', field: 'urgency' },
    });
    desk.must('operator', 'ticket.prioritise', {
      urgency: 'low',
      impact: 'medium',
      from: { urgency: null, impact: null },
    });
    desk.must('operator', 'ticket.close');
    expect(desk.ticket()).toMatchObject({ state: 'closed', priority: 3 });
  });

  it('closes the way of an open escalation when the ticket is cancelled', () => {
    const desk = deskWithTicket();
    const handOver = { formId, to: 'teknisi', toLevel: 2, reason: 'Perlu teknisi', remainingMs: null };
    desk.must('operator', 'ticket.escalate', handOver);
    desk.must('operator', 'ticket.cancel', { reason: 'Laporan ganda' });
    expect(desk.ticket()).toMatchObject({
      state: 'cancelled',
      openEscalation: null,
      reason: 'Laporan ganda',
    });
    expect(desk.act('technician', 'escalation.answer', { formId, solution: 'x' })).toMatchObject({
      error: { code: 'ticket_finished' },
    });
  });

  it('keeps replies and notes possible in every state', () => {
    for (const bring of Object.values(ways)) {
      const desk = deskWithTicket();
      bring(desk);
      desk.must('technician', 'ticket.reply', { text: 'Mohon ditunggu' });
      expect(desk.last()).toMatchObject({ type: 'replied', text: 'Mohon ditunggu' });
      desk.must('technician', 'ticket.note', { text: 'Catatan' });
      expect(desk.last()).toMatchObject({ type: 'noted', text: 'Catatan' });
      expect(desk.ticket().timeline.filter(({ type }) => type === 'reply')).toHaveLength(1);
    }
  });
});
