import { describe, expect, it } from 'vitest';
import { nineOClock } from '../../../test/support/desk-in-memory.ts';
import { madiunPolicy } from '../../../test/support/recap-tickets.ts';
import type { ReviewItem } from '../../data/contract.ts';
import { planReport } from './frm-001-plan.ts';
import { checkFrm001, emptyFrm001, type Frm001Values } from './frm-001-values.ts';
import { checkFrm002 } from './frm-002-check.ts';
import { planRegistration } from './frm-002-plan.ts';
import { emptyFrm002, type Frm002Values } from './frm-002-values.ts';
import { type RefusedForm, refusedForm } from './refused-registration.ts';

const zone = 'Asia/Jayapura';
const now = nineOClock;
const identity = { ticketId: 'tiket-1', number: 'INS-DINKES-2611-B7-0001' };

function refusedAs(args: unknown, code: 'number_taken' | 'consent_missing'): RefusedForm {
  const item: ReviewItem = {
    id: 'refused:7',
    type: 'refused',
    ticketId: identity.ticketId,
    ticketNumber: identity.number,
    at: now,
    refusal: { code },
    mutation: { name: 'ticket.register', args },
    overwritten: null,
  };
  const form = refusedForm(item, () => zone);
  if (form === null) throw new Error('no form');
  return form;
}

describe('a refused registration in its form again', () => {
  it('REV-4 FRM-001 holds every word: saved as it is, it makes the same registration', () => {
    const values: Frm001Values = {
      ...emptyFrm001('DINKES', zone, now),
      method: 'whatsapp',
      clientName: 'Siti Aminah',
      clientOpd: 'Puskesmas Manguharjo',
      clientPosition: 'Perawat',
      clientPhone: '0812',
      clientEmail: 'siti@contoh.go.id',
      confirmation: 'email',
      title: 'Internet mati di loket 3',
      category: 'incident_network',
      affected: 'Sakelar lantai dua',
      symptoms: 'Sejak pagi tidak dapat membuka aplikasi.',
      attachments: 'Surat permohonan',
      urgency: 'high',
      impact: 'low',
      consent: true,
    };
    const plan = (typed: Frm001Values) => {
      const checked = checkFrm001(typed, { zone, now });
      if (!checked.ok) throw new Error(JSON.stringify(checked.error));
      return planReport(checked.value, identity);
    };
    const [step] = plan(values);
    const form = refusedAs(step?.args, 'consent_missing');
    expect(form).toMatchObject({
      code: 'FRM-001',
      refused: { ticketId: 'tiket-1', number: identity.number, isNumberRefused: false },
    });
    if (form.code === 'FRM-001') expect(plan(form.refused.values)).toEqual([step]);
  });

  it('REV-4 FRM-002 holds every word: saved as it is, it makes the same registration', () => {
    const values: Frm002Values = {
      ...emptyFrm002('DINKES', zone, now),
      channel: 'email',
      title: 'Internet mati di loket 3',
      clientName: 'Siti Aminah',
      clientOpd: 'Puskesmas',
      clientPosition: 'Perawat',
      clientPhone: '0812',
      clientEmail: 'siti@contoh.go.id',
      guestEmail: 'tamu@contoh.go.id',
      category: 'incident_network',
      serviceItem: 'Internet mati',
      body: 'Sejak pagi.\nLampu modem merah.',
      urgency: 'high',
      impact: 'medium',
      assignee: 'teknisi',
      note: 'Pelapor menunggu di loket.',
      attachments: 'Foto modem',
      configurationItem: 'Modem loket 3',
      technicalManager: 'Seksi Jaringan',
      handling: 'Modem dimatikan dan dinyalakan.',
      cause: 'Belum diketahui',
    };
    const plan = (typed: Frm002Values) => {
      const setting = { policy: madiunPolicy, zone, now, needsSolution: false, before: null };
      const checked = checkFrm002(typed, setting);
      if (!checked.ok) throw new Error(JSON.stringify(checked.error));
      return planRegistration(checked.value, typed, identity);
    };
    const [step] = plan(values);
    const form = refusedAs(step?.args, 'number_taken');
    expect(form).toMatchObject({ code: 'FRM-002', refused: { isNumberRefused: true } });
    if (form.code === 'FRM-002') expect(plan(form.refused.values)).toEqual([step]);
  });
});
