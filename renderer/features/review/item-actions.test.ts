import { describe, expect, it } from 'vitest';
import { type RefusalCode, refusalCode } from '#shared/mutations/refusal.ts';
import { type MutationName, mutations } from '#shared/mutations/registry.ts';
import type { Refusal } from '#shared/mutations/transaction.ts';
import { deskWithTicket, registration } from '../../../test/support/desk-in-memory.ts';
import type { ReviewItem } from '../../data/contract.ts';
import type { ReviewProspects } from '../../data/review-contract.ts';
import { actionsFor, editorOf } from './item-actions.ts';

const words = 'Kata yang diketik';
const { ticket: readTicket } = deskWithTicket();
const ticket = readTicket();
const { id } = ticket;

/** What a person had typed or chosen, of every mutation there is. */
const typed: Readonly<Record<MutationName, object>> = {
  'ticket.register': registration(),
  'ticket.edit': { id, changes: [{ field: 'title', from: 'Lama', to: words }] },
  'ticket.classify': { id, kind: 'incident', category: 'other', serviceItem: '', from: {} },
  'ticket.prioritise': { id, urgency: 'high', impact: 'low', from: { urgency: null, impact: null } },
  'ticket.move': { id, to: 'waiting', reason: words },
  'ticket.reply': { id, text: words },
  'ticket.note': { id, text: words },
  'ticket.assign': { id, assignee: 'teknisi', team: null },
  'ticket.escalate': { id, formId: `${id}/f.1`, to: 'teknisi', toLevel: 2, reason: words, remainingMs: null },
  'escalation.accept': { id, formId: `${id}/f.1` },
  'escalation.answer': { id, formId: `${id}/f.1`, investigation: '', cause: '', solution: words },
  'escalation.return': { id, formId: `${id}/f.1`, reason: words },
  'ticket.resolve': { id, solution: words, cause: '' },
  'ticket.confirm': { id },
  'ticket.close': { id, note: words },
  'ticket.reopen': { id, reason: words },
  'ticket.cancel': { id, reason: words },
  'form.save': { id, formId: `${id}/f.2`, data: { code: 'FRM-002', title: words, body: words } },
  'sop.mark': { id, step: '4' },
  'ticket.step': { id, step: 'verifikasi' },
  'ticket.repolicy': { id, version: 2, reason: words },
  'ticket.expire': { id },
  'breach.excuse': { id, metric: 'response', reason: words },
  'breach.decide': { id, metric: 'response', approve: false, note: words },
  'notice.record': { id, steps: [], via: 'device' },
  'attachment.add': { id, attachmentId: `${id}/a.1`, name: 'foto.jpg', note: words },
  'attachment.remove': { id, attachmentId: `${id}/a.1`, reason: words },
};
const names = Object.keys(mutations) as MutationName[];

function refused(name: MutationName, code: RefusalCode): ReviewItem {
  return {
    id: 'refused:1',
    type: 'refused',
    ticketId: id,
    ticketNumber: ticket.number,
    at: 0,
    refusal: { code },
    mutation: { name, args: typed[name] },
    overwritten: null,
  };
}

const sameObstacle = (code: RefusalCode): Refusal => ({ code });

/** How things may stand when a person looks at the item. */
function situations(name: MutationName, code: RefusalCode): Readonly<Record<string, ReviewProspects>> {
  const isNew = name === 'ticket.register';
  return {
    'nothing in the way any more': { ticket: isNew ? undefined : ticket, obstacle: null, mayNote: !isNew },
    'the same in the way': {
      ticket: isNew ? undefined : ticket,
      obstacle: sameObstacle(code),
      mayNote: !isNew && code !== 'out_of_scope' && code !== 'ticket_not_found',
    },
    'the ticket gone': { ticket: undefined, obstacle: { code: 'ticket_not_found' }, mayNote: false },
  };
}

/** The same again, word for word, cannot be taken by the server whatever the device thinks. */
const hopelessAgain: readonly RefusalCode[] = [
  'invalid_arguments',
  'number_taken',
  'number_invalid',
  'ticket_exists',
  'file_exists',
  'form_exists',
];

/** Every refusal of a mutation in every situation, with what would be offered. */
function offers(name: MutationName) {
  return refusalCode.options.flatMap((code) => {
    const item = refused(name, code);
    return Object.entries(situations(name, code)).map(([how, prospects]) => ({
      where: `${code}, ${how}`,
      code,
      item,
      prospects,
      actions: actionsFor(item, prospects),
    }));
  });
}

describe.each(names)('REV-4 %s, whatever it was refused for', (name) => {
  const hasWords = JSON.stringify(typed[name]).includes(words) || name === 'ticket.register';

  it('offers first what can succeed', () => {
    for (const { where, code, item, prospects, actions } of offers(name)) {
      const { obstacle, mayNote } = prospects;
      const can = {
        resend: obstacle === null && !hopelessAgain.includes(code),
        renumber: name === 'ticket.register',
        edit: editorOf(item) !== null,
        attach: name === 'attachment.add' && mayNote,
        remove: false,
        note: mayNote,
        open: prospects.ticket !== undefined,
        copy: true,
        discard: true,
      };
      const [primary = 'remove'] = actions;
      expect([where, primary, can[primary]]).toEqual([where, primary, true]);
    }
  });

  it('can always be let go, and that comes last where anything else helps', () => {
    for (const { where, actions } of offers(name)) {
      expect([where, new Set(actions).size]).toEqual([where, actions.length]);
      expect([where, [actions[0], actions.at(-1)].includes('discard')]).toEqual([where, true]);
      if (hasWords) expect([where, actions.at(-1)]).toEqual([where, 'discard']);
    }
  });

  it('keeps what was typed in reach: to be corrected, as a note, or at least to be copied', () => {
    for (const { where, prospects, actions } of hasWords ? offers(name) : []) {
      const ways = actions.filter((action) => ['edit', 'renumber', 'note', 'copy'].includes(action));
      expect([where, ways.length > 0]).toEqual([where, true]);
      if (name !== 'ticket.register' && prospects.ticket !== undefined)
        expect([where, actions.includes('edit')]).toEqual([where, true]);
    }
  });

  it('keeps no note on a ticket that is not there', () => {
    for (const { prospects, actions } of offers(name))
      if (!prospects.mayNote) expect(actions).not.toContain('note');
  });
});

describe('REV-4 known cases', () => {
  const gone = { ticket: undefined, obstacle: null, mayNote: false };
  const free = { ticket, obstacle: null, mayNote: true };
  const blocked = (code: RefusalCode) => ({ ticket, obstacle: { code }, mayNote: true });
  const first = (name: MutationName, code: RefusalCode, prospects: ReviewProspects) =>
    actionsFor(refused(name, code), prospects)[0];

  it('a number that is taken: registered under a new one', () => {
    expect(first('ticket.register', 'number_taken', gone)).toBe('renumber');
    expect(
      first('ticket.register', 'number_invalid', { ...gone, obstacle: { code: 'number_invalid' } }),
    ).toBe('renumber');
  });
  it('a registration that lacks something: its form', () => {
    for (const code of ['consent_missing', 'assignee_unknown', 'invalid_arguments', 'opd_unknown'] as const)
      expect(first('ticket.register', code, { ...gone, obstacle: { code } })).toBe('edit');
  });
  it('a ticket that has ended: a note, until it was opened again', () => {
    expect(first('ticket.resolve', 'ticket_finished', blocked('ticket_finished'))).toBe('note');
    expect(first('ticket.resolve', 'ticket_finished', free)).toBe('resend');
  });
  it('a right that is missing: never the same again while it is missing', () => {
    expect(first('ticket.reopen', 'forbidden', blocked('forbidden'))).toBe('note');
    expect(first('ticket.confirm', 'forbidden', blocked('forbidden'))).toBe('note');
    expect(first('ticket.reopen', 'forbidden', free)).toBe('resend');
  });
  it('an office out of reach: the words can be copied, nothing can be sent', () => {
    const prospects = { ticket: undefined, obstacle: { code: 'out_of_scope' }, mayNote: false } as const;
    expect(first('ticket.reply', 'out_of_scope', prospects)).toBe('copy');
    expect(first('ticket.confirm', 'out_of_scope', prospects)).toBe('discard');
  });
  it('a person who cannot be given it: somebody else', () => {
    expect(first('ticket.assign', 'assignee_unknown', blocked('assignee_unknown'))).toBe('edit');
    expect(first('ticket.escalate', 'assignee_out_of_scope', blocked('assignee_out_of_scope'))).toBe('edit');
  });
  it('a notice the app recorded by itself: let go', () => {
    expect(first('notice.record', 'forbidden', blocked('forbidden'))).toBe('discard');
  });
  it('an attachment: attached anew', () => {
    expect(first('attachment.add', 'file_exists', blocked('file_exists'))).toBe('attach');
    expect(first('attachment.add', 'failed', free)).toBe('resend');
  });
  it('a fault of the server: the same again', () => {
    for (const name of names.filter((one) => one !== 'ticket.register'))
      expect([name, first(name, 'failed', free)]).toEqual([name, 'resend']);
  });
  it('a file whose content was refused: another one, or off the ticket', () => {
    const item: ReviewItem = {
      ...refused('attachment.add', 'failed'),
      type: 'file',
      refusal: null,
      mutation: null,
      file: { attachmentId: `${id}/a.1`, name: 'foto.jpg', problem: 'type' },
    };
    expect(actionsFor(item, free)).toEqual(['attach', 'remove', 'open', 'discard']);
  });
  it('a replaced value: mine again, a note, or theirs', () => {
    const item: ReviewItem = {
      ...refused('ticket.edit', 'failed'),
      type: 'overwritten',
      refusal: null,
      mutation: null,
      overwritten: { field: 'title', mine: 'A', theirs: 'B', byName: 'Lina' },
    };
    expect(actionsFor(item, free)).toEqual(['resend', 'note', 'open', 'discard']);
    expect(actionsFor(item, blocked('ticket_finished'))).toEqual(['note', 'open', 'resend', 'discard']);
  });
});
