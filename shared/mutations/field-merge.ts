import type { JournalChange } from '../domain/journal.ts';
import type { Ticket } from '../domain/ticket.ts';
import { record } from './journaling.ts';
import type { MutationContext, MutationTransaction } from './transaction.ts';

type Value = JournalChange['to'];

/** A field as the writer saw it, as it stood when the change arrived, and as it is from now on. */
export interface FieldChange {
  readonly field: string;
  readonly from: Value;
  readonly present: Value;
  readonly to: Value;
}

/**
 * Writes the ticket and journals a change of fields. Where another person had changed a field since the editor saw it
 * (`from` is no longer the value), the later arrival wins, and the lost value is journalled for its author: nothing typed
 * disappears silently.
 */
export function journalChanges(
  tx: MutationTransaction,
  before: Ticket,
  after: Ticket,
  type: 'edited' | 'classified' | 'prioritised',
  changes: readonly FieldChange[],
  context: MutationContext,
): void {
  const edits = { ...before.edits };
  let place = 1;
  for (const change of changes) {
    const author = before.edits[change.field];
    const isLost = change.present !== change.from && change.present !== change.to;
    if (isLost && author !== undefined && author.by !== context.actor.id) {
      const lost = { field: change.field, from: change.present, to: change.to };
      record(tx, before, 'overwritten', context, { changes: [lost], forUser: author.by }, place);
      place += 1;
    }
    edits[change.field] = {
      by: context.actor.id,
      device: context.deviceCode,
      mutationId: context.mutationId,
    };
  }
  tx.putTicket({ ...after, edits, updatedAt: context.occurredAt });
  const lines = changes.map(({ field, present, to }) => ({ field, from: present, to }));
  record(tx, before, type, context, { changes: lines });
}
