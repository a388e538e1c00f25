import type { JournalEntry } from '#shared/domain/journal.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { Attachment } from '#shared/files/attachment.ts';
import type { FormRecord } from '#shared/forms/form.ts';
import { concernsPeriod } from '#shared/recap/flow.ts';
import { type DeskDatabase, type Doc, idOfDoc, idOfKey, olderKey, olderKeys } from '../db/database.ts';
import { firstSequence, readMeta } from '../db/meta.ts';
import { type RowView, readDoc } from '../db/row-view.ts';
import { readListPage } from '../local/list-page.ts';

/** Reads of one ticket, each from one transaction, so that nothing half-written is seen. */
export interface TicketReader {
  ticket(id: string): Promise<Ticket | undefined>;
  journal(ticketId: string): Promise<JournalEntry[]>;
  forms(ticketId: string): Promise<FormRecord[]>;
  attachments(ticketId: string): Promise<Attachment[]>;
  pendingCount(ticketId: string): Promise<number>;
  ticketsForPeriod(from: number, to: number, pause: () => Promise<void>): Promise<Ticket[]>;
}

const packsAtOnce = 4;
const olderAtOnce = 200;

export function openRows(db: DeskDatabase, view: RowView): TicketReader {
  const read = <T>(work: () => Promise<T>): Promise<T> =>
    db.transaction('r', [db.rows, db.packs, db.meta], async () => {
      await view.refresh();
      return work();
    });
  return {
    ticket: (id) => read(async () => readDoc('ticket', await view.doc('ticket', id))),
    async journal(ticketId) {
      const docs = await read(() => view.docsWithPrefix('journal', `${ticketId}/`));
      return docs.flatMap((doc) => readDoc('journal', doc) ?? []).sort(inOrder);
    },
    async forms(ticketId) {
      const docs = await read(() => view.docsWithPrefix('form', `${ticketId}/`));
      return docs.flatMap((doc) => readDoc('form', doc) ?? []);
    },
    async attachments(ticketId) {
      const docs = await read(() => view.docsWithPrefix('attachment', `${ticketId}/`));
      return docs.flatMap((doc) => readDoc('attachment', doc) ?? []);
    },
    async pendingCount(ticketId) {
      const [{ sequence = firstSequence }, ids] = await Promise.all([
        readMeta(db, 'sequence'),
        db.outbox.where('aggregate').equals(ticketId).primaryKeys(),
      ]);
      return ids.filter((id) => id > sequence.pushed).length;
    },
    async ticketsForPeriod(from, to, pause) {
      const found = new Map<string, Ticket>();
      const seen = new Set<string>();
      const take = (id: string | undefined, doc: Doc | undefined) => {
        if (id === undefined || seen.has(id)) return;
        seen.add(id);
        if (doc === undefined || !concerns(doc, from, to)) return;
        const ticket = readDoc('ticket', doc);
        if (ticket !== undefined) found.set(id, ticket);
      };
      const rows = await db.rows.where('key').between('ticket|', 'ticket|\uffff').toArray();
      for (const row of rows) take(idOfKey(row.key), 'doc' in row ? row.doc : undefined);
      const keys = (await db.packs
        .where('key')
        .between('ticket|', 'ticket|\uffff')
        .primaryKeys()) as string[];
      for (let at = 0; at < keys.length; at += packsAtOnce) {
        for (const pack of await db.packs.bulkGet(keys.slice(at, at + packsAtOnce))) {
          for (const doc of pack?.docs ?? []) take(idOfDoc('ticket', doc), doc);
        }
        await pause();
      }
      // Older tickets lie one by one, with their journals: the list says which are needed.
      const lists = await db.lists
        .where('key')
        .between(...olderKeys)
        .toArray();
      const older = lists.flatMap(({ page }) =>
        readListPage(page).filter((ticket) => concerns(ticket, from, to)),
      );
      for (let at = 0; at < older.length; at += olderAtOnce) {
        const ids = older.slice(at, at + olderAtOnce).map(({ id }) => id);
        const packs = await db.packs.bulkGet(ids.map(olderKey));
        for (const [place, pack] of packs.entries()) take(ids[place], pack?.docs[0]);
        await pause();
      }
      return [...found.values()];
    },
  };
}

/** The server's order where it is known, else the order in which things happened. */
function inOrder(a: JournalEntry, b: JournalEntry): number {
  return a.occurredAt - b.occurredAt || a.mutationId - b.mutationId || (a.id < b.id ? -1 : 1);
}

/**
 * Whether a recap from `from` to `to` (the first instant after it) needs the ticket. Looks at the document as it is
 * stored: checking every old ticket by the schema would cost seconds.
 */
function concerns(doc: object, from: number, to: number): boolean {
  const { reportedAt, timeline } = doc as Partial<Pick<Ticket, 'reportedAt' | 'timeline'>>;
  if (typeof reportedAt !== 'number' || !Array.isArray(timeline)) return true;
  return concernsPeriod({ reportedAt, timeline }, { from, to });
}
