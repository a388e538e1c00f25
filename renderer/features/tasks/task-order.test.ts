import { describe, expect, it } from 'vitest';
import { deskWithTicket } from '../../../test/support/desk-in-memory.ts';
import type { ListRow } from '../../data/contract.ts';
import { DeskIndex } from '../../data/index/desk-index.ts';
import { listPart } from '../../data/local/list-page.ts';
import { createPolicyShelf } from '../../data/policies.ts';
import { byDeadline, type FoundEscalation, tasksOf } from './task-order.ts';

const row = (id: string, dueAt: number | null, reportedAt: number): ListRow =>
  ({ id, reportedAt, sla: dueAt === null ? null : { dueAt } }) as ListRow;

describe('the order of tasks', () => {
  it('is by deadline; what has none comes after, the oldest report first', () => {
    const rows = [
      row('none-new', null, 20),
      row('late', 5, 9),
      row('soon', 50, 1),
      row('none-old', null, 10),
    ];
    expect(rows.sort(byDeadline).map(({ id }) => id)).toEqual(['late', 'soon', 'none-old', 'none-new']);
  });
});

describe('the tasks of a person', () => {
  const minute = 60_000;
  const handOver = { to: 'teknisi', toLevel: 2, reason: 'Jaringan', remainingMs: null };

  function atDesk() {
    const { must, ticket: read } = deskWithTicket();
    must('operator', 'ticket.escalate', { ...handOver, formId: `${read().id}/f.1` });
    const ticket = read();
    const { find } = createPolicyShelf();
    const index = new DeskIndex({ me: 'teknisi', policies: find, nameOf: (id) => id }, ticket.updatedAt);
    const part = listPart(ticket);
    if (part === undefined) throw new Error('not listed');
    index.put(part);
    index.publish();
    const found: FoundEscalation = {
      slot: 0,
      ticket,
      formId: `${ticket.id}/f.1`,
      data: {} as FoundEscalation['data'],
    };
    return { index, ticket, found, own: Uint32Array.of(0) };
  }

  it('count down while they are looked at, also where nothing else changes', () => {
    const { index, ticket, found, own } = atDesk();
    const version = index.version();
    const left = () => [
      tasksOf(index, own, [found]).escalations[0]?.row.sla?.remainingMs ?? 0,
      tasksOf(index, own, []).assigned[0]?.sla?.remainingMs ?? 0,
    ];
    const [before = 0] = left();
    index.tick(ticket.updatedAt + 3 * minute);
    expect(index.version()).toBe(version);
    expect(left()).toEqual([before - 3 * minute, before - 3 * minute]);
  });

  it('tell a ticket once, and none whose slot holds another by now', () => {
    const { index, found, own } = atDesk();
    expect(tasksOf(index, own, [found]).assigned).toEqual([]);
    const gone = { ...found, ticket: { ...found.ticket, id: 'lain' } };
    expect(tasksOf(index, own, [gone]).escalations).toEqual([]);
    expect(tasksOf(index, own, [gone]).assigned).toHaveLength(1);
  });
});
