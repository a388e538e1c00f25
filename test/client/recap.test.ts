import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ticket } from '#shared/domain/ticket.ts';
import { monthPeriod } from '#shared/recap/period.ts';
import { readMonth, recapOfMonth } from '../../renderer/features/recap/desk-recap.ts';
import { zoneOfOffice } from '../../renderer/ui/office-format.ts';
import { recapOf } from '../../server/cli/recap-command.ts';
import { testOpd } from '../support/desk-in-memory.ts';
import { excuse, hour, minute, ticketOf } from '../support/recap-tickets.ts';
import { type Desk, openDesk } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

/** 1 November 2026, 00:00 WITA: still October in Jakarta. */
const midnight = Date.UTC(2026, 9, 31, 16);

let server: TestServer;
let reader: Desk;
let readerOfTwo: Desk;
beforeAll(async () => {
  server = await TestServer.start();
  const office = { ...testOpd('POLMAN'), policy: 'polewali' };
  const tangerang = { ...testOpd('TANGKOT'), policy: 'tangerang' };
  const polman = (id: string, reportedAt: number, change: Partial<Ticket> = {}) =>
    ticketOf(id, { opd: 'POLMAN', policy: { name: 'polewali', version: 1 }, reportedAt, ...change });
  const solved = (after: number) => [
    { at: midnight + after, type: 'state' as const, to: 'in_progress' as const },
    { at: midnight + after + minute, type: 'state' as const, to: 'resolved' as const },
  ];
  const tickets = [
    polman('1', midnight - minute, { timeline: solved(minute) }),
    polman('2', midnight, { timeline: solved(60 * hour), excuses: [excuse('response', 'approved')] }),
    polman('3', midnight + 30 * minute, {
      clockDoubt: { claimedAt: null, skewMs: 5 * minute, at: midnight },
    }),
    polman('4', midnight + 100 * hour, { urgency: null, impact: null, priority: null }),
    ticketOf('5', { opd: 'DINSOS', reportedAt: midnight + 30 * minute }),
    ticketOf('6', { opd: 'DINSOS', reportedAt: midnight + hour }),
  ];
  await server.write([
    { kind: 'opd', id: office.code, doc: office },
    { kind: 'opd', id: tangerang.code, doc: tangerang },
    ...tickets.map((doc) => ({ kind: 'ticket' as const, id: doc.id, doc })),
  ]);
  await server.addUser('jakarta', 'supervisor', { opd: 'DINKES', scope: '*' });
  reader = await openDesk(server, 'jakarta');
  await server.addUser('dua', 'supervisor', { opd: 'DINKES', scope: ['DINKES', 'DINSOS'] });
  readerOfTwo = await openDesk(server, 'dua');
});
afterAll(() => server.stop());

/** What the screen shows, and the paper prints, of November. */
async function onScreen(opd: string | null, { desk }: Desk = reader) {
  const month = monthPeriod('2026-11', zoneOfOffice(desk.reference, opd ?? desk.me.opd));
  if (!month.ok) throw new Error(month.error);
  const read = await readMonth(desk, month.value);
  const recap = recapOfMonth(desk, read, opd);
  if (recap === null) throw new Error('not read');
  return { recap, now: read.now };
}

describe('the recap of a month on screen and on the command line', () => {
  it('is cut in the zone of the office it is of, whoever reads it', async () => {
    const { recap, now } = await onScreen('POLMAN');
    expect(recap).toEqual(await recapOf(server.db, { period: '2026-11', opd: 'POLMAN' }, now));
    expect(recap.period).toMatchObject({ from: midnight, timeZone: 'Asia/Makassar' });
    expect(recap.totals).toEqual({ carriedIn: 1, reported: 3, resolved: 2, cancelled: 0, carriedOut: 2 });
    expect(recap.doubts).toEqual({ tickets: 1, worstMs: 5 * minute });
    expect(recap.attainment[0]).toMatchObject({ metric: 'response', total: { breached: 2, excused: 1 } });
  });

  it('is cut in the zone of the reader’s office where it is of all', async () => {
    const { recap, now } = await onScreen(null);
    expect(recap).toEqual(await recapOf(server.db, { period: '2026-11', zone: 'Asia/Jakarta' }, now));
    expect(recap.period).toMatchObject({ from: midnight + hour, timeZone: 'Asia/Jakarta' });
    expect(recap.byOpd.find(({ key }) => key === 'POLMAN')).toMatchObject({ carriedIn: 2, reported: 1 });
    expect(recap.byOpd.find(({ key }) => key === 'DINSOS')).toMatchObject({ carriedIn: 1, reported: 1 });
  });

  it('of all offices is of those the reader answers for: no capacity of another one’s pack', async () => {
    const { recap } = await onScreen(null, readerOfTwo);
    expect(recap.capacity).toEqual([]);
    expect(recap.byOpd.map(({ key }) => key)).toEqual(['DINKES', 'DINSOS']);
    expect(recap.totals).toMatchObject({ carriedIn: 1, reported: 1 });
    expect((await onScreen(null)).recap.capacity).toMatchObject([{ policy: 'tangerang' }]);
  });
});
