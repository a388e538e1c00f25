import { journalEntrySchema } from '#shared/domain/journal.ts';
import { type Ticket, ticketSchema } from '#shared/domain/ticket.ts';
import type { Row } from '#shared/sync/rows.ts';

export const dayMs = 86_400_000;

/** A ticket that was reported and closed at an instant (UTC ms), with some lines of journal, as an import writes it. */
export function oldTicket(id: string, at: number, change: Partial<Ticket> = {}, lines = 3): Row[] {
  const opd = change.opd ?? 'DINKES';
  const doc = ticketSchema.parse({
    id,
    number: `INS-${opd}-lama-${id}`,
    kind: 'incident',
    opd,
    title: `Arsip ${id}`,
    description: '',
    category: 'access',
    firstCategory: 'access',
    channel: 'telephone',
    client: { name: 'Siti' },
    state: 'closed',
    urgency: null,
    impact: null,
    priority: null,
    policy: { name: 'madiun', version: 1 },
    assignee: null,
    team: null,
    supportLevel: 1,
    openEscalation: null,
    reportedAt: at,
    registeredAt: at,
    registeredBy: 'u-ana',
    timeline: [
      { at, type: 'state', to: 'new' },
      { at, type: 'state', to: 'closed' },
    ],
    solvedLevel: null,
    confirmedAt: null,
    resolvedAt: null,
    closedAt: at,
    reopenCount: 0,
    escalationCount: 0,
    returnCount: 0,
    updatedAt: at,
    ...change,
  });
  const journal = Array.from({ length: lines }, (_, line): Row => {
    const entryId = `${id}/j.${line}`;
    const entry = journalEntrySchema.parse({
      id: entryId,
      ticketId: id,
      opd,
      type: 'noted',
      by: 'u-ana',
      byName: 'Ana',
      device: 'impor',
      mutationId: 0,
      occurredAt: at,
      receivedAt: at,
      text: `baris ${line}`,
    });
    return { kind: 'journal', id: entryId, doc: entry };
  });
  return [{ kind: 'ticket', id, doc }, ...journal];
}
