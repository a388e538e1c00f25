import { z } from 'zod';
import { instant, rowId } from '#shared/domain/codes.ts';
import { userSchema } from '#shared/domain/reference.ts';
import { cursorSchema } from '#shared/sync/protocol.ts';
import { rowKinds } from '#shared/sync/rows.ts';
import type { DeskDatabase } from './database.ts';

/**
 * The device's clock (renderer/data/sync/clock-state.ts). `offsetMs`: server time minus the device's reading.
 * `seenServerTime`: highest server time seen. `epoch`: the present one; `since`: the one the last exchange began. `steps`:
 * moves of the clock since then, each with the epoch it began. What an older version wrote was learnt.
 */
export const clockSchema = z.object({
  offsetMs: z.number(),
  seenServerTime: instant,
  isKnown: z.boolean().default(true),
  epoch: z.int().default(0),
  since: z.int().default(0),
  steps: z.array(z.object({ epoch: z.int(), errorMs: z.number().nullable() })).default([]),
});

/** The single values of a desk database, each with its schema. What cannot be read counts as absent. */
const metaSchemas = {
  /** Refuses an app older than the one that last changed the meaning of the stored data. */
  guard: z.object({ minWriterVersion: z.int() }),
  identity: z.object({ user: userSchema, deviceId: rowId, deviceCode: z.string() }),
  /**
   * `next`: number of the next mutation. `pushed`: highest number the server has confirmed. `acknowledged`: highest
   * number whose rows have been pulled, below which the outbox is empty.
   */
  sequence: z.object({ next: z.int(), pushed: z.int(), acknowledged: z.int() }),
  cursor: cursorSchema,
  /** A first pull under way: the versions of its first head, and the last row stored. */
  snapshot: z.object({
    cursor: cursorSchema,
    total: z.int(),
    done: z.int(),
    after: z.object({ kind: z.enum(rowKinds), id: rowId }).nullable(),
  }),
  /**
   * What was fetched from before the window: the periods (UTC ms, `to` is the first instant after one) of which the device
   * has every ticket, and the one being fetched with its last ticket stored.
   */
  older: z.object({
    ranges: z.array(z.object({ from: instant, to: instant })),
    partial: z.object({ from: instant, to: instant, after: rowId.nullable() }).nullable(),
  }),
  /** Grows whenever packs come or go, so that other tabs know that what they remember of them is old. */
  packs: z.object({ generation: z.int() }),
  /** The same for the rows of packs and days off. */
  published: z.object({ generation: z.int() }),
  /** Kinds of reference rows the app knew when it last exchanged. */
  referenceKinds: z.array(z.string()),
  /** Kinds of tickets' rows that came later than the first app, and have been asked for. */
  lateKinds: z.array(z.string()),
  /** What the app could read (shared/sync/wire-format.json) when it last tried the rows it had put aside. */
  reader: z.string(),
  clock: clockSchema,
  lastSyncAt: z.object({ at: instant }),
  /** Names of mutations the server has and this database let go of, until the journal was told. */
  settledKeys: z.array(z.string()),
} as const;

export type MetaKey = keyof typeof metaSchemas;
export type MetaValue<K extends MetaKey> = z.infer<(typeof metaSchemas)[K]>;

/** Several values at once, in one request of the running transaction. */
export async function readMeta<K extends MetaKey>(
  db: DeskDatabase,
  ...keys: K[]
): Promise<{ readonly [P in K]: MetaValue<P> | undefined }> {
  const records = await db.meta.bulkGet(keys);
  const values: Partial<Record<K, unknown>> = {};
  keys.forEach((key, at) => {
    const parsed = metaSchemas[key].safeParse(records[at]?.value);
    values[key] = parsed.success ? parsed.data : undefined;
  });
  return values as { readonly [P in K]: MetaValue<P> | undefined };
}

export async function writeMeta<K extends MetaKey>(
  db: DeskDatabase,
  key: K,
  value: MetaValue<K>,
): Promise<void> {
  await db.meta.put({ key, value });
}

export const firstSequence: MetaValue<'sequence'> = { next: 1, pushed: 0, acknowledged: 0 };
