import { describe, expect, it } from 'vitest';
import { category } from '#shared/domain/codes.ts';
import { checkMutation } from '#shared/mutations/registry.ts';
import { contextOf, memoryTransaction, nineOClock, run } from '../../../test/support/desk-in-memory.ts';
import { madiunPolicy } from '../../../test/support/recap-tickets.ts';
import { checkFrm002 } from './frm-002-check.ts';
import { planRegistration, planRevision } from './frm-002-plan.ts';
import {
  emptyFrm002,
  type Frm002Values,
  frm002ValuesOf,
  kindOfCategory,
  statusDraft,
  withPresentStatus,
} from './frm-002-values.ts';

const zone = 'Asia/Jakarta';
const now = nineOClock;
const identity = { ticketId: 'tiket-1', number: 'INS-DINKES-2611-B7-0001' };
const filled: Frm002Values = {
  ...emptyFrm002('DINKES', zone, now),
  title: 'Internet mati di loket 3',
  clientName: 'Siti Aminah',
  category: 'incident_network',
  body: 'Sejak pagi.',
  urgency: 'high',
  impact: 'medium',
};

function check(change: Partial<Frm002Values> = {}, needsSolution = false, policy = madiunPolicy) {
  return checkFrm002({ ...filled, ...change }, { policy, zone, now, needsSolution, before: null });
}
function must(change: Partial<Frm002Values> = {}) {
  const checked = check(change);
  if (!checked.ok) throw new Error(JSON.stringify(checked.error));
  return checked.value;
}
function problems(change: Partial<Frm002Values>, needsSolution = false) {
  const checked = check(change, needsSolution);
  return checked.ok ? [] : checked.error.map(({ field, code }) => `${field}: ${code}`);
}

describe('checkFrm002', () => {
  it('names every needed field of an empty form, in the order of the screen', () => {
    expect(problems(emptyFrm002('', zone, now))).toEqual([
      'opd: choice_missing',
      'title: text_missing',
      'clientName: text_missing',
      'category: choice_missing',
      'body: text_missing',
    ]);
  });

  it.each<[string, Partial<Frm002Values>, string[]]>([
    ['blanks alone', { title: '   ' }, ['title: text_missing']],
    ['a title beyond 300 characters', { title: 'x'.repeat(301) }, ['title: too_long']],
    ['half of a surrogate pair', { body: 'rusak \ud800' }, ['body: text_not_storable']],
    ['half a priority', { impact: null }, ['impact: facts_half']],
    ['an address without a domain', { guestEmail: 'siti@' }, ['guestEmail: email_malformed']],
    ['an instant still to come', { reportedAt: '20/11/2026 09.01' }, ['reportedAt: reported_in_future']],
    ['no instant', { reportedAt: 'tadi' }, ['reportedAt: date_time_malformed']],
  ])('refuses %s', (_, change, expected) => {
    expect(problems(change)).toEqual(expected);
  });

  it('asks for the solution only where the form ends the work', () => {
    expect(problems({ status: 'closed' }, true)).toEqual(['solution: text_missing']);
    expect(problems({ status: 'closed', solution: 'Diganti' }, true)).toEqual([]);
  });

  it('gives the priority by the policy’s matrix', () => {
    expect(must().data.priority).toBe(1);
    expect(must({ urgency: null, impact: null }).data.priority).toBeNull();
  });
});

describe('planRegistration', () => {
  const plan = (change: Partial<Frm002Values> = {}) =>
    planRegistration(must(change), { ...filled, ...change }, identity);

  it('asks only for mutations whose arguments pass their schemas', () => {
    for (const status of ['new', 'in_progress', 'closed'] as const) {
      for (const { name, args } of plan({ status, solution: 'Diganti' })) {
        expect(checkMutation(name, args).ok).toBe(true);
      }
    }
  });

  it('registers the ticket with its form, and moves it on as the status says', () => {
    expect(plan().map(({ name }) => name)).toEqual(['ticket.register']);
    expect(plan({ status: 'in_progress' }).map(({ name }) => name)).toEqual([
      'ticket.register',
      'ticket.move',
    ]);
    const solved = plan({ status: 'closed', solution: 'Diganti', cause: 'Kabel' });
    expect(solved.at(-1)).toEqual({
      name: 'ticket.resolve',
      args: { id: 'tiket-1', solution: 'Diganti', cause: 'Kabel' },
    });
  });

  it('makes the ticket the form describes', () => {
    const tx = memoryTransaction();
    for (const [at, { name, args }] of plan({ status: 'in_progress', note: 'Catatan' }).entries()) {
      expect(run(tx, name, args, contextOf('operator', { mutationId: at + 1 }))).toEqual({
        ok: true,
        value: undefined,
      });
    }
    expect(tx.ticket('tiket-1')).toMatchObject({ state: 'in_progress', priority: 1, title: filled.title });
    expect(tx.form('tiket-1/f.frm-002')?.data).toMatchObject({ code: 'FRM-002', note: 'Catatan' });
    expect([...tx.journal.values()].map(({ type }) => type)).toEqual(['registered', 'noted', 'moved']);
  });
});

describe('planRevision', () => {
  function desk() {
    const tx = memoryTransaction();
    for (const { name, args } of planRegistration(must(), filled, identity))
      run(tx, name, args, contextOf('operator'));
    const ticket = tx.ticket('tiket-1');
    const form = tx.form('tiket-1/f.frm-002') ?? null;
    if (ticket === undefined || form?.data.code !== 'FRM-002') throw new Error('not registered');
    const shown = frm002ValuesOf(ticket, form.data, null, zone);
    const plan = (change: Partial<Frm002Values>) => {
      const values = { ...shown, ...change };
      return planRevision(must(values), values, { ticket, shown, form });
    };
    return { tx, plan };
  }

  it('asks for nothing where nothing was changed', () => {
    expect(desk().plan({})).toEqual([]);
  });

  it('corrects only what was changed, with the value seen, and saves the form before the status moves', () => {
    const plan = desk().plan({
      title: 'Internet mati di semua loket',
      impact: 'high',
      category: 'incident_hardware',
      assignee: 'teknisi',
      status: 'in_progress',
    });
    expect(plan.map(({ name }) => name)).toEqual([
      'ticket.edit',
      'ticket.classify',
      'ticket.prioritise',
      'ticket.assign',
      'form.save',
      'ticket.move',
    ]);
    expect(plan[0]?.args).toEqual({
      id: 'tiket-1',
      changes: [{ field: 'title', from: filled.title, to: 'Internet mati di semua loket' }],
    });
    expect(plan[2]?.args).toMatchObject({ from: { urgency: 'high', impact: 'medium' } });
  });

  it('does not take back what others have done since the draft was begun', () => {
    const { tx } = desk();
    const act = (mutationId: number, name: string, args: object) =>
      run(tx, name, args, contextOf('operator', { mutationId }));
    act(2, 'ticket.resolve', { id: 'tiket-1', solution: 'Diganti', cause: '' });
    const ticket = tx.ticket('tiket-1');
    const form = tx.form('tiket-1/f.frm-002') ?? null;
    if (ticket === undefined || form?.data.code !== 'FRM-002') throw new Error('not registered');
    const shown = frm002ValuesOf(ticket, form.data, null, zone);
    const values = withPresentStatus({ ...shown, status: 'in_progress', note: 'Sudah dicoba' }, ticket.state);
    const plan = planRevision(must(values), values, { ticket, shown, form });
    expect(plan.map(({ name }) => name)).toEqual(['ticket.note', 'form.save']);
    for (const [at, { name, args }] of plan.entries()) expect(act(at + 3, name, args).ok).toBe(true);
    expect(tx.form('tiket-1/f.frm-002')?.data).toMatchObject({ note: 'Sudah dicoba', status: 'closed' });
    expect(withPresentStatus({ ...filled, status: 'closed' }, 'new').status).toBe('closed');
  });

  it('brings ticket and form to what was written', () => {
    const { tx, plan } = desk();
    const change = { clientPhone: '0351-1', note: 'Baru', status: 'closed', solution: 'Diganti' } as const;
    for (const [at, { name, args }] of plan(change).entries())
      expect(run(tx, name, args, contextOf('operator', { mutationId: at + 2 })).ok).toBe(true);
    expect(tx.ticket('tiket-1')).toMatchObject({
      state: 'resolved',
      solution: 'Diganti',
      client: { phone: '0351-1' },
    });
    expect(tx.form('tiket-1/f.frm-002')).toMatchObject({
      revision: 1,
      data: { note: 'Baru', status: 'closed' },
    });
  });
});

describe('kindOfCategory', () => {
  it('knows the kind of every category but "other"', () => {
    expect(category.options.map(kindOfCategory)).toEqual([
      null,
      'incident',
      'incident',
      'incident',
      'incident',
      'service_request',
      'service_request',
      'service_request',
      'access_request',
    ]);
  });
});

describe('statusDraft', () => {
  it('keeps the status and the solution that a recorded ticket still lacks', () => {
    expect(statusDraft({ ...filled, status: 'closed', solution: 'Diganti' }).typed).toEqual({
      status: 'closed',
      solution: 'Diganti',
    });
    expect(statusDraft({ ...filled, status: 'in_progress' }).typed).toEqual({ status: 'in_progress' });
  });
});
