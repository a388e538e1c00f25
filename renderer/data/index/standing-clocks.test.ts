import { beforeEach, describe, expect, it } from 'vitest';
import type { ListTicket } from '../local/list-page.ts';
import { createPolicyShelf } from '../policies.ts';
import { DeskIndex } from './desk-index.ts';

/** Friday 20 November 2026, 09:00 WIB. */
const nine = Date.UTC(2026, 10, 20, 2, 0);

function ticket(id: string, change: Partial<ListTicket> = {}): ListTicket {
  return {
    id,
    number: `N-${id}`,
    title: `Judul ${id}`,
    client: { name: 'Siti Aminah' },
    opd: 'DINKES',
    category: 'other',
    kind: 'incident',
    priority: 1,
    urgency: 'high',
    impact: 'high',
    state: 'new',
    assignee: null,
    reportedAt: nine,
    timeline: [],
    policy: { name: 'madiun', version: 1 },
    alwaysAvailable: false,
    ...change,
  };
}

describe('clocks of open tickets', () => {
  let index: DeskIndex;
  let heard: string[][];
  beforeEach(() => {
    index = new DeskIndex({ me: 'u1', policies: createPolicyShelf().find, nameOf: (id) => id }, nine);
    heard = [];
    index.watchClocks((ids) => heard.push([...ids].sort()));
  });

  it('are found by id while the ticket is open', () => {
    index.put(ticket('a', { assignee: 'u1', notices: { 'response.90.600000': 7 } }));
    index.put(ticket('b', { state: 'closed' }));
    index.publish();
    expect(index.openClock('a')).toMatchObject({
      number: 'N-a',
      assignee: 'u1',
      state: 'new',
      notices: { 'response.90.600000': 7 },
    });
    expect([...index.openClocks()]).toEqual([index.openClock('a')]);
    expect(index.openClock('b')).toBeUndefined();
    expect(index.openClock('c')).toBeUndefined();
    index.remove('a');
    expect(index.openClock('a')).toBeUndefined();
  });

  it('are told of when put in, taken out or judged anew, together with the version, and by no tick', () => {
    index.put(ticket('a'));
    index.put(ticket('b'));
    expect(heard).toEqual([]);
    index.publish();
    index.tick(nine + 86_400_000);
    index.put(ticket('b', { state: 'cancelled' }));
    index.remove('a');
    index.publish();
    expect(heard).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    index.put(ticket('c'));
    index.publish();
    for (const _ of index.judgeAnew());
    index.publish();
    expect(heard.slice(2)).toEqual([['c'], ['c']]);
  });

  it('are told of to nobody who has stopped listening', () => {
    const stop = index.watchClocks(() => heard.push(['second']));
    stop();
    index.put(ticket('a'));
    index.publish();
    expect(heard).toEqual([['a']]);
  });
});
