import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contextOf,
  memoryTransaction,
  minute,
  nineOClock,
  type Person,
  registration,
  run,
  ticketId,
} from '../../test/support/desk-in-memory.ts';
import type { MemoryTransaction } from '../../test/support/memory-transaction.ts';
import { seedOf } from '../../test/support/seed.ts';
import { journalEntrySchema } from '../domain/journal.ts';
import { sopProgress, sopSteps } from '../domain/sop.ts';
import { ticketSchema } from '../domain/ticket.ts';
import { isAllowedMove } from '../domain/transitions.ts';
import { formRecordSchema } from '../forms/form.ts';

interface Step {
  readonly who: Person;
  readonly name: string;
  readonly args: Record<string, unknown>;
  readonly occurredAt: number;
}

const formIds = ['1', '2', '3'].map((place) => `${ticketId}/frm-006-${place}`);
const text = fc.constantFrom('Router dimulai ulang', 'Kabel diganti', 'x', '');
const levels = fc.constantFrom('high', 'medium', 'low');
const seen = { urgency: null, impact: null };
const call = (name: string, args: fc.Arbitrary<Record<string, unknown>> = fc.constant({})) =>
  args.map((value) => ({ name, args: { id: ticketId, ...value } }));

const calls = fc.oneof(
  call('ticket.move', fc.record({ to: fc.constantFrom('in_progress', 'waiting'), reason: text })),
  call('ticket.reply', fc.record({ text })),
  call('ticket.note', fc.record({ text })),
  call('ticket.assign', fc.record({ assignee: fc.constantFrom('teknisi', 'operator', 'keluar', null) })),
  call(
    'ticket.escalate',
    fc.record({
      formId: fc.constantFrom(...formIds),
      to: fc.constantFrom('teknisi', 'teknisi2', null),
      toTeam: fc.constantFrom('application', null),
      toLevel: fc.constantFrom(2, 3),
      reason: text,
      remainingMs: fc.constant(null),
    }),
  ),
  call('escalation.accept', fc.record({ formId: fc.constantFrom(...formIds) })),
  call('escalation.answer', fc.record({ formId: fc.constantFrom(...formIds), solution: text, cause: text })),
  call('escalation.return', fc.record({ formId: fc.constantFrom(...formIds), reason: text })),
  call('ticket.resolve', fc.record({ solution: text, cause: text })),
  call('ticket.confirm'),
  call('ticket.close'),
  call('ticket.reopen', fc.record({ reason: text })),
  { arbitrary: call('ticket.cancel', fc.record({ reason: text })), weight: 1 },
  call('ticket.prioritise', fc.record({ urgency: levels, impact: levels, from: fc.constant(seen) })),
  call(
    'ticket.edit',
    fc
      .record({ field: fc.constantFrom('title', 'cause'), from: text, to: text })
      .map((one) => ({ changes: [one] })),
  ),
  call('sop.mark', fc.record({ step: fc.constantFrom('4', '8', '9', '15') })),
);

/** Clocks of every kind: minutes apart, years wrong, and the ends of what an instant can be. */
const clocks = fc.oneof(
  {
    arbitrary: fc.integer({ min: -30, max: 600 }).map((minutes) => nineOClock + minutes * minute),
    weight: 6,
  },
  fc.integer({ min: -10, max: 10 }).map((years) => nineOClock + years * 365 * 24 * 60 * minute),
  fc.constantFrom(0, -8_640_000_000_000_000, 8_640_000_000_000_000),
);
const people = fc.constantFrom<Person>(
  'operator',
  'operator2',
  'technician',
  'technician2',
  'supervisor',
  'admin',
);
const steps = fc.array(
  fc
    .tuple(people, calls, clocks)
    .map(([who, { name, args }, occurredAt]): Step => ({ who, name, args, occurredAt })),
  { minLength: 1, maxLength: 40 },
);

function play(
  sequence: readonly Step[],
  check: (tx: MemoryTransaction) => void,
  receivedAt: number | null = null,
) {
  const tx = memoryTransaction();
  run(tx, 'ticket.register', registration(), contextOf('operator'));
  const results = sequence.map((step, at) => {
    const before = { ticket: tx.ticket(ticketId), forms: [...tx.forms.values()], lines: tx.journal.size };
    const context = contextOf(step.who, { mutationId: at + 2, occurredAt: step.occurredAt, receivedAt });
    const result = run(tx, step.name, step.args, context);
    if (!result.ok) {
      expect({ ticket: tx.ticket(ticketId), forms: [...tx.forms.values()], lines: tx.journal.size }).toEqual(
        before,
      );
    }
    check(tx);
    return result;
  });
  return { tx, results };
}

function checkTicket(tx: MemoryTransaction): void {
  const ticket = tx.ticket(ticketId);
  if (ticket === undefined) throw new Error('the ticket is gone');
  let at = ticket.reportedAt;
  let state: string = 'new';
  for (const event of ticket.timeline) {
    expect(event.at).toBeGreaterThanOrEqual(at);
    at = event.at;
    if (event.type !== 'state') continue;
    expect(isAllowedMove(state as typeof ticket.state, event.to)).toBe(true);
    state = event.to;
  }
  expect(ticket.state).toBe(state);
  expect(ticket.resolvedAt === null).toBe(state !== 'resolved' && state !== 'closed');
  expect(ticket.closedAt === null).toBe(state !== 'closed' && state !== 'cancelled');
  const open = [...tx.forms.values()].filter(
    ({ data }) => data.code === 'FRM-006' && data.answered === null && data.returned === null,
  );
  if (ticket.openEscalation === null) {
    expect(open.length === 0 || state === 'cancelled').toBe(true);
  } else {
    expect(open.map(({ id }) => id)).toEqual([ticket.openEscalation]);
    expect(['in_progress', 'waiting']).toContain(state);
  }
}

function checkEnd(tx: MemoryTransaction): void {
  const ticket = tx.ticket(ticketId);
  expect(ticketSchema.parse(ticket)).toEqual(ticket);
  for (const form of tx.forms.values()) expect(formRecordSchema.parse(form)).toEqual(form);
  const lines = [...tx.journal.values()];
  for (const line of lines) {
    expect(journalEntrySchema.parse(line)).toEqual(line);
    expect(line.id.startsWith(`${ticketId}/j.B7.`)).toBe(true);
  }
  const count = (type: string) => lines.filter((line) => line.type === type).length;
  expect(ticket).toMatchObject({
    reopenCount: count('reopened'),
    escalationCount: count('escalated'),
    returnCount: count('escalation_returned'),
  });
  const handedOver = ticket?.escalations ?? [];
  expect(handedOver).toHaveLength(count('escalated'));
  expect(handedOver.filter(({ returnedAt }) => returnedAt !== null)).toHaveLength(
    count('escalation_returned'),
  );
  expect(ticket?.timeline.filter(({ type }) => type === 'reply')).toHaveLength(count('replied'));
  if (ticket !== undefined) {
    const progress = sopProgress(ticket);
    expect(progress.map(({ step }) => step)).toEqual(sopSteps.map(({ step }) => step));
    expect(progress.filter(({ state }) => state === 'next').length).toBeLessThanOrEqual(1);
  }
}

describe('any sequence of mutations under any clocks', () => {
  const seed = seedOf('sequences of mutations');

  it('keeps the timeline in order, its last state the ticket’s, every move an allowed one', () => {
    fc.assert(
      fc.property(steps, (sequence) => checkEnd(play(sequence, checkTicket).tx)),
      { seed, numRuns: 500 },
    );
  });

  it('gives the same rows and journal ids when it is replayed, and on the server apart from the receipt', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const first = play(sequence, () => undefined);
        const again = play(sequence, () => undefined);
        const server = play(sequence, () => undefined, nineOClock);
        for (const other of [again, server]) {
          expect(other.results).toEqual(first.results);
          expect([...other.tx.tickets]).toEqual([...first.tx.tickets]);
          expect([...other.tx.forms]).toEqual([...first.tx.forms]);
          expect([...other.tx.journal.keys()]).toEqual([...first.tx.journal.keys()]);
        }
        expect([...again.tx.journal]).toEqual([...first.tx.journal]);
      }),
      { seed, numRuns: 200 },
    );
  });
});
