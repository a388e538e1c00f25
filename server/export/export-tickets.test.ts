import { describe, expect, it } from 'vitest';
import type { Ticket } from '#shared/domain/ticket.ts';
import { ticketSchema } from '#shared/domain/ticket.ts';
import { PolicyShelf } from '#shared/sla/policy-shelf.ts';
import { memoryPlace } from '../../test/support/memory-place.ts';
import { loadShipped } from '../cli/with-database.ts';
import { openDatabase } from '../db/open.ts';
import { writeRows } from '../store/rows.ts';
import { exportedTicket, exportTickets } from './export-tickets.ts';

const reportedAt = Date.UTC(2026, 10, 20, 2);
const hour = 3_600_000;

function ticketOf(place: number, opd: string, change: Partial<Ticket> = {}): Ticket {
  return ticketSchema.parse({
    id: `t${String(place).padStart(5, '0')}`,
    number: `INS-${opd}-2611-00-${String(place).padStart(4, '0')}`,
    kind: 'incident',
    opd,
    title: 'Judul',
    description: 'Isi\nbaris kedua',
    category: 'other',
    firstCategory: 'other',
    channel: 'telephone',
    client: { name: 'Siti' },
    state: 'new',
    urgency: 'high',
    impact: 'high',
    priority: 1,
    policy: { name: 'madiun', version: 1 },
    assignee: null,
    team: null,
    supportLevel: 1,
    openEscalation: null,
    reportedAt,
    registeredAt: reportedAt,
    registeredBy: 'u',
    timeline: [],
    solvedLevel: null,
    confirmedAt: null,
    resolvedAt: null,
    closedAt: null,
    reopenCount: 0,
    escalationCount: 0,
    returnCount: 0,
    updatedAt: reportedAt,
    ...change,
  });
}

describe('export of tickets', () => {
  it('writes instants as ISO text and judges targets as of the asked instant', () => {
    const timeline: Ticket['timeline'] = [
      { at: reportedAt + 300_000, type: 'reply' },
      { at: reportedAt + hour, type: 'state', to: 'waiting' },
    ];
    const ticket = ticketOf(1, 'DINKES', { state: 'waiting', timeline, sop: { '4': reportedAt } });
    const line = exportedTicket(ticket, new PolicyShelf(loadShipped().packs).find, reportedAt + 2 * hour);
    expect(line).toMatchObject({
      number: 'INS-DINKES-2611-00-0001',
      reportedAt: '2026-11-20T02:00:00.000Z',
      resolvedAt: null,
      sop: { '4': '2026-11-20T02:00:00.000Z' },
      timeline: [
        { at: '2026-11-20T02:05:00.000Z', type: 'reply' },
        { at: '2026-11-20T03:00:00.000Z', type: 'state', to: 'waiting' },
      ],
      sla: {
        response: { state: 'met', elapsedMs: 300_000, dueAt: '2026-11-20T02:10:00.000Z' },
        resolution: { state: 'paused', elapsedMs: hour, dueAt: null },
      },
    });
    expect(Object.keys(line).sort()).toEqual([...Object.keys(ticket), 'sla'].sort());
  });

  it('says null where the pack is not known', () => {
    const ticket = ticketOf(1, 'DINKES', { policy: { name: 'mars', version: 1 } });
    expect(exportedTicket(ticket, new PolicyShelf(loadShipped().packs).find, reportedAt).sla).toBeNull();
  });

  it('pages through every ticket once, of all offices or of one', async () => {
    const database = await openDatabase(memoryPlace(), { clock: () => reportedAt, id: () => 'epoch' });
    const { db } = database;
    try {
      const all = Array.from({ length: 1203 }, (_, place) =>
        ticketOf(place, place % 3 === 0 ? 'DINSOS' : 'DINKES'),
      );
      await db.transaction().execute((tx) =>
        writeRows(
          tx,
          all.map((doc) => ({ kind: 'ticket', id: doc.id, doc })),
        ),
      );
      const collect = async (opd?: string) => {
        const chunks: string[] = [];
        const write = async (text: string) => void chunks.push(text);
        const count = await exportTickets({
          db,
          policies: new PolicyShelf(loadShipped().packs).find,
          opd,
          now: reportedAt,
          write,
        });
        const ids = chunks
          .join('')
          .trimEnd()
          .split('\n')
          .map((line) => (JSON.parse(line) as Ticket).id);
        return { count, ids, chunks: chunks.length };
      };
      const whole = await collect();
      expect(whole).toEqual({ count: 1203, ids: all.map(({ id }) => id), chunks: 3 });
      expect(await collect('DINSOS')).toMatchObject({ count: 401 });
    } finally {
      await database.close();
    }
  });
});
