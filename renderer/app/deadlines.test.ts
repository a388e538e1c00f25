import { describe, expect, it } from 'vitest';
import type { ListRow } from '../data/contract.ts';
import { comingDeadlines } from './deadlines.ts';

const words = {
  title: (row: ListRow, metric: string) => `${metric} ${row.number}`,
  opens: (row: ListRow) => `/tiket/${row.id}`,
};

function row(id: string, dueAt: number | null, change: Partial<ListRow> = {}, state = 'running'): ListRow {
  const sla = { metric: 'response', state, dueAt };
  return { id, number: `N-${id}`, title: `Judul ${id}`, assignee: 'me', sla, ...change } as ListRow;
}
const idsOf = (rows: readonly ListRow[], isDesk = false) =>
  comingDeadlines(rows, { id: 'me', isDesk }, 100, words).map(({ id }) => id);

describe('coming deadlines', () => {
  it('are those of my tickets, the nearest first', () => {
    expect(idsOf([row('b', 300), row('a', 200), row('c', 250, { assignee: 'you' })])).toEqual([
      'a response',
      'b response',
    ]);
  });
  it('are for the desk also those nobody has taken', () => {
    const rows = [row('a', 200, { assignee: null }), row('b', 300)];
    expect(idsOf(rows)).toEqual(['b response']);
    expect(idsOf(rows, true)).toEqual(['a response', 'b response']);
  });
  it('run, and lie ahead', () => {
    const rows = [
      row('past', 100),
      row('none', null),
      row('paused', 200, {}, 'paused'),
      row('late', 300, {}, 'breached'),
    ];
    expect(idsOf([...rows, row('no target', 200, { sla: null })])).toEqual([]);
  });
  it('say what they are and lead to the ticket', () => {
    expect(comingDeadlines([row('a', 200)], { id: 'me', isDesk: false }, 100, words)).toEqual([
      { id: 'a response', at: 200, title: 'response N-a', body: 'Judul a', opens: '/tiket/a' },
    ]);
  });
});
