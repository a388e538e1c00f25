import { describe, expect, it } from 'vitest';
import {
  deskWithTicket,
  memoryTransaction,
  minute,
  nineOClock,
  registration,
} from '../../test/support/desk-in-memory.ts';
import { ticketSchema } from '../domain/ticket.ts';
import { evaluate } from '../sla/evaluate.ts';

const from = { urgency: 'high', impact: 'medium' };
const lowered = { urgency: 'low', impact: 'medium', from };
const at = (minutes: number) => ({ occurredAt: nineOClock + minutes * minute });

type Desk = ReturnType<typeof deskWithTicket>;

function targetOf({ tx, ticket }: Desk, metric: string, minutes: number) {
  const policy = tx.policy(ticket().policy.name, ticket().policy.version);
  if (policy === undefined) throw new Error('no policy');
  return evaluate(policy, ticket(), nineOClock + minutes * minute).metrics.find(
    (status) => status.metric === metric,
  );
}

/** An incident under Magelang's pack, whose matrix asks for the service affected. */
function magelangDesk(facts: Record<string, unknown> = {}): Desk {
  return deskWithTicket({ urgency: null, impact: null, ...facts }, memoryTransaction('magelang'));
}

describe('facts of the service', () => {
  const none = { urgency: null, impact: null };

  it('give the priority of Magelang, journalled one by one under the names of the ticket', () => {
    const { must, ticket, last } = magelangDesk();
    const facts = { severity: 'major', serviceKind: 'public', serviceClass: 'essential' };
    must('operator', 'ticket.prioritise', { ...none, facts, from: none });
    expect(ticket()).toMatchObject({ ...facts, priority: 2, urgency: null });
    expect(last()).toMatchObject({
      type: 'prioritised',
      changes: [
        { field: 'severity', from: null, to: 'major' },
        { field: 'serviceKind', from: null, to: 'public' },
        { field: 'serviceClass', from: null, to: 'essential' },
        { field: 'priority', from: null, to: 2 },
      ],
    });
    expect(ticket().edits.severity).toMatchObject({ by: 'operator' });
  });

  it('merge one by one when two people had not seen each other', () => {
    const seen = { severity: 'major', serviceKind: 'public', serviceClass: 'essential' };
    const { must, ticket, entries } = magelangDesk(seen);
    const wish = (change: object) => ({
      ...none,
      facts: { ...seen, ...change },
      from: { ...none, facts: seen },
    });
    must('operator', 'ticket.prioritise', wish({ severity: 'minor' }));
    must('operator2', 'ticket.prioritise', wish({ serviceClass: 'critical' }));
    expect(ticket()).toMatchObject({ severity: 'minor', serviceClass: 'critical', priority: 3 });
    expect(entries().some(({ type }) => type === 'overwritten')).toBe(false);
    must('supervisor', 'ticket.prioritise', wish({ severity: null }));
    expect(ticket()).toMatchObject({ severity: null, priority: null });
    expect(entries().filter(({ type }) => type === 'overwritten')).toMatchObject([
      { forUser: 'operator', changes: [{ field: 'severity', from: 'minor', to: null }] },
    ]);
  });

  it('not answered and answered with no are the same', () => {
    const { must, ticket, last } = magelangDesk();
    const facts = { supportContract: false, severity: null };
    must('operator', 'ticket.prioritise', { ...none, facts, from: none });
    expect(last()).toMatchObject({ type: 'prioritised', changes: [] });
    expect(ticket().earlier).toBeUndefined();
  });

  it.each([
    ['severity', 'huge', 'facts.severity'],
    ['onSite', null, 'facts.onSite'],
  ])('%s = %s is refused with its place', (name, value, field) => {
    const wish = { ...none, facts: { [name]: value }, from: none };
    expect(magelangDesk().act('operator', 'ticket.prioritise', wish)).toMatchObject({
      error: { code: 'invalid_arguments', field },
    });
  });

  it('are stored at registration where they say something, and decide its priority', () => {
    const facts = { severity: 'minor', serviceKind: 'administrative', serviceClass: 'normal', onSite: false };
    const { ticket } = magelangDesk({ ...facts, durationClass: null });
    expect(ticket()).toMatchObject({ ...facts, priority: 6, alwaysAvailable: false });
    for (const name of ['durationClass', 'supportContract']) expect(ticket()).not.toHaveProperty(name);
    expect(registration()).not.toHaveProperty('severity');
  });
});

describe('a target that had stopped', () => {
  it('stays late when the priority is lowered afterwards; one that runs takes the new duration', () => {
    const desk = deskWithTicket();
    desk.must('operator', 'ticket.move', { to: 'in_progress' }, at(10));
    expect(targetOf(desk, 'response', 20)).toMatchObject({ state: 'breached', durationMs: 10 * minute });
    desk.must('supervisor', 'ticket.prioritise', lowered, at(20));
    expect(targetOf(desk, 'response', 30)).toMatchObject({ state: 'breached', durationMs: 10 * minute });
    expect(targetOf(desk, 'resolution', 30)).toMatchObject({
      state: 'running',
      durationMs: 48 * 60 * minute,
    });
    expect(desk.ticket().earlier).toMatchObject([
      { until: nineOClock + 20 * minute, kind: 'incident', urgency: 'high', impact: 'medium' },
    ]);
    expect(ticketSchema.parse(desk.ticket())).toEqual(desk.ticket());
  });

  it('stays late when the response made before arrives after the lowering', () => {
    const desk = deskWithTicket();
    desk.must('supervisor', 'ticket.prioritise', lowered, at(20));
    desk.must('operator', 'ticket.reply', { text: 'Kami tangani' }, at(10));
    expect(targetOf(desk, 'response', 30)).toMatchObject({ state: 'breached', durationMs: 10 * minute });
  });

  it('stays late when a second judgement made earlier arrives later', () => {
    const desk = deskWithTicket();
    desk.must('operator', 'ticket.move', { to: 'in_progress' }, at(10));
    desk.must('supervisor', 'ticket.prioritise', lowered, at(20));
    const medium = { urgency: 'medium', impact: 'medium', from };
    desk.must('operator2', 'ticket.prioritise', medium, at(8));
    expect(desk.ticket()).toMatchObject({ urgency: 'medium', priority: 2 });
    expect(desk.ticket().earlier?.map(({ until }) => until)).toEqual([
      nineOClock + 20 * minute,
      nineOClock + 20 * minute,
    ]);
    expect(targetOf(desk, 'response', 30)).toMatchObject({ state: 'breached', durationMs: 10 * minute });
  });

  it('stays late when what decided its priority is taken away', () => {
    const desk = deskWithTicket();
    desk.must('operator', 'ticket.move', { to: 'in_progress' }, at(10));
    desk.must('operator', 'ticket.prioritise', { urgency: null, impact: null, from }, at(20));
    expect(desk.ticket().priority).toBeNull();
    expect(targetOf(desk, 'response', 30)).toMatchObject({ state: 'breached', durationMs: 10 * minute });
    expect(targetOf(desk, 'resolution', 30)).toBeUndefined();
  });

  it('keeps being judged as what it was when the kind is corrected', () => {
    const desk = magelangDesk({ severity: 'major', serviceKind: 'public', serviceClass: 'critical' });
    desk.must('operator', 'ticket.move', { to: 'in_progress' }, at(30));
    const seen = { kind: 'incident', category: 'incident_network', serviceItem: 'Internet mati' };
    desk.must('operator', 'ticket.classify', { ...seen, kind: 'service_request', from: seen }, at(40));
    expect(desk.ticket().earlier).toMatchObject([{ kind: 'incident', severity: 'major' }]);
    expect(targetOf(desk, 'response', 50)).toMatchObject({ state: 'breached' });
    expect(targetOf(desk, 'fulfilment', 50)).toMatchObject({ state: 'running' });
  });

  it('is untouched by a correction of the category alone, which ends no classification', () => {
    const { must, ticket } = deskWithTicket();
    const seen = { kind: 'incident', category: 'incident_network', serviceItem: 'Internet mati' };
    must('operator', 'ticket.classify', { ...seen, serviceItem: 'Internet lambat', from: seen });
    expect(ticket().earlier).toBeUndefined();
  });

  it('keeps the facts it needs, however often the others change', () => {
    const desk = deskWithTicket();
    desk.must('operator', 'ticket.move', { to: 'in_progress' }, at(10));
    let urgency = 'high';
    for (let turn = 1; turn <= 80; turn += 1) {
      const next = urgency === 'high' ? 'low' : 'high';
      const wish = { urgency: next, impact: 'medium', from: { urgency, impact: 'medium' } };
      desk.must('operator', 'ticket.prioritise', wish, at(20 + turn));
      urgency = next;
    }
    const earlier = desk.ticket().earlier ?? [];
    expect(earlier).toHaveLength(50);
    expect(earlier[0]).toMatchObject({ until: nineOClock + 21 * minute, urgency: 'high' });
    expect(earlier.at(-1)).toMatchObject({ until: nineOClock + 100 * minute });
    expect(targetOf(desk, 'response', 200)).toMatchObject({ state: 'breached', durationMs: 10 * minute });
  });
});
