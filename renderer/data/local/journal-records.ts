import { z } from 'zod';
import { rowId } from '#shared/domain/codes.ts';
import { parseTicketNumber } from '#shared/domain/ticket-number.ts';
import type { JournalEntryRecord, JournalOwner } from '#shared/ipc/outbox-journal.ts';
import { mutationEnvelopeSchema } from '#shared/sync/protocol.ts';
import type { OutboxRecord } from '../db/database.ts';
import { clockSchema } from '../db/meta.ts';
import type { ClockState } from '../sync/clock-state.ts';

/** An outbox entry that has a name in the journal. */
export type CopiedRecord = OutboxRecord & { readonly journalKey: string };

/**
 * What the journal keeps of an outbox entry; with what was known of the device's clock when it was written, because its
 * epoch says nothing without that.
 */
const keptSchema = mutationEnvelopeSchema.omit({ id: true }).extend({
  aggregate: rowId,
  skewMs: z.int().optional(),
  clockEpoch: z.int().optional(),
  clock: clockSchema.optional().catch(undefined),
  wasRefused: z.literal(true).optional(),
});

/** The entry as it goes into the journal. */
export function journalEntryOf(
  entry: CopiedRecord,
  owner: JournalOwner,
  clock: ClockState | undefined,
): JournalEntryRecord {
  const { id: mutationId, journalKey: key, name, args, occurredAt, seenServerTime, aggregate } = entry;
  const { skewMs, clockEpoch, wasRefused } = entry;
  const kept = { name, args, occurredAt, seenServerTime, aggregate, skewMs, clockEpoch, clock, wasRefused };
  const { deviceId, deviceCode } = owner;
  return { key, deviceId, deviceCode, mutationId, text: JSON.stringify(kept) };
}

/** An outbox entry as the journal has it, and the clock it was written by. */
export interface JournalledEntry {
  readonly entry: CopiedRecord;
  readonly clock: ClockState | undefined;
}

/** The outbox entry that was written; undefined where this version cannot read it. */
export function outboxEntryOf({ key, mutationId, text }: JournalEntryRecord): JournalledEntry | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { success, data } = keptSchema.safeParse(json);
  if (!success) return undefined;
  const { skewMs, clockEpoch, clock, wasRefused, ...rest } = data;
  const entry = {
    ...rest,
    id: mutationId,
    journalKey: key,
    ...(skewMs === undefined ? {} : { skewMs }),
    ...(clockEpoch === undefined ? {} : { clockEpoch }),
    ...(wasRefused === undefined ? {} : { wasRefused }),
  };
  return { entry, clock };
}

/** The ticket number a registration takes for good; undefined for every other mutation. */
export function numberTaken({ args }: OutboxRecord): string | undefined {
  const { number } = (typeof args === 'object' && args !== null ? args : {}) as { number?: unknown };
  return typeof number === 'string' ? number : undefined;
}

/** Last numbers given out a month by these mutations of a device. */
export function countersIn(entries: readonly OutboxRecord[], deviceCode: string): Record<string, number> {
  const counters: Record<string, number> = {};
  for (const entry of entries) {
    const number = parseTicketNumber(numberTaken(entry) ?? '');
    if (!number.ok || number.value.device !== deviceCode) continue;
    const { month, sequence } = number.value;
    counters[month] = Math.max(counters[month] ?? 0, sequence);
  }
  return counters;
}
