import { beforeEach, describe, expect, it } from 'vitest';
import type { SavedFilter, SortColumn, TicketQuery } from '../contract.ts';
import type { ListTicket } from '../local/list-page.ts';
import { createPolicyShelf } from '../policies.ts';
import { DeskIndex } from './desk-index.ts';

/** Friday 20 November 2026, 09:00 WIB, within office hours of the Madiun pack. */
const nine = Date.UTC(2026, 10, 20, 2, 0);
const minute = 60_000;
const names: Record<string, string> = { u1: 'Ani', u2: 'Budi' };

function ticket(no: number, change: Partial<ListTicket> = {}): ListTicket {
  return {
    id: `t${String(no).padStart(5, '0')}`,
    number: `INS-DINKES-2611-B7-${String(no).padStart(4, '0')}`,
    title: `Judul ${no}`,
    client: { name: 'Siti Aminah' },
    opd: 'DINKES',
    category: 'other',
    kind: 'incident',
    priority: 1,
    urgency: 'high',
    impact: 'high',
    state: 'new',
    assignee: null,
    reportedAt: nine - no * minute,
    timeline: [],
    policy: { name: 'madiun', version: 1 },
    alwaysAvailable: false,
    ...change,
  };
}

function query(change: Partial<TicketQuery> = {}): TicketQuery {
  const any = { states: [], categories: [], priorities: [], opds: [], kinds: [], assignee: null };
  return { saved: 'all', text: '', ...any, sort: { column: 'number', descending: false }, ...change };
}

let index: DeskIndex;
const ids = (change: Partial<TicketQuery> = {}) =>
  [...index.query(query(change))].map((slot) => index.row(slot).id);
const put = (...tickets: ListTicket[]) => {
  for (const each of tickets) index.put(each);
  index.publish();
};

beforeEach(() => {
  index = new DeskIndex(
    { me: 'u1', policies: createPolicyShelf().find, nameOf: (id) => names[id] ?? id },
    nine,
  );
});

describe('list index', () => {
  it('filters by every column, by several values at once, and by text without accents or case', () => {
    put(
      ticket(1, { opd: 'DINSOS', category: 'access', kind: 'problem', priority: 2, assignee: 'u2' }),
      ticket(2, { title: 'Rapat Évaluasi', state: 'closed', assignee: 'u1' }),
      ticket(3, { client: { name: 'Gusti Ngurah' }, priority: null, urgency: null }),
    );
    expect(ids({ opds: ['DINSOS'] })).toEqual(['t00001']);
    expect(ids({ categories: ['access', 'other'], kinds: ['problem'] })).toEqual(['t00001']);
    expect(ids({ priorities: [1, 2] })).toEqual(['t00001', 't00002']);
    expect(ids({ states: ['closed'] })).toEqual(['t00002']);
    expect(ids({ assignee: 'u2' })).toEqual(['t00001']);
    expect(ids({ assignee: 'nobody' })).toEqual([]);
    expect(ids({ text: 'EVALUASI rapat' })).toEqual(['t00002']);
    expect(ids({ text: 'ngurah' })).toEqual(['t00003']);
    expect(ids({ text: 'b7-0002' })).toEqual(['t00002']);
  });

  it('finds the same letter by letter as at once, also across changes', () => {
    const tickets = [
      ticket(1, { title: 'Printer macet' }),
      ticket(2, { title: 'Jaringan putus' }),
      ticket(3),
    ];
    put(...tickets);
    for (const text of ['p', 'pr', 'prin', 'prin m', 'prin macet']) {
      expect(ids({ text })).toEqual(text === 'p' ? ['t00001', 't00002'] : ['t00001']);
    }
    expect(ids({ text: 'p' })).toEqual(['t00001', 't00002']);
    put(ticket(3, { title: 'Pranata printer' }));
    expect(ids({ text: 'pr' })).toEqual(['t00001', 't00003']);
    expect(ids({ text: 'pra' })).toEqual(['t00003']);
    expect(ids({ text: 'aringan' })).toEqual(['t00002']);
    expect(ids({ opds: ['TIDAKADA'] })).toEqual([]);
  });

  it('a clock that waits for the reporter approaches nothing, however much of it is used', () => {
    // Friday 14:00 to 16:00, and on Monday from 08:00: 6.5 of 8 working hours at 12:30.
    const reportedAt = nine + 5 * 60 * minute;
    const at = nine + (3 * 24 + 3.5) * 60 * minute;
    const running = {
      reportedAt,
      timeline: [{ at: reportedAt, type: 'state', to: 'in_progress' } as const],
    };
    index.tick(at);
    put(
      ticket(6, { ...running, state: 'in_progress' }),
      ticket(7, {
        ...running,
        state: 'waiting',
        timeline: [...running.timeline, { at, type: 'state', to: 'waiting' }],
      }),
    );
    expect(index.row(1).sla).toMatchObject({ metric: 'resolution', state: 'paused', warning: 0.75 });
    expect(ids({ saved: 'approaching' })).toEqual(['t00006']);
  });

  it('counts the saved filters and moves tickets between them as their clocks run', () => {
    put(ticket(1, { assignee: 'u1' }), ticket(2, { state: 'closed' }), ticket(5));
    expect(index.counts()).toMatchObject({
      all: 3,
      open: 2,
      mine: 1,
      unassigned: 1,
      approaching: 0,
      late: 0,
    });
    // Priority 1 wants a response within ten minutes: 75 % of it after seven and a half.
    index.tick(nine + 3 * minute);
    expect(ids({ saved: 'approaching' })).toEqual(['t00005']);
    index.tick(nine + 6 * minute);
    expect(ids({ saved: 'late' })).toEqual(['t00005']);
    expect(index.counts()).toMatchObject({ late: 1, approaching: 0 });
    index.tick(nine + 30 * minute);
    expect(index.counts()).toMatchObject({ late: 2 });
    const slot = index.query(query())[0] ?? 0;
    expect(index.row(slot).sla).toMatchObject({
      metric: 'response',
      state: 'breached',
      elapsedMs: 31 * minute,
    });
  });

  it('shows nothing half: changes appear together with publish, and the same query gives the same array', () => {
    put(ticket(1));
    const before = index.query(query());
    expect(index.query(query())).toBe(before);
    let told = 0;
    index.subscribe(() => {
      told += 1;
    });
    index.put(ticket(2));
    index.put(ticket(3));
    expect(index.query(query())).toBe(before);
    expect(index.counts().all).toBe(1);
    index.publish();
    expect(told).toBe(1);
    expect(index.query(query())).toHaveLength(3);
    index.tick(nine);
    expect(told).toBe(1);
  });

  it('any order of puts, changes and removals gives the same lists as a plain sort (seeded)', () => {
    let state = 7;
    const random = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    const words = ['internet', 'mati', 'Lambat', 'é', '', 'internet internet internet', 'ab', 'a'];
    const plain = new Map<string, ListTicket>();
    const columns: SortColumn[] = ['number', 'title', 'opd', 'priority', 'state', 'assignee', 'reportedAt'];
    const fold = (text: string) =>
      text
        .normalize('NFD')
        .replace(/\p{M}+/gu, '')
        .toLowerCase();
    const keyOf: Record<string, (t: ListTicket) => string | number> = {
      number: (t) => t.number,
      title: (t) => fold(t.title),
      opd: (t) => t.opd,
      priority: (t) => t.priority ?? 255,
      state: (t) => ['new', 'in_progress', 'waiting', 'resolved', 'closed', 'cancelled'].indexOf(t.state),
      assignee: (t) => (t.assignee === null ? '' : (names[t.assignee] ?? t.assignee)),
      reportedAt: (t) => t.reportedAt,
    };
    for (let round = 0; round < 60; round += 1) {
      for (let step = 0; step < 40; step += 1) {
        const no = random(700);
        const change = ticket(no, {
          title: `${words[random(8)]} ${words[random(8)]}`.trim(),
          opd: ['DINKES', 'DINSOS', 'BAPPEDA'][random(3)] ?? 'DINKES',
          priority: [1, 2, 3, null][random(4)] ?? null,
          state: (['new', 'waiting', 'closed'] as const)[random(3)] ?? 'new',
          assignee: [null, 'u1', 'u2'][random(3)] ?? null,
          reportedAt: nine - random(1_000) * minute,
        });
        if (random(5) === 0) {
          index.remove(change.id);
          plain.delete(change.id);
        } else {
          index.put(change);
          plain.set(change.id, change);
        }
      }
      index.publish();
      const column = columns[random(columns.length)] ?? 'number';
      const descending = random(2) === 0;
      const key = keyOf[column] ?? (() => 0);
      const shown = ids({ sort: { column, descending } }).map((id) => key(plain.get(id) ?? ticket(0)));
      const sorted = [...plain.values()].map(key).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      expect(shown, column).toEqual(descending ? sorted.reverse() : sorted);
      const mine = [...plain.values()].filter((t) => t.assignee === 'u1' && t.state !== 'closed');
      expect(ids({ saved: 'mine' as SavedFilter }).sort()).toEqual(mine.map((t) => t.id).sort());
      expect(index.counts()).toMatchObject({ all: plain.size, mine: mine.length });
      const found = [...plain.values()].filter((t) => fold(`${t.number} ${t.title}`).includes('lambat'));
      expect(ids({ text: 'lambat' }).sort()).toEqual(found.map((t) => t.id).sort());
    }
  });
});
