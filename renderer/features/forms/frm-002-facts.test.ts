import { describe, expect, it } from 'vitest';
import { compilePolicy } from '#shared/sla/policy.ts';
import {
  contextOf,
  memoryTransaction,
  nineOClock,
  run,
  testPack,
} from '../../../test/support/desk-in-memory.ts';
import { factsOf } from '../../ui/facts/asked-facts.ts';
import { checkFrm002 } from './frm-002-check.ts';
import { planRegistration, planRevision } from './frm-002-plan.ts';
import { emptyFrm002, type Frm002Values, frm002ValuesOf } from './frm-002-values.ts';

const zone = 'Asia/Jakarta';
const now = nineOClock;
const magelang = compilePolicy(testPack('magelang'));
const filled: Frm002Values = {
  ...emptyFrm002('DINKES', zone, now),
  title: 'Aplikasi perizinan tidak dapat dibuka',
  clientName: 'Siti Aminah',
  category: 'incident_application',
  body: 'Sejak pagi.',
  urgency: 'high',
};

describe('an office on the Magelang pack', () => {
  const judged = {
    ...filled,
    impact: null,
    severity: 'major',
    serviceKind: 'public',
    serviceClass: 'essential',
  } as const;
  const at = (change: Partial<Frm002Values>) => {
    const values = { ...judged, ...change };
    return checkFrm002(values, { policy: magelang, zone, now, needsSolution: false, before: null });
  };

  it('is asked for severity and the service, not for the impact', () => {
    const checked = at({ impact: 'high' });
    expect(checked.ok && checked.value.facts).toMatchObject({ impact: null, severity: 'major' });
    expect(checked.ok && checked.value.data).toMatchObject({
      priority: 2,
      facts: { severity: 'major', serviceKind: 'public', serviceClass: 'essential', onSite: false },
    });
  });

  it('is told which of them is missing, and may leave all of them open', () => {
    const halves = at({ serviceKind: null });
    expect(halves.ok ? [] : halves.error).toEqual([{ field: 'serviceKind', code: 'facts_half' }]);
    expect(at({ urgency: null, severity: null, serviceKind: null, serviceClass: null }).ok).toBe(true);
  });

  it('keeps out of a request what only incidents are asked for', () => {
    const checked = at({ kind: 'service_request', supportContract: true });
    expect(checked.ok && checked.value.facts).toMatchObject({
      urgency: null,
      severity: null,
      supportContract: false,
    });
    expect(checked.ok && checked.value.data.facts).toEqual({
      serviceKind: 'public',
      serviceClass: 'essential',
    });
  });

  it('does not refuse for what a revision leaves as it was', () => {
    const before = factsOf({ urgency: 'high' });
    const setting = { policy: magelang, zone, now, needsSolution: false, before };
    const untouched = { ...filled, impact: null };
    expect(checkFrm002(untouched, setting).ok).toBe(true);
    expect(checkFrm002({ ...untouched, severity: 'minor' }, setting).ok).toBe(false);
  });

  it('registers and corrects the ticket with them', () => {
    const tx = memoryTransaction('magelang');
    const checked = at({});
    if (!checked.ok) throw new Error(JSON.stringify(checked.error));
    const identity = { ticketId: 'tiket-1', number: 'INS-DINKES-2611-B7-0001' };
    const apply = (plan: ReturnType<typeof planRegistration>, first: number) => {
      for (const [order, { name, args }] of plan.entries())
        expect(run(tx, name, args, contextOf('operator', { mutationId: first + order })).ok).toBe(true);
    };
    apply(planRegistration(checked.value, { ...judged }, identity), 1);
    const ticket = tx.ticket('tiket-1');
    const form = tx.form('tiket-1/f.frm-002') ?? null;
    if (ticket === undefined || form?.data.code !== 'FRM-002') throw new Error('not registered');
    expect(ticket).toMatchObject({ priority: 2, severity: 'major', serviceKind: 'public' });

    const shown = frm002ValuesOf(ticket, form.data, null, zone);
    const values: Frm002Values = { ...shown, severity: 'minor', supportContract: true };
    const revised = checkFrm002(values, {
      policy: magelang,
      zone,
      now,
      needsSolution: false,
      before: factsOf(ticket),
    });
    if (!revised.ok) throw new Error(JSON.stringify(revised.error));
    const plan = planRevision(revised.value, values, { ticket, shown, form });
    expect(plan.map(({ name }) => name)).toEqual(['ticket.prioritise', 'form.save']);
    expect(plan[0]?.args).toMatchObject({
      facts: { severity: 'minor', supportContract: true },
      from: { facts: { severity: 'major', supportContract: false } },
    });
    apply(plan, 2);
    expect(tx.ticket('tiket-1')).toMatchObject({ priority: 4, severity: 'minor', supportContract: true });
    expect(tx.form('tiket-1/f.frm-002')?.data).toMatchObject({ facts: { severity: 'minor' } });
  });
});
