import { type AnswerHeader, courierPiecesPerFile, courierTextPerFile } from '#shared/sync/courier.ts';
import { courierChunks } from '#shared/sync/courier-file.ts';
import type { Bytes } from '#shared/sync/courier-means.ts';
import type { Cursor } from '#shared/sync/protocol.ts';
import { referenceSpace } from '#shared/sync/rows.ts';
import type { DeviceUser } from '../auth/sessions.ts';
import { type Db, readMoment, withRetries } from '../db/open.ts';
import type { Uploads } from '../files/upload.ts';
import type { Services } from '../services.ts';
import { readEpoch } from '../store/meta.ts';
import { readVersions } from '../store/spaces.ts';
import { readerSpaces } from '../sync/reader-spaces.ts';
import { answerLines } from './answer-lines.ts';
import { type AnswerPiece, answerPieces, uploadLines } from './answer-pieces.ts';
import { courierMeans, serverKeys } from './keys.ts';
import type { AskedOf } from './take-request.ts';

/** Lines and pieces that come to more than this, uncompressed, go into two files. */
const roomBesideLines = courierPiecesPerFile + 4_194_304;

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

/** One file of an answer. Its bytes are made while they are read, once, one piece of an attachment at a time. */
export interface AnswerFile {
  readonly header: Omit<AnswerHeader, 'seal' | 'parts' | 'protocol'>;
  readonly chunks: AsyncGenerator<Bytes, void>;
}

export interface AnswerInput {
  readonly owner: DeviceUser;
  /** What the device asked with its file. */
  readonly asked: AskedOf;
  readonly passphrase: string | null;
  /** Null: this server keeps no files. */
  readonly uploads: Uploads | null;
  /** Characters after which a file is closed. */
  readonly textPerFile?: number;
}

/**
 * Answers a device's file: everything since its cursor, in as many files as it takes, signed by this server. The file is
 * sealed where there is a passphrase. What the device asked of attachments comes behind all rows.
 */
export async function* answerFiles(
  services: Services,
  { owner, asked, passphrase, uploads, textPerFile = courierTextPerFile }: AnswerInput,
): AsyncGenerator<AnswerFile, void> {
  const { db, platform } = services;
  const { privateKey, publicKey } = await serverKeys(db);
  // Read first: whatever the lines tell is at least as new.
  const cursor = await readCursor(db, owner);
  const number = await nextAnswer(db, owner.deviceId);
  const createdAt = platform.clock();
  let part = 0;
  const close = (lines: readonly string[], isLast: boolean, pieces?: readonly AnswerPiece[]): AnswerFile => {
    part += 1;
    const header = {
      purpose: 'answer',
      deviceId: owner.deviceId,
      server: publicKey,
      number,
      createdAt,
      request: asked.header.number,
      part,
      isLast,
      cursor,
    } as const;
    const input = { header, lines, privateKey, passphrase };
    const carried = pieces === undefined ? {} : { pieces: pieces.map(({ read }) => read) };
    return { header, chunks: courierChunks(courierMeans, { ...input, ...carried }) };
  };
  let lines: string[] = [];
  let text = 0;
  for await (const line of answerLines(services, owner, asked.header)) {
    if (lines.length > 0 && text + line.length > textPerFile) {
      yield close(lines, false);
      lines = [];
      text = 0;
    }
    lines.push(line);
    text += line.length + 1;
  }
  const { files } = services;
  if (asked.files === null || files === null || uploads === null) {
    yield close(lines, true);
    return;
  }
  for (const line of await uploadLines(services, uploads, owner, asked.files))
    lines.push(JSON.stringify(line));
  const pieces = await answerPieces(services, files, owner, asked.files);
  const total = pieces.reduce((sum, { bytes }) => sum + bytes, 0);
  if (pieces.length > 0 && text + total > roomBesideLines) {
    yield close(lines, false, []);
    lines = [];
  }
  for (const { line } of pieces) lines.push(JSON.stringify(line));
  yield close(lines, true, pieces);
}
