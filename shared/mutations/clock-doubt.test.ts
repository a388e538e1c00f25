import { describe, expect, it } from 'vitest';
import {
  contextOf,
  deskWithTicket,
  memoryTransaction,
  minute,
  nineOClock,
  registration,
  run,
  ticketId,
} from '../../test/support/desk-in-memory.ts';
import { ticketSchema } from '../domain/ticket.ts';

const skewed = (skewMs: number, claimedAt: number | null = null) => ({ clock: { skewMs, claimedAt } });

describe('a doubtful instant', () => {
  it('stands on every line of the mutation and on the ticket', () => {
    const { must, ticket, entries } = deskWithTicket();
    const seen = { urgency: 'high', impact: 'medium' };
    must('operator', 'ticket.prioritise', { urgency: 'low', impact: 'medium', from: seen });
    must(
      'supervisor',
      'ticket.prioritise',
      { urgency: 'medium', impact: 'medium', from: seen },
      { ...skewed(-90 * minute) },
    );
    const lines = entries().filter(({ by }) => by === 'supervisor');
    expect(lines.map(({ type }) => type).sort()).toEqual(['overwritten', 'prioritised']);
    for (const line of lines) expect(line.clock).toEqual({ skewMs: -90 * minute, claimedAt: null });
    expect(ticket().clockDoubt).toEqual({
      skewMs: -90 * minute,
      claimedAt: null,
      at: nineOClock + 3 * minute,
    });
    expect(ticketSchema.parse(ticket())).toEqual(ticket());
  });

  it('is the worst of all, by skew or by how far it was brought back; the first of equals stays', () => {
    const { must, ticket } = deskWithTicket();
    const reply = (doubt: object) => must('operator', 'ticket.reply', { text: 'x' }, doubt);
    reply(skewed(5 * minute));
    reply(skewed(2 * minute));
    expect(ticket().clockDoubt).toMatchObject({ skewMs: 5 * minute });
    reply(skewed(-5 * minute));
    expect(ticket().clockDoubt).toMatchObject({ skewMs: 5 * minute });
    reply(skewed(0, nineOClock + 60 * minute));
    expect(ticket().clockDoubt).toMatchObject({ skewMs: 0, claimedAt: nineOClock + 60 * minute });
    reply({});
    expect(ticket().clockDoubt).toMatchObject({ claimedAt: nineOClock + 60 * minute });
  });

  it('begins with the registration, and is left out where nothing is doubted', () => {
    const sure = deskWithTicket();
    expect(sure.ticket()).not.toHaveProperty('clockDoubt');
    for (const entry of sure.entries()) expect(entry).not.toHaveProperty('clock');
    const tx = memoryTransaction();
    const doubtful = contextOf('operator', skewed(minute));
    expect(run(tx, 'ticket.register', registration(), doubtful).ok).toBe(true);
    expect(tx.ticket(ticketId)?.clockDoubt).toEqual({ skewMs: minute, claimedAt: null, at: nineOClock });
  });

  it('of a note or of refused work does not touch the ticket', () => {
    const { must, act, ticket } = deskWithTicket();
    const before = ticket();
    must('operator', 'ticket.note', { text: 'x' }, skewed(minute));
    act('operator', 'ticket.close', {}, skewed(minute));
    expect(ticket()).toBe(before);
  });
});
