import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ladderOf } from '#shared/sla/ladder.ts';
import { minute, nineOClock as nine } from '../../../test/support/desk-in-memory.ts';
import { type Disk, listTicket, openLadderWindow, shelf } from '../../../test/support/ladder-window.ts';
import type { ListTicket } from '../../data/local/list-page.ts';
import { startTranslations } from '../../i18n/i18n.ts';

const second = 1_000;
const day = 24 * 60 * minute;

describe('ladder of a window', () => {
  let disk: Disk;
  let open: Awaited<ReturnType<typeof openLadderWindow>>[];
  beforeAll(() => startTranslations('id'));
  beforeEach(() => {
    disk = { tickets: new Map(), drafts: new Map(), isFull: false };
    open = [];
  });
  afterEach(async () => {
    for (const window of open) await window.close();
  });
  const begin = async (at: number) => {
    const window = await openLadderWindow(disk, at);
    open.push(window);
    await window.passTo(at + 3 * second);
    return window;
  };
  const add = (...tickets: readonly ListTicket[]) => {
    for (const each of tickets) disk.tickets.set(each.id, each);
  };

  it('LAD-1 announces each step at the instant the engine gives, and writes it down at the next beat', async () => {
    add(listTicket('0001'));
    const window = await begin(nine);
    const policy = shelf.find('madiun', 1, 'DINKES');
    if (policy === undefined) throw new Error('no pack');
    const steps = ladderOf(policy, listTicket('0001'), nine).toSorted((a, b) => a.tellAt - b.tellAt);
    for (const { tellAt } of steps) {
      const before = window.written.length;
      await window.passTo(tellAt - 1);
      expect(window.written).toHaveLength(before);
      await window.passTo(tellAt);
      expect(window.written).toHaveLength(before + 1);
    }
    expect(window.shown.map(({ at }) => at)).toEqual(steps.map(({ tellAt }) => tellAt));
    expect(window.written.flatMap(({ keys }) => keys)).toEqual(
      steps.map(({ metric, at, durationMs }) => `${metric}.${at * 100}.${durationMs}`),
    );
  });

  it('says number, metric, what is left and when it is due, in the zone of the office', async () => {
    add(
      listTicket('0001'),
      listTicket('0002', { policy: { name: 'polewali', version: 1 }, reportedAt: nine - 60 * minute }),
    );
    const window = await begin(nine - 60 * minute);
    await window.passTo(nine + 10 * minute);
    expect(window.shown.filter(({ title }) => title.includes('0001'))).toMatchObject([
      {
        title: 'Respons: 50% waktu terpakai – INS-DINKES-2611-B7-0001',
        body: 'Sisa waktu 5 m. Tenggat Jumat, 20 November 2026, 09.10 WIB.\nJudul 0001',
      },
      { title: 'Respons: 75% waktu terpakai – INS-DINKES-2611-B7-0001' },
      { title: 'Respons: 90% waktu terpakai – INS-DINKES-2611-B7-0001' },
      {
        title: 'Respons: tenggat tiba – INS-DINKES-2611-B7-0001',
        body: 'Waktu habis. Tenggat Jumat, 20 November 2026, 09.10 WIB.\nJudul 0001',
      },
    ]);
    expect(window.shown.find(({ title }) => title.includes('0002'))?.body).toContain('09.10 WITA');
  });

  it('LAD-3 after three days asleep shows the right states within one beat and one summary, and writes the highest steps', async () => {
    add(
      ...Array.from({ length: 12 }, (_, no) => listTicket(`00${10 + no}`)),
      listTicket('0099', {
        timeline: [{ at: nine, type: 'state', to: 'in_progress' }],
        state: 'in_progress',
      }),
      listTicket('0098', { assignee: 'other' }),
    );
    const window = await begin(nine);
    const solved = listTicket('0011', {
      state: 'resolved',
      timeline: [{ at: nine + 5 * second, type: 'state', to: 'resolved' }],
    });
    window.put(solved);
    await window.jumpTo(nine + 3 * day - 60 * minute);
    expect(window.index.counts()).toMatchObject({ late: 12 });
    // Eleven responses late, twelve resolutions past three quarters.
    expect(window.shown).toEqual([
      {
        at: nine + 3 * day - 60 * minute,
        title: '23 tenggat lewat atau mendekat selama komputer tertidur atau aplikasi tertutup',
        body: '11 terlambat, 12 peringatan',
      },
    ]);
    expect(window.written).toHaveLength(12);
    expect(window.written[0]).toEqual({
      name: 'notice.record',
      id: '0010',
      keys: ['response.100.600000', 'resolution.75.28800000'],
    });
    expect(window.written.find(({ id }) => id === '0099')?.keys).toEqual(['resolution.75.28800000']);
    await window.passTo(nine + 3 * day - 59 * minute);
    expect(window.shown).toHaveLength(1);
  });

  it('LAD-2 tells nothing twice when the clock is put back, and goes on when it comes there again', async () => {
    add(listTicket('0001'));
    const window = await begin(nine);
    await window.passTo(nine + 8 * minute);
    await window.jumpTo(nine - day);
    await window.passTo(nine + 8 * minute);
    expect(window.shown).toHaveLength(2);
    await window.passTo(nine + 9 * minute);
    expect(window.shown).toHaveLength(3);
    // One beat came after two steps, and wrote down the higher.
    expect(window.written.flatMap(({ keys }) => keys)).toEqual(['response.75.600000', 'response.90.600000']);
  });

  it('LAD-1 counts by the server’s time where the computer’s clock is wrong', async () => {
    add(listTicket('0001'));
    const window = await begin(nine - 2 * 60 * minute);
    await window.learn(2 * 60 * minute - 3 * second);
    await window.passTo(nine - 2 * 60 * minute + 6 * minute);
    expect(window.shown.map(({ at }) => at)).toEqual([nine + 5 * minute]);
  });

  it('LAD-4 on a new device writes down nothing of what came due before', async () => {
    add(listTicket('0001'), listTicket('0002', { reportedAt: nine - 40 * day }));
    const window = await begin(nine + 8 * minute);
    expect(window.written).toEqual([]);
    await window.passTo(nine + 9 * minute);
    expect(window.written.map(({ id }) => id)).toEqual(['0001']);
  });

  it('LAD-4 after a restart tells what came due meanwhile, and not again what it told before', async () => {
    add(listTicket('0001'));
    const first = await begin(nine);
    await first.passTo(nine + 5 * minute);
    await first.close();
    expect(first.lists.at(-1)).toBe(0);
    const next = await openLadderWindow(disk, nine + 9.5 * minute);
    open.push(next);
    next.setPhase('pulling');
    await next.passTo(nine + 9.5 * minute + 4_000);
    expect(next.shown).toEqual([]);
    next.setPhase('idle');
    await next.passTo(nine + 9.5 * minute + 5_000);
    expect(next.shown.map(({ title }) => title)).toEqual([
      'Respons: 90% waktu terpakai – INS-DINKES-2611-B7-0001',
    ]);
    expect(next.written.map(({ keys }) => keys)).toEqual([['response.90.600000']]);
  });

  it('LAD-3 tells, but does not write down again, what somebody else wrote down', async () => {
    add(listTicket('0001', { notices: { 'response.50.600000': nine } }));
    const window = await begin(nine);
    await window.passTo(nine + 5 * minute);
    expect(window.shown).toHaveLength(1);
    expect(window.written).toEqual([]);
  });

  it('LAD-4 tells of a ticket that arrives late what came due within a day', async () => {
    const window = await begin(nine + 9 * minute);
    window.put(listTicket('0001'));
    window.put(listTicket('0002', { reportedAt: nine - 40 * day }));
    await window.passTo(nine + 9 * minute + 5 * second);
    expect(window.written.map(({ id, keys }) => [id, keys])).toEqual([['0001', ['response.90.600000']]]);
    expect(window.shown).toHaveLength(1);
  });

  it('tries at its next start again what a full disk refused', async () => {
    add(listTicket('0001'));
    const first = await begin(nine);
    await first.passTo(nine + 60 * second);
    disk.isFull = true;
    await first.passTo(nine + 5 * minute);
    disk.isFull = false;
    await first.close();
    const next = await begin(nine + 6 * minute);
    expect(next.written.map(({ keys }) => keys)).toEqual([['response.50.600000']]);
  });
});
