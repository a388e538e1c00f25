import { describe, expect, it } from 'vitest';
import { deskWithTicket, formId, minute, nineOClock, ticketId } from '../../test/support/desk-in-memory.ts';
import { readField } from './correction.ts';

const change = (field: string, from: string, to: string) => ({ changes: [{ field, from, to }] });
const original = 'Internet mati di ruang farmasi';

describe('ticket.edit', () => {
  it.each([
    'title',
    'description',
    'clientName',
    'clientOpd',
    'clientPosition',
    'clientPhone',
    'clientEmail',
    'guestEmail',
    'configurationItem',
    'technicalManager',
    'handling',
    'cause',
  ] as const)('writes %s and says who changed it', (field) => {
    const { must, ticket, last } = deskWithTicket();
    const from = readField(ticket(), field);
    must('operator', 'ticket.edit', change(field, from, 'Nilai baru'));
    expect(readField(ticket(), field)).toBe('Nilai baru');
    expect(ticket().edits[field]).toEqual({ by: 'operator', device: 'B7', mutationId: 2 });
    expect(last()).toMatchObject({ type: 'edited', changes: [{ field, from, to: 'Nilai baru' }] });
  });

  it('merges changes of different fields by two people who had not seen each other', () => {
    const { must, ticket, entries } = deskWithTicket();
    must('operator', 'ticket.edit', change('title', original, 'Internet mati, lantai 1'));
    must('operator2', 'ticket.edit', change('clientPhone', '0351-000', '0351-111'));
    expect(ticket()).toMatchObject({ title: 'Internet mati, lantai 1', client: { phone: '0351-111' } });
    expect(entries().some(({ type }) => type === 'overwritten')).toBe(false);
  });

  it('lets the later arrival win the same field, and keeps the other value for its author', () => {
    const { must, ticket, entries } = deskWithTicket();
    must('operator', 'ticket.edit', change('title', original, 'Judul pertama'));
    must('operator2', 'ticket.edit', change('title', original, 'Judul kedua'));
    expect(ticket().title).toBe('Judul kedua');
    expect(entries().filter(({ type }) => type === 'overwritten')).toMatchObject([
      {
        by: 'operator2',
        forUser: 'operator',
        changes: [{ field: 'title', from: 'Judul pertama', to: 'Judul kedua' }],
      },
    ]);
  });

  it('tells nobody who had been seen, who wrote the same, or who overwrites himself', () => {
    const seen = deskWithTicket();
    seen.must('operator', 'ticket.edit', change('title', original, 'A'));
    seen.must('operator2', 'ticket.edit', change('title', 'A', 'B'));
    const same = deskWithTicket();
    same.must('operator', 'ticket.edit', change('title', original, 'A'));
    same.must('operator2', 'ticket.edit', change('title', original, 'A'));
    const self = deskWithTicket();
    self.must('operator', 'ticket.edit', change('title', original, 'A'));
    self.must('operator', 'ticket.edit', change('title', original, 'B'));
    for (const { entries } of [seen, same, self])
      expect(entries().some(({ type }) => type === 'overwritten')).toBe(false);
  });

  it.each([
    ['title', ' ', 'changes.0.title'],
    ['clientName', '', 'changes.0.clientName'],
    ['channel', 'fax', 'changes.0.channel'],
    ['state', 'closed', 'changes.0.field'],
  ])('refuses %s = "%s"', (field, to, path) => {
    const { act } = deskWithTicket();
    expect(act('operator', 'ticket.edit', change(field, '', to))).toMatchObject({
      error: { code: 'invalid_arguments', field: path },
    });
  });

  it('is refused when the ticket is closed', () => {
    const { must, act } = deskWithTicket();
    must('operator', 'ticket.resolve', { solution: 'x' });
    must('operator', 'ticket.close');
    expect(act('operator', 'ticket.edit', change('title', original, 'x'))).toMatchObject({
      error: { code: 'ticket_finished', details: { state: 'closed' } },
    });
  });
});

describe('a cause written with a solution', () => {
  it('takes the place of another person’s, which is kept for its author', () => {
    const { must, ticket, entries } = deskWithTicket();
    must('operator2', 'ticket.edit', change('cause', '', 'Kabel putus'));
    must('operator', 'ticket.resolve', { solution: 'Diganti', cause: 'Konektor longgar' });
    expect(ticket()).toMatchObject({ cause: 'Konektor longgar', edits: { cause: { by: 'operator' } } });
    expect(entries().find(({ type }) => type === 'overwritten')).toMatchObject({
      forUser: 'operator2',
      changes: [{ field: 'cause', from: 'Kabel putus', to: 'Konektor longgar' }],
    });
  });

  it('is itself kept when an edit made before it arrives later', () => {
    const { must, entries } = deskWithTicket();
    must('operator', 'ticket.escalate', {
      formId,
      to: 'teknisi',
      toLevel: 2,
      reason: 'x',
      remainingMs: null,
    });
    must('technician', 'escalation.answer', { formId, solution: 'Diganti', cause: 'Petir' });
    must('operator2', 'ticket.edit', change('cause', '', 'Tidak diketahui'));
    expect(entries().find(({ type }) => type === 'overwritten')).toMatchObject({
      forUser: 'teknisi',
      changes: [{ from: 'Petir', to: 'Tidak diketahui' }],
    });
  });

  it('stays when the solution names none', () => {
    const { must, ticket } = deskWithTicket();
    must('operator2', 'ticket.edit', change('cause', '', 'Kabel putus'));
    must('operator', 'ticket.resolve', { solution: 'Diganti' });
    expect(ticket().cause).toBe('Kabel putus');
  });
});

describe('classifying and prioritising', () => {
  const seen = { kind: 'incident', category: 'incident_network', serviceItem: 'Internet mati' };

  it('corrects the category, keeps the first one for KPI 3, and ticks step 6 off', () => {
    const { must, ticket, last } = deskWithTicket();
    must('operator', 'ticket.classify', {
      ...seen,
      category: 'incident_hardware',
      serviceItem: 'Kabel rusak',
      from: seen,
    });
    expect(ticket()).toMatchObject({
      category: 'incident_hardware',
      firstCategory: 'incident_network',
      serviceItem: 'Kabel rusak',
      sop: { '6': nineOClock + 2 * minute },
    });
    expect(last()).toMatchObject({
      type: 'classified',
      changes: [{ field: 'category' }, { field: 'serviceItem' }],
    });
  });

  it('changes the kind without changing the printed number', () => {
    const { must, ticket } = deskWithTicket();
    must('operator', 'ticket.classify', { ...seen, kind: 'service_request', from: seen });
    expect(ticket()).toMatchObject({ kind: 'service_request', number: 'INS-DINKES-2611-B7-0001' });
  });

  it('merges corrections of different fields by two people who had not seen each other', () => {
    const classified = deskWithTicket();
    classified.must('operator', 'ticket.classify', { ...seen, kind: 'service_request', from: seen });
    classified.must('operator2', 'ticket.classify', { ...seen, serviceItem: 'Internet lambat', from: seen });
    expect(classified.ticket()).toMatchObject({ kind: 'service_request', serviceItem: 'Internet lambat' });
    const judged = deskWithTicket();
    const from = { urgency: 'high', impact: 'medium' };
    judged.must('operator', 'ticket.prioritise', { urgency: 'low', impact: 'medium', from });
    judged.must('supervisor', 'ticket.prioritise', { urgency: 'high', impact: 'low', from });
    expect(judged.ticket()).toMatchObject({ urgency: 'low', impact: 'low', priority: 3 });
    for (const { entries } of [classified, judged])
      expect(entries().some(({ type }) => type === 'overwritten')).toBe(false);
  });

  it('recomputes the priority and keeps an overwritten judgement for its author', () => {
    const { must, ticket, entries } = deskWithTicket();
    const from = { urgency: 'high', impact: 'medium' };
    must('operator', 'ticket.prioritise', { urgency: 'low', impact: 'medium', from });
    expect(ticket()).toMatchObject({ urgency: 'low', impact: 'medium', priority: 3 });
    must('supervisor', 'ticket.prioritise', { urgency: 'medium', impact: 'high', from });
    expect(ticket()).toMatchObject({ urgency: 'medium', impact: 'high', priority: 1 });
    expect(entries().filter(({ type }) => type === 'overwritten')).toMatchObject([
      { forUser: 'operator', changes: [{ field: 'urgency', from: 'low', to: 'medium' }] },
    ]);
  });
});

describe('forms and steps', () => {
  const data = {
    code: 'FRM-002',
    title: 'T',
    clientName: 'C',
    assignee: null,
    urgency: null,
    impact: null,
    priority: null,
    status: 'new',
    category: 'other',
    body: 'B',
  };
  const id = `${ticketId}/frm-002`;

  it('saves a form and counts its revisions', () => {
    const { must, tx, last } = deskWithTicket();
    must('operator', 'form.save', { formId: id, data });
    expect(tx.form(id)).toMatchObject({
      revision: 0,
      number: 'FRM-002/INS-DINKES-2611-B7-0001',
      createdBy: 'operator',
    });
    must('supervisor', 'form.save', { formId: id, data: { ...data, note: 'Ditambah' } });
    expect(tx.form(id)).toMatchObject({ revision: 1, createdBy: 'operator', data: { note: 'Ditambah' } });
    expect(last()).toMatchObject({ type: 'form_saved', formId: id });
  });

  it('keeps in the journal what a revision replaces, so that the earlier of two revisions stays readable', () => {
    const { must, last } = deskWithTicket();
    must('operator', 'form.save', { formId: id, data: { ...data, body: 'Tulisan pertama' } });
    must('supervisor', 'form.save', {
      formId: id,
      data: { ...data, body: 'Tulisan kedua', note: 'Ditambah' },
    });
    expect(last()?.changes).toEqual([
      { field: 'description', from: 'Tulisan pertama', to: 'Tulisan kedua' },
      { field: 'note', from: '', to: 'Ditambah' },
    ]);
  });

  it('does not let one form take the place of another code, nor FRM-006 be written by hand', () => {
    const { act, must } = deskWithTicket();
    must('operator', 'ticket.escalate', {
      formId,
      to: 'teknisi',
      toLevel: 2,
      reason: 'x',
      remainingMs: null,
    });
    expect(act('operator', 'form.save', { formId, data })).toMatchObject({ error: { code: 'form_exists' } });
    expect(act('operator', 'form.save', { formId: 'other/f', data })).toMatchObject({
      error: { code: 'invalid_arguments', field: 'formId' },
    });
    expect(act('operator', 'form.save', { formId: id, data: { ...data, code: 'FRM-006' } })).toMatchObject({
      error: { code: 'invalid_arguments' },
    });
  });

  it('ticks a step off once', () => {
    const { must, ticket, entries } = deskWithTicket();
    must('operator', 'sop.mark', { step: '8' });
    must('operator', 'sop.mark', { step: '8' });
    expect(ticket().sop).toEqual({ '8': nineOClock + 2 * minute });
    expect(entries().filter(({ type }) => type === 'step_done')).toHaveLength(1);
  });

  it('records the client’s confirmation as step 15', () => {
    const { must, ticket } = deskWithTicket();
    must('operator', 'ticket.resolve', { solution: 'x' });
    must('operator', 'ticket.confirm');
    const at = nineOClock + 3 * minute;
    expect(ticket()).toMatchObject({ state: 'resolved', confirmedAt: at, sop: { '15': at } });
  });
});
