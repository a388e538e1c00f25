import { describe, expect, it } from 'vitest';
import {
  contextOf,
  deskWithTicket,
  formId,
  memoryTransaction,
  nineOClock,
  type Person,
  people,
  registration,
  run,
  testUser,
  ticketId,
} from '../../test/support/desk-in-memory.ts';
import type { Role } from '../domain/codes.ts';
import { type MutationName, mutations } from './registry.ts';

/** Valid arguments of every mutation on the registered ticket, apart from its id. */
const calls: Record<Exclude<MutationName, 'ticket.register'>, Record<string, unknown>> = {
  'ticket.edit': { changes: [{ field: 'title', from: 'a', to: 'b' }] },
  'ticket.classify': {
    kind: 'incident',
    category: 'incident_data',
    from: { kind: 'incident', category: 'incident_network', serviceItem: '' },
  },
  'ticket.prioritise': { urgency: 'low', impact: 'low', from: { urgency: 'high', impact: 'medium' } },
  'ticket.move': { to: 'in_progress' },
  'ticket.reply': { text: 'Baik' },
  'ticket.note': { text: 'Catatan' },
  'ticket.assign': { assignee: 'operator' },
  'ticket.escalate': { formId, to: 'teknisi', toLevel: 2, reason: 'Jaringan', remainingMs: null },
  'escalation.accept': { formId },
  'escalation.answer': { formId, solution: 'Diganti' },
  'escalation.return': { formId, reason: 'Bukan jaringan' },
  'ticket.resolve': { solution: 'Selesai' },
  'ticket.confirm': {},
  'ticket.close': {},
  'ticket.reopen': { reason: 'Kambuh' },
  'ticket.cancel': { reason: 'Ganda' },
  'form.save': {
    formId: `${ticketId}/f1`,
    data: {
      code: 'FRM-001',
      reportedAt: nineOClock,
      client: { name: 'Siti' },
      method: 'telephone',
      confirmation: 'telephone',
      kind: 'incident',
      category: 'other',
      title: 'T',
      symptoms: 'S',
      urgency: null,
      impact: null,
      consent: true,
    },
  },
  'sop.mark': { step: '4' },
  'ticket.step': { step: 'verified' },
  'ticket.repolicy': { version: 2, reason: 'Versi baru' },
  'ticket.expire': {},
  'breach.excuse': { metric: 'response', reason: 'Listrik padam' },
  'breach.decide': { metric: 'response', approve: true },
  'notice.record': {
    steps: [
      { key: 'response.50.600000', metric: 'response', at: 0.5, reachedAt: nineOClock, told: ['assignee'] },
    ],
    via: 'device',
  },
  'attachment.add': {
    attachmentId: `${ticketId}/a.1`,
    name: 'foto.jpg',
    type: 'image/jpeg',
    size: 3,
    sha256: 'a'.repeat(64),
  },
  'attachment.remove': { attachmentId: `${ticketId}/a.1`, reason: 'Salah berkas' },
};

/** By the table of people (domain, chapter 1): who may do what. */
const desk: readonly Role[] = ['operator', 'supervisor', 'admin'];
const staff: readonly Role[] = [...desk, 'technician'];
const allowed: Record<MutationName, readonly Role[]> = {
  'ticket.register': staff,
  'ticket.edit': staff,
  'ticket.classify': staff,
  'ticket.prioritise': desk,
  'ticket.move': staff,
  'ticket.reply': staff,
  'ticket.note': [...staff, 'knowledge'],
  'ticket.assign': desk,
  'ticket.escalate': desk,
  'escalation.accept': staff,
  'escalation.answer': staff,
  'escalation.return': staff,
  'ticket.resolve': staff,
  'ticket.confirm': desk,
  'ticket.close': desk,
  'ticket.reopen': desk,
  'ticket.cancel': desk,
  'form.save': staff,
  'sop.mark': staff,
  'ticket.step': staff,
  'ticket.repolicy': ['supervisor', 'admin'],
  'ticket.expire': staff,
  'breach.excuse': staff,
  'breach.decide': ['supervisor', 'admin'],
  'notice.record': staff,
  'attachment.add': staff,
  'attachment.remove': staff,
};

const roles: readonly Person[] = ['client', 'operator', 'technician', 'knowledge', 'supervisor', 'admin'];
const names = Object.keys(mutations) as MutationName[];
const onTickets = names.filter((name) => name !== 'ticket.register');
const argsOf = (name: MutationName) =>
  name === 'ticket.register' ? registration() : { id: ticketId, ...calls[name] };

describe('who may do what', () => {
  it.each(names.flatMap((name) => roles.map((who) => [name, who] as const)))('%s by %s', (name, who) => {
    const { tx } = name === 'ticket.register' ? { tx: memoryTransaction() } : deskWithTicket();
    const result = run(tx, name, argsOf(name), contextOf(who, { mutationId: 50 }));
    const isForbidden = !result.ok && result.error.code === 'forbidden';
    expect(isForbidden).toBe(!allowed[name].includes(people[who].role));
  });

  it.each(onTickets)('%s is refused outside the scope, for staff and for inactive accounts', (name) => {
    const { tx, ticket } = deskWithTicket();
    const before = ticket();
    const at = { mutationId: 50 };
    const isForStranger = allowed[name].includes(people.stranger.role);
    const outside = isForStranger
      ? contextOf('stranger', at)
      : {
          ...contextOf('supervisor', at),
          actor: testUser('orang-lain', 'supervisor', { scope: ['DINSOS'] }),
        };
    expect(run(tx, name, argsOf(name), outside)).toMatchObject({ error: { code: 'out_of_scope' } });
    expect(run(tx, name, argsOf(name), contextOf('inactive', at))).toMatchObject({
      error: { code: 'forbidden' },
    });
    const nobody = { ...contextOf('admin', at), actor: testUser('tanpa', 'admin', { scope: [] }) };
    expect(run(tx, name, argsOf(name), nobody)).toMatchObject({ error: { code: 'out_of_scope' } });
    expect(ticket()).toBe(before);
  });

  it.each(onTickets)('%s of an unknown ticket is refused', (name) => {
    const result = run(memoryTransaction(), name, argsOf(name), contextOf('admin'));
    expect(result).toMatchObject({ error: { code: 'ticket_not_found', field: 'id' } });
  });

  it('an administrator with scope * works for every office', () => {
    const { act } = deskWithTicket();
    expect(act('admin', 'ticket.note', { text: 'x' }).ok).toBe(true);
  });

  it.each(['constructor', '__proto__', 'toString', 'ticket.delete', ''])(
    'refuses the unknown mutation "%s"',
    (name) => {
      expect(run(memoryTransaction(), name, {}, contextOf('admin'))).toMatchObject({
        error: { code: 'unknown_mutation' },
      });
    },
  );

  it.each(names)('%s names the field of a bad argument', (name) => {
    const result = run(memoryTransaction(), name, { ...argsOf(name), id: 'bad id!' }, contextOf('admin'));
    expect(result).toMatchObject({ error: { code: 'invalid_arguments', field: 'id' } });
    expect(run(memoryTransaction(), name, null, contextOf('admin'))).toMatchObject({
      error: { code: 'invalid_arguments', field: '' },
    });
  });
});

describe('assigning', () => {
  it.each([
    ['operator2', null],
    ['teknisi', null],
    ['supervisor', null],
    ['tidak-ada', 'assignee_unknown'],
    ['klien', 'assignee_unknown'],
    ['pengetahuan', 'assignee_unknown'],
    ['keluar', 'assignee_unknown'],
    ['teknisi-lain', 'assignee_out_of_scope'],
  ])('to %s: %s', (assignee, refusal) => {
    const { act, ticket, last } = deskWithTicket();
    const result = act('operator', 'ticket.assign', { assignee });
    if (refusal === null) {
      expect(ticket().assignee).toBe(assignee);
      expect(last()).toMatchObject({
        type: 'assigned',
        changes: [{ field: 'assignee', from: null, to: assignee }],
      });
    } else {
      expect(result).toMatchObject({ error: { code: refusal, field: 'assignee' } });
      expect(ticket().assignee).toBeNull();
    }
  });

  it('raises the support level with a technician, and gives back to nobody', () => {
    const { must, ticket } = deskWithTicket();
    must('operator', 'ticket.assign', { assignee: 'teknisi', team: 'infrastructure' });
    expect(ticket()).toMatchObject({ assignee: 'teknisi', team: 'infrastructure', supportLevel: 2 });
    must('operator', 'ticket.assign', { assignee: null });
    expect(ticket()).toMatchObject({ assignee: null, team: null });
  });

  it('is refused on a finished ticket', () => {
    const { must, act } = deskWithTicket();
    must('operator', 'ticket.cancel', { reason: 'Ganda' });
    expect(act('operator', 'ticket.assign', { assignee: 'teknisi' })).toMatchObject({
      error: { code: 'ticket_finished' },
    });
  });
});
