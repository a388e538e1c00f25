import { describe, expect, it } from 'vitest';
import { contextOf, memoryTransaction, nineOClock, run } from '../../../test/support/desk-in-memory.ts';
import { planReport } from './frm-001-plan.ts';
import { checkFrm001, emptyFrm001, type Frm001Values } from './frm-001-values.ts';
import { frm002ValuesOf } from './frm-002-values.ts';

const zone = 'Asia/Jakarta';
const filled: Frm001Values = {
  ...emptyFrm001('DINKES', zone, nineOClock),
  clientName: 'Siti Aminah',
  title: 'Komputer hang',
  symptoms: 'Layar diam sejak pagi.',
  affected: 'PC loket 2',
  attachments: 'Foto layar',
  category: 'incident_hardware',
  urgency: 'high',
  impact: 'low',
  consent: true,
};
const check = (change: Partial<Frm001Values> = {}) =>
  checkFrm001({ ...filled, ...change }, { zone, now: nineOClock });

describe('checkFrm001', () => {
  it('names every needed field of an empty form, the consent last', () => {
    const checked = check(emptyFrm001('', zone, nineOClock));
    expect(checked.ok ? [] : checked.error.map(({ field, code }) => `${field}: ${code}`)).toEqual([
      'opd: choice_missing',
      'clientName: text_missing',
      'title: text_missing',
      'category: choice_missing',
      'symptoms: text_missing',
      'consent: consent_missing',
    ]);
  });

  it.each<[string, Partial<Frm001Values>, string]>([
    ['a report of tomorrow', { reportedAt: '21/11/2026 08.00' }, 'reported_in_future'],
    ['an instant nobody can read', { reportedAt: 'pagi' }, 'date_time_malformed'],
    ['half an e-mail address', { clientEmail: 'siti' }, 'email_malformed'],
  ])('refuses %s', (_, change, code) => {
    const checked = check(change);
    expect(checked.ok ? [] : checked.error.map((problem) => problem.code)).toEqual([code]);
  });
});

describe('planReport', () => {
  it('records the ticket, leaves the priority to the operator, and hands the rest to FRM-002', () => {
    const checked = check({ reportedAt: '8.55' });
    if (!checked.ok) throw new Error(JSON.stringify(checked.error));
    const tx = memoryTransaction();
    const identity = { ticketId: 'tiket-1', number: 'INS-DINKES-2611-B7-0001' };
    for (const { name, args } of planReport(checked.value, identity))
      expect(run(tx, name, args, contextOf('operator')).ok).toBe(true);
    const ticket = tx.ticket('tiket-1');
    const report = tx.form('tiket-1/f.frm-001')?.data;
    if (ticket === undefined || report?.code !== 'FRM-001') throw new Error('not recorded');
    expect(ticket).toMatchObject({
      priority: null,
      reportedAt: nineOClock - 5 * 60_000,
      channel: 'telephone',
    });
    expect(frm002ValuesOf(ticket, null, report, zone)).toMatchObject({
      title: 'Komputer hang',
      body: 'Layar diam sejak pagi.',
      clientName: 'Siti Aminah',
      attachments: 'Foto layar',
      configurationItem: 'PC loket 2',
      urgency: null,
    });
  });
});
