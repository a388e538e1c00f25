import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ticket } from '#shared/domain/ticket.ts';
import { anyTicket, day, hour, minute } from '../../../test/support/recap-tickets.ts';
import { seedOf } from '../../../test/support/seed.ts';
import type { ListRow, SavedFilter, TicketQuery } from '../contract.ts';
import { type ListTicket, listPart } from '../local/list-page.ts';
import { createPolicyShelf } from '../policies.ts';
import { DeskIndex } from './desk-index.ts';

/** Friday 20 November 2026, 09:00 WIB. */
const nine = Date.UTC(2026, 10, 20, 2, 0);
const count = 10_000;
const policies = createPolicyShelf().find;

function listTicket(ticket: Ticket): ListTicket {
  const part = listPart(ticket);
  if (part === undefined) throw new Error('not a ticket of the list');
  return part;
}

function query(saved: SavedFilter): TicketQuery {
  const any = { text: '', states: [], categories: [], priorities: [], opds: [], kinds: [], assignee: null };
  return { saved, ...any, sort: { column: 'due', descending: false } };
}

function indexOf(tickets: ReadonlyMap<string, ListTicket>, now: number): DeskIndex {
  const index: DeskIndex = new DeskIndex(
    {
      me: 'u1',
      policies,
      nameOf: (id) => id,
      reread(ids) {
        for (const id of ids) index.put(tickets.get(id) as ListTicket);
        index.publish();
      },
    },
    now,
  );
  for (const ticket of tickets.values()) index.put(ticket);
  index.publish(true);
  return index;
}

/** What every ticket shows, and what is late or near it. */
function shown(index: DeskIndex) {
  const ids = (saved: SavedFilter) => [...index.query(query(saved))].map((slot) => index.row(slot).id).sort();
  const rows = [...index.query(query('all'))].map((slot) => index.row(slot));
  const targets = rows.map(({ id, sla }): readonly [string, ListRow['sla']] => [id, sla]);
  return {
    targets: Object.fromEntries(targets),
    late: ids('late'),
    approaching: ids('approaching'),
    counts: index.counts(),
  };
}

describe('the ticker of the index', () => {
  it('TICK-1 after any sleep and any change of the clock shows within one tick what a fresh index shows', () => {
    const seed = seedOf('ticker of the index');
    const drawn = fc.sample(anyTicket('0', nine - 40 * day, 45 * day), { numRuns: count, seed });
    const tickets = new Map(
      drawn.map((ticket, at) => {
        const id = `t${String(at).padStart(5, '0')}`;
        return [id, listTicket({ ...ticket, id, number: id })] as const;
      }),
    );
    const jump = fc.oneof(
      fc.constant(3 * day),
      fc.integer({ min: 1, max: 2_000 }),
      fc.integer({ min: minute, max: 3 * hour }),
      fc.integer({ min: -3 * hour, max: -1 }),
      fc.integer({ min: -10 * day, max: -hour }),
    );
    fc.assert(
      fc.property(fc.array(jump, { minLength: 2, maxLength: 5 }), (jumps) => {
        let now = nine;
        const index = indexOf(tickets, now);
        for (const by of jumps) {
          now += by;
          index.tick(now);
          expect(shown(index)).toEqual(shown(indexOf(tickets, now)));
        }
      }),
      { seed, numRuns: 4, endOnFailure: true },
    );
  });
});
