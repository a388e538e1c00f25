import { courierTextPerFile, maxMutationsPerFile, type RequestLine } from '#shared/sync/courier.ts';
import { writeCourier } from '#shared/sync/courier-file.ts';
import type { CourierMeans } from '#shared/sync/courier-means.ts';
import { firstSequence, readMeta } from '../db/meta.ts';
import type { LocalStore } from '../local/mutate.ts';
import { envelopeOf, skewsOf } from '../sync/batch.ts';
import type { CourierFile } from './contract.ts';
import { changeBook, readBook, readKey } from './courier-meta.ts';

/**
 * Writes the device's file: everything the server has not confirmed, from the first such mutation on, so that files may be
 * lost, doubled or brought in any order. Reads only, but for the file's number.
 */
export async function writeRequest(
  store: LocalStore,
  means: CourierMeans,
  passphrase: string | null,
): Promise<CourierFile | 'not_registered'> {
  const { db, deviceId, deviceCode, clock } = store;
  const key = await readKey(db);
  const { server } = await readBook(db, deviceId);
  if (key === null || server === null) return 'not_registered';
  const { lastNumber: number } = await changeBook(db, deviceId, (book) => ({
    ...book,
    lastNumber: book.lastNumber + 1,
  }));
  const { sequence, cursor, entries } = await db.transaction('r', db.meta, db.outbox, async () => {
    const { sequence = firstSequence, cursor } = await readMeta(db, 'sequence', 'cursor');
    const waiting = db.outbox.where(':id').above(sequence.pushed);
    return { sequence, cursor, entries: await waiting.limit(maxMutationsPerFile).toArray() };
  });
  const skews = new Map(skewsOf(entries).map(({ id, skewMs }) => [id, skewMs]));
  const lines: string[] = [];
  let text = 0;
  for (const entry of entries) {
    const skewMs = skews.get(entry.id);
    const line: RequestLine = { line: 'mutation', mutation: envelopeOf(entry) };
    lines.push(JSON.stringify(skewMs === undefined ? line : { ...line, skewMs }));
    text += lines.at(-1)?.length ?? 0;
    if (text > courierTextPerFile) break;
  }
  const header = {
    purpose: 'request',
    deviceId,
    server: server.publicKey,
    number,
    createdAt: clock.now(),
    cursor: cursor ?? null,
    outcomesAfter: sequence.acknowledged,
    first: sequence.pushed + 1,
    count: lines.length,
  } as const;
  const bytes = await writeCourier(means, { header, lines, privateKey: key.privateKey, passphrase });
  const name = `tanggap-${deviceCode}-${String(number).padStart(4, '0')}.kurir`;
  const left = sequence.next - 1 - sequence.pushed - lines.length;
  return { name, bytes, number, count: lines.length, left };
}
