import type { JournalEntry } from '#shared/domain/journal.ts';
import type { Attachment } from '#shared/files/attachment.ts';
import type { Refusal } from '#shared/mutations/transaction.ts';
import type { Outcome } from '#shared/sync/protocol.ts';
import type { ReviewItem } from '../contract.ts';
import type { OutboxRecord } from '../db/database.ts';

/** A refused mutation with everything that was typed. */
export function refusedItem(
  entry: OutboxRecord,
  refusal: Outcome['refusal'],
  ticketNumber: string | undefined,
): ReviewItem {
  return {
    // The number alone may be given again: by another device of this desk, or after the server was restored.
    id: `refused:${entry.id}:${entry.occurredAt}`,
    type: 'refused',
    ticketId: entry.aggregate,
    ticketNumber: ticketNumber ?? numberIn(entry.args),
    at: entry.occurredAt,
    refusal: refusal === undefined ? null : withoutGaps(refusal),
    mutation: { name: entry.name, args: entry.args },
    overwritten: null,
    ...(entry.journalKey === undefined ? {} : { journalKey: entry.journalKey }),
  };
}

/** My values that a journal line says were replaced by somebody else's later edit. */
export function overwrittenItems(entry: JournalEntry, ticketNumber: string, userId: string): ReviewItem[] {
  if (entry.type !== 'overwritten' || entry.forUser !== userId) return [];
  return entry.changes.map((change) => ({
    id: `overwritten:${entry.id}:${change.field}`,
    type: 'overwritten',
    ticketId: entry.ticketId,
    ticketNumber,
    at: entry.receivedAt ?? entry.occurredAt,
    refusal: null,
    mutation: null,
    overwritten: {
      field: change.field,
      mine: String(change.from ?? ''),
      theirs: String(change.to ?? ''),
      byName: entry.byName,
    },
  }));
}

/** A file of mine whose content was not taken. The ticket goes on naming it until somebody decides. */
export function refusedFileItem(file: Attachment, problem: string, ticketNumber: string): ReviewItem {
  return {
    id: `file:${file.id}`,
    type: 'file',
    ticketId: file.ticketId,
    ticketNumber,
    at: file.addedAt,
    refusal: null,
    mutation: null,
    overwritten: null,
    file: { attachmentId: file.id, name: file.name, problem },
  };
}

/** The same without members that are present but undefined, as structured cloning would keep them. */
function withoutGaps({ code, field, details }: NonNullable<Outcome['refusal']>): Refusal {
  return { code, ...(field === undefined ? {} : { field }), ...(details === undefined ? {} : { details }) };
}

/** A refused registration carries its number itself. */
function numberIn(args: unknown): string {
  const number =
    typeof args === 'object' && args !== null ? (args as { number?: unknown }).number : undefined;
  return typeof number === 'string' ? number : '';
}
