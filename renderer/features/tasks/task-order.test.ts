import { describe, expect, it } from 'vitest';
import type { ListRow } from '../../data/contract.ts';
import { byDeadline } from './task-order.ts';

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
