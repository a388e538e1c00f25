import { journalEntrySchema } from '#shared/domain/journal.ts';
import { ticketSchema } from '#shared/domain/ticket.ts';
import { attachmentSchema } from '#shared/files/attachment.ts';
import type { SeenRows, ServerContent } from '../../e2e/support/seen-rows.ts';
import type { DeskState } from './desk-state.ts';
import type { KeptWork } from './working-person.ts';

/** What one device showed at the end. */
export interface DeskAtEnd {
  readonly name: string;
  readonly kept: readonly KeptWork[];
  readonly rows: SeenRows;
  readonly state: DeskState;
}

/** Rows of a kind as objects, by what the row's text must contain. */
function rowsWith(rows: SeenRows, kind: string, word: string): unknown[] {
  return [...rows]
    .filter(([key, row]) => key.startsWith(`${kind}|`) && row.includes(word))
    .map(([, row]) => JSON.parse(row));
}

/** How often the server has this work. Values of others that were lost, and what a later edit replaced, do not count. */
function timesOn({ rows }: ServerContent, { step, word }: KeptWork): number {
  if (step === 'register')
    return rowsWith(rows, 'ticket', word).filter((row) => ticketSchema.parse(row).title.includes(word))
      .length;
  if (step === 'attach')
    return rowsWith(rows, 'attachment', word).filter(
      (row) => attachmentSchema.parse(row).content === 'stored',
    ).length;
  return rowsWith(rows, 'journal', word).filter((row) => {
    const { type, text, changes } = journalEntrySchema.parse(row);
    const isWritten = text.includes(word) || changes.some(({ to }) => String(to).includes(word));
    return type !== 'overwritten' && isWritten;
  }).length;
}

/** Rows that differ between a device and the server, as `kind|id`. */
export function differingRows(device: SeenRows, server: SeenRows): string[] {
  const missing = [...server].filter(([key, row]) => device.get(key) !== row).map(([key]) => key);
  return [...missing, ...[...device.keys()].filter((key) => !server.has(key))];
}

/**
 * Everything that is wrong once the line is whole again: work that was called saved and is not on the server exactly once
 * (or, where the server refused it, in its author's review list), rows that differ, and what is left on a device.
 */
export function faultsOf(server: ServerContent, desks: readonly DeskAtEnd[]): string[] {
  const faults: string[] = [];
  for (const { name, kept, rows, state } of desks) {
    for (const work of kept) {
      const there = timesOn(server, work);
      const isRefused = there === 0 && state.reviews.some((item) => item.includes(work.word));
      if (there !== 1 && !isRefused)
        faults.push(`${name}: ${work.step} ${work.word} is on the server ${there} times`);
    }
    const differing = differingRows(rows, server.rows);
    if (differing.length > 0)
      faults.push(`${name}: ${differing.length} rows differ: ${differing.slice(0, 5).join(', ')}`);
    for (const left of ['outbox', 'shadows', 'parked', 'transfers'] as const)
      if (state[left] > 0) faults.push(`${name}: ${state[left]} left in ${left}`);
  }
  for (const [device, sent] of Map.groupBy(server.mutations, (one) => one.device)) {
    if (sent.some(({ id }, at) => id !== at + 1)) faults.push(`${device}: the numbers have a gap`);
  }
  return faults;
}
