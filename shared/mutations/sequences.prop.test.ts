import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contextOf,
  memoryTransaction,
  nineOClock,
  registration,
  run,
  testPack,
  ticketId,
} from '../../test/support/desk-in-memory.ts';
import type { MemoryTransaction } from '../../test/support/memory-transaction.ts';
import { type RandomAct, randomActs, randomFacts } from '../../test/support/random-mutations.ts';
import { seedOf } from '../../test/support/seed.ts';
import { journalEntrySchema } from '../domain/journal.ts';
import { readNoticeText } from '../domain/notice-text.ts';
import { sopProgress, sopSteps } from '../domain/sop.ts';
import { type Ticket, ticketSchema } from '../domain/ticket.ts';
import { isAllowedMove } from '../domain/transitions.ts';
import { formRecordSchema } from '../forms/form.ts';
import { evaluate, type TargetStatus } from '../sla/evaluate.ts';

const endOfTime = 8_640_000_000_000_000;
const packNames = ['madiun', 'jabar', 'magelang'] as const;

/** A ticket's life: the pack of its office, what was known of the service at first, and what was done to it. */
interface Life {
  readonly pack: (typeof packNames)[number];
  readonly facts: object;
  readonly acts: readonly RandomAct[];
}
const lives = fc.record<Life>({ pack: fc.constantFrom(...packNames), facts: randomFacts, acts: randomActs });

/** A second version of every pack, for reports of a time to come: one priority for all, and no procedure. */
const policies = packNames.map((name) => {
  const { priority } = testPack(name);
  const cells = Object.fromEntries(Object.keys(priority.cells).map((key) => [key, 1]));
  const pack = testPack(name, { version: 2, priority: { ...priority, cells }, steps: [] });
  return { pack, effectiveFrom: endOfTime };
});

/** Empty desks, made once: packs are compiled when first asked for. */
const desks = {
  madiun: memoryTransaction('madiun', { policies }),
  jabar: memoryTransaction('jabar', { policies }),
  magelang: memoryTransaction('magelang', { policies }),
} as const;

/** What is judged for good: targets that had stopped before an instant, as they are said to be in the end. */
function targetsOver(tx: MemoryTransaction, ticket: Ticket, before: number): readonly TargetStatus[] {
  const policy = tx.policy(ticket.policy.name, ticket.policy.version, ticket.opd);
  if (policy === undefined) throw new Error('the ticket has no policy');
  const { metrics } = evaluate(policy, ticket, endOfTime);
  return metrics.filter(({ stoppedAt }) => stoppedAt !== null && stoppedAt < before);
}

function ticketOf(tx: MemoryTransaction): Ticket {
  const ticket = tx.ticket(ticketId);
  if (ticket === undefined) throw new Error('the ticket is gone');
  return ticket;
}

function play(
  { pack, facts, acts }: Life,
  check: (tx: MemoryTransaction) => void,
  receivedAt: number | null = null,
) {
  const tx = desks[pack].fork();
  run(tx, 'ticket.register', registration(facts as Record<string, unknown>), contextOf('operator'));
  const results = acts.map(({ who, name, args, occurredAt, clock }, at) => {
    const ticket = ticketOf(tx);
    const before = { ticket, forms: [...tx.forms.values()], lines: tx.journal.size };
    const decidedUntil = Math.max(occurredAt, ticket.earlier?.at(-1)?.until ?? occurredAt);
    const isJudgement = name === 'ticket.prioritise' || name === 'ticket.classify';
    const over = isJudgement ? targetsOver(tx, ticket, decidedUntil) : [];
    const context = contextOf(who, { mutationId: at + 2, occurredAt, receivedAt, clock });
    const result = run(tx, name, args, context);
    if (!result.ok) {
      expect({ ticket: tx.ticket(ticketId), forms: [...tx.forms.values()], lines: tx.journal.size }).toEqual(
        before,
      );
    } else if (isJudgement) {
      const still = targetsOver(tx, ticketOf(tx), decidedUntil);
      expect(still.filter((status) => over.some(({ metric }) => metric === status.metric))).toEqual(over);
    }
    check(tx);
    return result;
  });
  return { tx, results };
}

function checkTicket(tx: MemoryTransaction): void {
  const ticket = ticketOf(tx);
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

/** Milestones, earlier facts, excuses, notices and doubts. */
function checkClocks(tx: MemoryTransaction, ticket: Ticket): void {
  const lines = [...tx.journal.values()];
  const isOnce = (names: readonly string[]) => expect(new Set(names).size).toBe(names.length);
  isOnce(ticket.timeline.flatMap((event) => (event.type === 'step' ? [event.step] : [])));
  const until = (ticket.earlier ?? []).map((facts) => facts.until);
  expect(until).toEqual([...until].sort((a, b) => a - b));
  const excuses = ticket.excuses ?? [];
  isOnce(excuses.map(({ metric }) => metric));
  for (const { decision, decidedBy, decidedAt } of excuses) {
    expect([decidedBy === null, decidedAt === null]).toEqual([
      decision === 'pending',
      decision === 'pending',
    ]);
  }
  const told = lines.flatMap(({ type, text }) => (type === 'notified' ? readNoticeText(text) : []));
  const keys = told.map(({ metric, percent }) => `${metric}.${percent}.600000`);
  expect(keys.sort()).toEqual(Object.keys(ticket.notices ?? {}).sort());
  const doubt = ticket.clockDoubt;
  if (doubt !== undefined) {
    const { at, ...clock } = doubt;
    expect(lines.some((line) => line.occurredAt === at && line.clock !== undefined)).toBe(true);
    expect(lines.map((line) => line.clock)).toContainEqual(clock);
  }
}

function checkEnd(tx: MemoryTransaction): void {
  const ticket = ticketOf(tx);
  checkClocks(tx, ticket);
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
  const handedOver = ticket.escalations ?? [];
  expect(handedOver).toHaveLength(count('escalated'));
  expect(handedOver.filter(({ returnedAt }) => returnedAt !== null)).toHaveLength(
    count('escalation_returned'),
  );
  expect(ticket.timeline.filter(({ type }) => type === 'reply')).toHaveLength(count('replied'));
  const progress = sopProgress(ticket);
  expect(progress.map(({ step }) => step)).toEqual(sopSteps.map(({ step }) => step));
  expect(progress.filter(({ state }) => state === 'next').length).toBeLessThanOrEqual(1);
}

describe('any sequence of mutations under any clocks', () => {
  const seed = seedOf('sequences of mutations');

  it('keeps the timeline in order, every move an allowed one, and what is over as it was judged', () => {
    fc.assert(
      fc.property(lives, (life) => checkEnd(play(life, checkTicket).tx)),
      { seed, numRuns: 500 },
    );
  });

  it('gives the same rows and journal ids when it is replayed, and on the server apart from the receipt', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const first = play(life, () => undefined);
        const again = play(life, () => undefined);
        const server = play(life, () => undefined, nineOClock);
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
