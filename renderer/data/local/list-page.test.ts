import { describe, expect, it } from 'vitest';
import { hour, ticketOf } from '../../../test/support/recap-tickets.ts';
import { DeskIndex } from '../index/desk-index.ts';
import { slaInputOf } from '../index/watched-target.ts';
import { createPolicyShelf } from '../policies.ts';
import { type ListTicket, listPageOf, readListPage } from './list-page.ts';

/** Friday 20 November 2026, 09:00 WIB. */
const nine = Date.UTC(2026, 10, 20, 2, 0);
const policies = createPolicyShelf().find;

/** What the list has of a ticket after it was stored and read. */
function listed(...change: Parameters<typeof ticketOf>): ListTicket {
  const [ticket] = readListPage(listPageOf([{ ...ticketOf(...change) }]));
  if (ticket === undefined) throw new Error('not in the list');
  return ticket;
}

const earlier = [{ until: nine - hour, kind: 'incident' as const, urgency: 'low' as const, impact: null }];
const notices = { 'response.50.600000': nine };

describe('list page', () => {
  it('carries what clocks run on, and nothing that most tickets do not have', () => {
    const plain = listed('1', {
      reportedAt: nine,
      severity: null,
      serviceClass: null,
      supportContract: false,
      onSite: false,
      earlier: [],
    });
    expect(Object.keys(plain)).toEqual(Object.keys(listed('1', { reportedAt: nine })));
    expect(Object.keys(plain)).not.toContain('earlier');
    const facts = {
      severity: 'major',
      serviceKind: 'public',
      serviceClass: 'critical',
      onSite: true,
    } as const;
    const full = listed('2', { reportedAt: nine, ...facts, supportContract: true, earlier, notices });
    expect(full).toMatchObject({ ...facts, supportContract: true, earlier, notices });
    expect(slaInputOf(full)).toMatchObject({ ...facts, supportContract: true, earlier, reportedAt: nine });
    expect(slaInputOf(full)).not.toHaveProperty('notices');
    expect(slaInputOf(plain)).toEqual({
      urgency: 'medium',
      impact: 'medium',
      kind: 'incident',
      alwaysAvailable: false,
      reportedAt: nine,
      timeline: [],
      earlier: undefined,
    });
  });

  it('of a ticket that is over keeps the classifications but not whom was told', () => {
    const timeline = [{ at: nine, type: 'state' as const, to: 'cancelled' as const }];
    const over = listed('3', { reportedAt: nine - hour, timeline, earlier, notices });
    expect(over).toMatchObject({ state: 'cancelled', earlier });
    expect(over).not.toHaveProperty('notices');
  });

  it('gives the open clocks with facts, earlier classifications and what was told', () => {
    const index = new DeskIndex({ me: 'u1', policies, nameOf: (id) => id }, nine);
    const resolved = [
      { at: nine - hour, type: 'state' as const, to: 'in_progress' as const },
      { at: nine, type: 'state' as const, to: 'resolved' as const },
    ];
    const policy = { name: 'magelang', version: 1 };
    const facts = { severity: 'minor', serviceKind: 'public', serviceClass: 'normal' } as const;
    index.put(
      listed('1', { reportedAt: nine - 2 * hour, policy, ...facts, earlier, notices, assignee: 'u2' }),
    );
    index.put(listed('2', { reportedAt: nine - 2 * hour, timeline: resolved }));
    index.put(listed('3', { reportedAt: nine - 2 * hour, policy: { name: 'belum-ada', version: 3 } }));
    index.put(
      listed('4', {
        reportedAt: nine - 2 * hour,
        timeline: [...resolved, { at: nine, type: 'state', to: 'closed' }],
      }),
    );
    index.publish();
    // Everything has been asked for once: what is over is forgotten, what stands is not.
    while (index.warm(1));
    const clocks = [...index.openClocks()];
    expect(clocks.map(({ id, state }) => [id, state])).toEqual([
      ['1', 'new'],
      ['2', 'resolved'],
      ['3', 'new'],
    ]);
    expect(clocks[0]).toEqual({
      id: '1',
      number: 'INS-DINKES-2611-B7-0001',
      title: 'Tiket 1',
      opd: 'DINKES',
      assignee: 'u2',
      state: 'new',
      policy,
      input: expect.objectContaining({ ...facts, earlier, reportedAt: nine - 2 * hour }),
      notices,
    });
    expect(clocks[1]).toMatchObject({ policy: { name: 'madiun', version: 1 }, notices: {} });
    index.remove('1');
    expect([...index.openClocks()].map(({ id }) => id)).toEqual(['2', '3']);
    // The facts decide: minor, public and normal make priority 5; urgency and impact say nothing to this pack.
    index.put(listed('1', { reportedAt: nine - hour, policy, ...facts }));
    const row = [0, 1, 2, 3].map((slot) => index.row(slot)).find(({ id }) => id === '1');
    expect(row?.sla).toMatchObject({ metric: 'response', durationMs: 2 * hour, comparison: 'lt' });
  });
});
