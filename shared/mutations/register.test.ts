import { describe, expect, it } from 'vitest';
import {
  contextOf,
  memoryTransaction,
  minute,
  nineOClock,
  registration,
  run,
  testOpd,
  ticketId,
} from '../../test/support/desk-in-memory.ts';
import { MemoryTransaction } from '../../test/support/memory-transaction.ts';
import { ticketSchema } from '../domain/ticket.ts';
import { formRecordSchema } from '../forms/form.ts';

const frm001 = (consent: boolean) => ({
  id: `${ticketId}/frm-001`,
  data: {
    code: 'FRM-001',
    reportedAt: nineOClock - 5 * minute,
    client: { name: 'Siti Aminah' },
    method: 'telephone',
    confirmation: 'telephone',
    kind: 'incident',
    category: 'incident_network',
    title: 'Internet mati',
    symptoms: 'Tidak dapat membuka aplikasi',
    urgency: 'high',
    impact: null,
    consent,
  },
});
const frm002 = {
  id: `${ticketId}/frm-002`,
  data: {
    code: 'FRM-002',
    title: 'Internet mati',
    clientName: 'Siti Aminah',
    assignee: null,
    urgency: 'high',
    impact: 'medium',
    priority: 1,
    status: 'new',
    category: 'incident_network',
    body: 'Internet mati sejak pagi',
  },
};
const frm006 = {
  id: `${ticketId}/frm-006`,
  data: {
    code: 'FRM-006',
    fromLevel: 1,
    from: 'operator',
    toLevel: 2,
    toTeam: null,
    to: 'teknisi',
    reason: 'x',
    category: 'other',
    priority: null,
    remainingMs: null,
    escalatedAt: nineOClock,
  },
};

const registerWith = (change: Record<string, unknown> = {}, tx = memoryTransaction()) =>
  run(tx, 'ticket.register', registration(change), contextOf('operator'));

describe('ticket.register', () => {
  it('writes a ticket, its forms and its journal lines that the stored schemas accept', () => {
    const tx = memoryTransaction();
    expect(registerWith({ forms: [frm001(true), frm002], note: 'Pelapor di ruang 2' }, tx).ok).toBe(true);
    const ticket = tx.ticket(ticketId);
    expect(ticketSchema.parse(ticket)).toEqual(ticket);
    expect(ticket).toMatchObject({
      state: 'new',
      priority: 1,
      policy: { name: 'madiun', version: 1 },
      firstCategory: 'incident_network',
      supportLevel: 1,
      registeredBy: 'operator',
      registeredAt: nineOClock,
      reportedAt: nineOClock - 5 * minute,
      timeline: [],
    });
    const forms = [...tx.forms.values()];
    expect(forms.map((form) => form.number)).toEqual([
      'FRM-001/INS-DINKES-2611-B7-0001',
      'FRM-002/INS-DINKES-2611-B7-0001',
    ]);
    for (const form of forms) expect(formRecordSchema.parse(form)).toEqual(form);
    expect([...tx.journal.values()].map(({ id, type, text }) => ({ id, type, text }))).toEqual([
      { id: `${ticketId}/j.B7.1.0`, type: 'registered', text: '' },
      { id: `${ticketId}/j.B7.1.1`, type: 'noted', text: 'Pelapor di ruang 2' },
    ]);
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    ['another device’s number', { number: 'INS-DINKES-2611-C1-0001' }, 'number_invalid', 'number'],
    ['another kind’s number', { number: 'PLY-DINKES-2611-B7-0001' }, 'number_invalid', 'number'],
    ['another office’s number', { number: 'INS-DINSOS-2611-B7-0001' }, 'number_invalid', 'number'],
    ['no number at all', { number: 'INS-1' }, 'number_invalid', 'number'],
    [
      'an office outside the scope',
      { opd: 'DINSOS', number: 'INS-DINSOS-2611-B7-0001' },
      'out_of_scope',
      'opd',
    ],
    ['a report from the future', { reportedAt: nineOClock + 1 }, 'reported_in_future', 'reportedAt'],
    ['an unknown assignee', { assignee: 'tidak-ada' }, 'assignee_unknown', 'assignee'],
    ['an assignee of another office', { assignee: 'teknisi-lain' }, 'assignee_out_of_scope', 'assignee'],
    ['FRM-001 without consent', { forms: [frm001(false)] }, 'consent_missing', 'consent'],
    [
      'a form of another ticket',
      { forms: [{ ...frm002, id: 'other/frm-002' }] },
      'invalid_arguments',
      'forms',
    ],
    ['the same form twice', { forms: [frm002, frm002] }, 'invalid_arguments', 'forms'],
    ['FRM-006, which escalations write', { forms: [frm006] }, 'invalid_arguments', 'forms.0.data.code'],
    ['an id inside another ticket', { id: `${ticketId}/x` }, 'invalid_arguments', 'id'],
    ['an id that leaves the journal no room', { id: 't'.repeat(81) }, 'invalid_arguments', 'id'],
    ['a title of blanks', { title: '   ' }, 'invalid_arguments', 'title'],
    ['text that PostgreSQL cannot keep', { description: 'a\u0000b' }, 'invalid_arguments', 'description'],
    ['half of a surrogate pair', { title: 'a\ud800' }, 'invalid_arguments', 'title'],
    ['a client without a name', { client: { name: '' } }, 'invalid_arguments', 'client.name'],
    ['an unknown category', { category: 'printer' }, 'invalid_arguments', 'category'],
  ])('refuses %s', (_what, change, code, field) => {
    const tx = memoryTransaction();
    expect(registerWith(change, tx)).toMatchObject({ ok: false, error: { code, field } });
    expect(tx.tickets.size + tx.forms.size + tx.journal.size).toBe(0);
  });

  it('refuses a second ticket with the same id, or with the same number', () => {
    const tx = memoryTransaction();
    registerWith({}, tx);
    expect(registerWith({}, tx)).toMatchObject({ error: { code: 'ticket_exists', field: 'id' } });
    expect(registerWith({ id: 'another' }, tx)).toMatchObject({
      error: { code: 'number_taken', field: 'number' },
    });
    expect(registerWith({ id: 'another', number: 'INS-DINKES-2611-B7-0002' }, tx).ok).toBe(true);
  });

  it('refuses an unknown office and an unknown pack', () => {
    const { reference } = memoryTransaction();
    const without = new MemoryTransaction({ ...reference, opds: new Map() });
    expect(registerWith({}, without)).toMatchObject({ error: { code: 'opd_unknown', field: 'opd' } });
    const odd = new Map([['DINKES', { ...testOpd('DINKES'), policy: 'mars' }]]);
    expect(registerWith({}, new MemoryTransaction({ ...reference, opds: odd }))).toMatchObject({
      error: { code: 'policy_unknown', details: { policy: 'mars' } },
    });
  });

  it('does not lose a report on the server because the device’s clock ran ahead', () => {
    const tx = memoryTransaction();
    const context = contextOf('operator', { receivedAt: nineOClock });
    const result = run(
      tx,
      'ticket.register',
      registration({ reportedAt: nineOClock + 60 * minute }),
      context,
    );
    expect(result.ok).toBe(true);
    expect(tx.ticket(ticketId)?.reportedAt).toBe(nineOClock);
  });

  it.each([
    ['high', 'high', 1],
    ['high', 'medium', 1],
    ['high', 'low', 2],
    ['medium', 'high', 1],
    ['medium', 'medium', 2],
    ['medium', 'low', 3],
    ['low', 'high', 2],
    ['low', 'medium', 3],
    ['low', 'low', 3],
    [null, 'high', null],
    ['high', null, null],
  ])('urgency %s and impact %s give priority %s', (urgency, impact, priority) => {
    const tx = memoryTransaction();
    registerWith({ urgency, impact }, tx);
    expect(tx.ticket(ticketId)?.priority).toBe(priority);
  });
});
