import { describe, expect, it } from 'vitest';
import { deskWithTicket, formId, type Person } from '../../../test/support/desk-in-memory.ts';
import { mayCorrect, mayDirect, mayEscalate, type StatusAction, statusActions } from './available-actions.ts';

type Desk = ReturnType<typeof deskWithTicket>;

/** Ways a ticket may stand, each reached through the mutators themselves. */
const situations: Readonly<Record<string, (desk: Desk) => void>> = {
  new: () => {},
  'in progress': ({ must }) => must('operator', 'ticket.move', { to: 'in_progress' }),
  waiting: ({ must }) => must('operator', 'ticket.move', { to: 'waiting', reason: 'Surat' }),
  escalated: ({ must }) =>
    must('operator', 'ticket.escalate', {
      formId,
      to: 'teknisi',
      toLevel: 2,
      reason: 'Jaringan',
      remainingMs: null,
    }),
  resolved: ({ must }) => must('operator', 'ticket.resolve', { solution: 'Diganti' }),
  confirmed({ must }) {
    must('operator', 'ticket.resolve', { solution: 'Diganti' });
    must('operator', 'ticket.confirm');
  },
  closed({ must }) {
    must('operator', 'ticket.resolve', { solution: 'Diganti' });
    must('operator', 'ticket.close');
  },
  cancelled: ({ must }) => must('operator', 'ticket.cancel', { reason: 'Ganda' }),
};

const people: readonly Person[] = ['client', 'operator', 'technician', 'knowledge', 'supervisor', 'admin'];

/** What each action of the menu does. */
const calls: Readonly<Record<StatusAction, readonly [string, Record<string, unknown>]>> = {
  takeUp: ['ticket.move', { to: 'in_progress' }],
  resume: ['ticket.move', { to: 'in_progress' }],
  wait: ['ticket.move', { to: 'waiting', reason: 'Surat' }],
  resolve: ['ticket.resolve', { solution: 'Diganti' }],
  confirm: ['ticket.confirm', {}],
  close: ['ticket.close', {}],
  reopen: ['ticket.reopen', { reason: 'Kambuh' }],
  cancel: ['ticket.cancel', { reason: 'Ganda' }],
};

function standing(name: string): Desk {
  const desk = deskWithTicket();
  situations[name]?.(desk);
  return desk;
}

const cases = Object.keys(situations).flatMap((name) => people.map((who) => [name, who] as const));

describe.each(cases)('a ticket that is %s, before a %s', (name, who) => {
  const ticket = standing(name).ticket();

  it('offers only what the mutators accept', () => {
    for (const action of statusActions(ticket, who as 'operator')) {
      const [mutation, args] = calls[action];
      expect([action, standing(name).act(who, mutation, args)]).toEqual([
        action,
        { ok: true, value: undefined },
      ]);
    }
  });

  it('leaves out only what they refuse, or what would say the same twice', () => {
    const offered = statusActions(ticket, who as 'operator');
    const hasTakenUp = offered.includes('takeUp') || offered.includes('resume');
    for (const action of Object.keys(calls) as StatusAction[]) {
      if (offered.includes(action)) continue;
      if ((action === 'takeUp' || action === 'resume') && hasTakenUp) continue;
      if (action === 'confirm' && ticket.confirmedAt !== null) continue;
      const [mutation, args] = calls[action];
      expect([action, standing(name).act(who, mutation, args).ok]).toEqual([action, false]);
    }
  });

  it('agrees with the mutators about correcting, assigning and handing over', () => {
    const role = who as 'operator';
    const edit = { changes: [{ field: 'title', from: ticket.title, to: 'Baru' }] };
    expect(mayCorrect(ticket, role)).toBe(standing(name).act(who, 'ticket.edit', edit).ok);
    expect(mayDirect(ticket, role)).toBe(
      standing(name).act(who, 'ticket.assign', { assignee: 'operator2' }).ok,
    );
    const escalation = {
      formId: `${formId}-b`,
      to: 'teknisi2',
      toLevel: 2,
      reason: 'Aplikasi',
      remainingMs: null,
    };
    expect(mayEscalate(ticket, role)).toBe(standing(name).act(who, 'ticket.escalate', escalation).ok);
  });
});
