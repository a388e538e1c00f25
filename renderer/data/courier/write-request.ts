import { courierTextPerFile, maxMutationsPerFile, type RequestLine } from '#shared/sync/courier.ts';
import { writeCourier } from '#shared/sync/courier-file.ts';
import type { CourierMeans } from '#shared/sync/courier-means.ts';
import type { OutboxRecord } from '../db/database.ts';
import { firstSequence, readMeta } from '../db/meta.ts';
import { reserveBytes } from '../files/local-files.ts';
import type { LocalStore } from '../local/mutate.ts';
import { envelopeOf, skewsOf } from '../sync/batch.ts';
import { askForFiles, carryFiles, waitingUploads } from './carry-files.ts';
import type { CourierFile } from './contract.ts';
import { changeBook, readBook, readKey } from './courier-meta.ts';

export interface WriteInput {
  readonly passphrase: string | null;
  readonly pictures?: boolean;
  readonly after?: CourierFile;
}

/**
 * Writes the device's file: everything the server has not confirmed, from the first such mutation on, so that files may be
 * lost, doubled or brought in any order; then the bytes of attachments that wait. Reads only, but for the file's number.
 */
export async function writeRequest(
  deps: {
    readonly store: LocalStore;
    readonly means: CourierMeans;
    freeBytes(): Promise<number | null>;
  },
  { passphrase, pictures = false, after }: WriteInput,
): Promise<CourierFile | 'not_registered'> {
  const { store, means } = deps;
  const { db, deviceId, deviceCode, clock } = store;
  const key = await readKey(db);
  const { server } = await readBook(db, deviceId);
  if (key === null || server === null) return 'not_registered';
  const { lastNumber: number } = await changeBook(db, deviceId, (book) => ({
    ...book,
    lastNumber: book.lastNumber + 1,
  }));
  // Read first: an attachment that is added meanwhile has its mutation in the file, its bytes in the next one.
  const waiting = await waitingUploads(db);
  const { sequence, cursor, entries } = await db.transaction('r', db.meta, db.outbox, async () => {
    const { sequence = firstSequence, cursor } = await readMeta(db, 'sequence', 'cursor');
    const unsent = db.outbox.where(':id').above(sequence.pushed);
    return { sequence, cursor, entries: await unsent.limit(maxMutationsPerFile).toArray() };
  });
  const { lines: mutations, text } = mutationLines(entries);
  const free = (await deps.freeBytes()) ?? Number.POSITIVE_INFINITY;
  const asked = await askForFiles(db, waiting, { pictures, room: free - reserveBytes });
  const files = await carryFiles(db, waiting, { before: after?.carried ?? new Map(), text });
  const header = {
    purpose: 'request',
    deviceId,
    server: server.publicKey,
    number,
    createdAt: clock.now(),
    cursor: cursor ?? null,
    outcomesAfter: sequence.acknowledged,
    first: sequence.pushed + 1,
    count: mutations.length,
  } as const;
  const bytes = await writeCourier(means, {
    header,
    lines: [
      ...mutations,
      JSON.stringify({ line: 'files', ...asked } satisfies RequestLine),
      ...files.lines.map((line) => JSON.stringify(line)),
    ],
    pieces: files.pieces,
    privateKey: key.privateKey,
    passphrase,
  });
  return {
    name: `tanggap-${deviceCode}-${String(number).padStart(4, '0')}.kurir`,
    bytes,
    number,
    count: mutations.length,
    left: sequence.next - 1 - sequence.pushed - mutations.length,
    attachments: files.whole,
    attachmentsLeft: files.left,
    carried: files.carried,
  };
}

/** As many of the mutations as one file takes, as its lines, and how many characters those are. */
function mutationLines(entries: readonly OutboxRecord[]): {
  readonly lines: string[];
  readonly text: number;
} {
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
  return { lines, text };
}
