import { type AnswerHeader, courierTextPerFile, type RequestHeader } from '#shared/sync/courier.ts';
import { writeCourier } from '#shared/sync/courier-file.ts';
import type { Bytes } from '#shared/sync/courier-means.ts';
import type { Cursor } from '#shared/sync/protocol.ts';
import { referenceSpace } from '#shared/sync/rows.ts';
import type { DeviceUser } from '../auth/sessions.ts';
import { type Db, readMoment, withRetries } from '../db/open.ts';
import type { Services } from '../services.ts';
import { readEpoch } from '../store/meta.ts';
import { readVersions } from '../store/spaces.ts';
import { readerSpaces } from '../sync/reader-spaces.ts';
import { answerLines } from './answer-lines.ts';
import { courierMeans, serverKeys } from './keys.ts';

/** How far the spaces of this reader have come now. */
async function readCursor(db: Db, { user }: DeviceUser): Promise<Cursor> {
  return readMoment(db, async (tx) => {
    const spaces = readerSpaces(user);
    const present = await readVersions(tx, spaces);
    const readable = spaces === '*' ? [...new Set([referenceSpace, ...present.keys()])] : spaces;
    return {
      epoch: await readEpoch(tx),
      versions: Object.fromEntries(readable.map((space) => [space, present.get(space) ?? 0])),
    };
  });
}

async function nextAnswer(db: Db, deviceId: string): Promise<number> {
  const row = await withRetries(db, (tx) =>
    tx
      .updateTable('courier_device')
      .set(({ eb }) => ({ answer_number: eb('answer_number', '+', 1) }))
      .where('device_id', '=', deviceId)
      .returning('answer_number as number')
      .executeTakeFirstOrThrow(),
  );
  return row.number;
}

/**
 * Answers a device's file: everything since its cursor, in as many files as it takes, signed by this server. The file is
 * sealed where there is a passphrase.
 * @param textPerFile characters after which a file is closed.
 */
export async function* answerFiles(
  services: Services,
  owner: DeviceUser,
  request: RequestHeader,
  passphrase: string | null,
  textPerFile: number = courierTextPerFile,
): AsyncGenerator<
  { readonly header: Omit<AnswerHeader, 'seal' | 'parts' | 'protocol'>; readonly bytes: Bytes },
  void
> {
  const { db, platform } = services;
  const keys = await serverKeys(db);
  // Read first: whatever the lines tell is at least as new.
  const cursor = await readCursor(db, owner);
  const number = await nextAnswer(db, owner.deviceId);
  const createdAt = platform.clock();
  let part = 0;
  const close = async (lines: readonly string[], isLast: boolean) => {
    part += 1;
    const header = {
      purpose: 'answer',
      deviceId: owner.deviceId,
      server: keys.publicKey,
      number,
      createdAt,
      request: request.number,
      part,
      isLast,
      cursor,
    } as const;
    const { privateKey } = keys;
    return { header, bytes: await writeCourier(courierMeans, { header, lines, privateKey, passphrase }) };
  };
  let lines: string[] = [];
  let text = 0;
  for await (const line of answerLines(services, owner, request)) {
    if (lines.length > 0 && text + line.length > textPerFile) {
      yield await close(lines, false);
      lines = [];
      text = 0;
    }
    lines.push(line);
    text += line.length + 1;
  }
  yield await close(lines, true);
}
