import { z } from 'zod';
import { instant, rowId } from '#shared/domain/codes.ts';
import { publicKeySchema } from '#shared/sync/courier.ts';
import type { CourierKey } from '#shared/sync/courier-means.ts';
import { cursorSchema } from '#shared/sync/protocol.ts';
import type { DeskDatabase } from '../db/database.ts';

/** The device's own key. The private half cannot be read out, not even by this app; it only signs. */
const keySchema = z.object({
  privateKey: z.custom<CourierKey>(
    (value) => typeof value === 'object' && value !== null && 'type' in value && value.type === 'private',
  ),
  publicKey: publicKeySchema,
});

/** What is remembered of the exchange by file. It belongs to one device: another one begins anew. */
const bookSchema = z.object({
  deviceId: rowId,
  /** Key of the server, and the epoch in which it got this device's; null before. */
  server: z.object({ publicKey: publicKeySchema, epoch: z.string().nullable() }).nullable(),
  /** Number of the last file begun. */
  lastNumber: z.int(),
  written: z.object({ number: z.int(), at: instant, count: z.int(), left: z.int() }).nullable(),
  taken: z
    .object({
      epoch: z.string(),
      number: z.int(),
      part: z.int(),
      isLast: z.boolean(),
      createdAt: instant,
      at: instant,
      /** Head of the first pull in this answer, by which further parts know that it is still the one under way. */
      head: cursorSchema.nullable(),
    })
    .nullable(),
});
export type CourierBook = z.infer<typeof bookSchema>;

const bookKey = 'courier';
const keyKey = 'courierKey';

export function emptyBook(deviceId: string): CourierBook {
  return { deviceId, server: null, lastNumber: 0, written: null, taken: null };
}

/** The book of this device; an empty one where there is none, or it is another device's. */
export async function readBook(db: DeskDatabase, deviceId: string): Promise<CourierBook> {
  const parsed = bookSchema.safeParse((await db.meta.get(bookKey))?.value);
  return parsed.success && parsed.data.deviceId === deviceId ? parsed.data : emptyBook(deviceId);
}

/** Changes the book in a transaction of its own, or in the one that is open. */
export async function changeBook(
  db: DeskDatabase,
  deviceId: string,
  change: (book: CourierBook) => CourierBook,
): Promise<CourierBook> {
  return db.transaction('rw', db.meta, async () => {
    const book = change(await readBook(db, deviceId));
    await db.meta.put({ key: bookKey, value: book });
    return book;
  });
}

export async function readKey(db: DeskDatabase): Promise<z.infer<typeof keySchema> | null> {
  return keySchema.safeParse((await db.meta.get(keyKey))?.value).data ?? null;
}

/** Keeps a new key; where another window was faster, its key stays. */
export async function keepKey(
  db: DeskDatabase,
  key: z.infer<typeof keySchema>,
): Promise<z.infer<typeof keySchema>> {
  return db.transaction('rw', db.meta, async () => {
    const known = await readKey(db);
    if (known === null) await db.meta.put({ key: keyKey, value: key });
    return known ?? key;
  });
}
