import { sql } from 'kysely';
import type { Attachment } from '#shared/files/attachment.ts';
import {
  type AnswerLine,
  courierPiecesPerFile,
  type FilesAsked,
  heldDigits,
  maxCourierParts,
} from '#shared/sync/courier.ts';
import type { PieceReader } from '#shared/sync/courier-file.ts';
import { maxPieceBytes } from '#shared/sync/files.ts';
import { referenceSpace } from '#shared/sync/rows.ts';
import type { DeviceUser } from '../auth/sessions.ts';
import { attachmentFor } from '../files/attachment-rows.ts';
import type { FileService } from '../files/file-service.ts';
import type { FileStore } from '../files/file-store.ts';
import type { Uploads } from '../files/upload.ts';
import type { Services } from '../services.ts';
import { readerSpaces } from '../sync/reader-spaces.ts';
import { uploadable } from './take-files.ts';

/** A piece an answer carries: the line that names it, and its bytes when they are wanted. */
export interface AnswerPiece {
  readonly line: Extract<AnswerLine, { line: 'piece' }>;
  readonly bytes: number;
  readonly read: PieceReader;
}

/** Pictures beyond this are fetched one by one, when somebody asks for them. */
const largestPicture = 8_388_608;
const mostPictures = 1000;

type Wanted = Pick<Attachment, 'id' | 'sha256' | 'size'> & { readonly from: number };

/** What became of the bytes the device named, as lines of an answer; of what it may not send nothing is said. */
export async function uploadLines(
  services: Services,
  uploads: Uploads,
  owner: DeviceUser,
  { waiting }: FilesAsked,
): Promise<AnswerLine[]> {
  const lines: AnswerLine[] = [];
  for (const named of waiting) {
    const file = await uploadable(services, owner, named);
    if (file === undefined) continue;
    // Looking at bytes that came whole may fail (scanner, disk): then they wait, and the device offers them again.
    const state = await uploads.state(owner, file).catch(() => null);
    if (state !== null) lines.push({ line: 'upload', ...named, ...state });
  }
  return lines;
}

/** Pictures of tickets that are open, of the offices the reader works for, the newest first. */
async function openPictures({ db }: Services, { user }: DeviceUser): Promise<Wanted[]> {
  const spaces = readerSpaces(user);
  const own = spaces === '*' ? null : spaces.filter((space) => space !== referenceSpace);
  // Looked up ticket by ticket (OFFSET 0): left to itself the planner holds every attachment against every ticket.
  const { rows } = await sql<{ id: string; sha256: string; size: number }>`
    SELECT a.id, a.doc ->> 'sha256' AS sha256, (a.doc ->> 'size')::int AS size
    FROM stored_row t CROSS JOIN LATERAL (
      SELECT id, doc FROM stored_row
      WHERE kind = 'attachment' AND space = t.space AND NOT deleted
        AND id >= (t.id || '/a.') COLLATE "C" AND id < (t.id || '/a/') COLLATE "C" OFFSET 0) AS a
    WHERE t.kind = 'ticket' AND NOT t.deleted AND (t.doc ->> 'state') NOT IN ('closed', 'cancelled')
      AND (${own}::text[] IS NULL OR t.space = ANY (${own}::text[]))
      AND a.doc ->> 'content' = 'stored' AND coalesce(a.doc ->> 'removedAt', '') = ''
      AND a.doc ->> 'type' LIKE 'image/%' AND (a.doc ->> 'size')::int <= ${largestPicture}
    ORDER BY (a.doc ->> 'addedAt')::bigint DESC, a.id
    LIMIT ${mostPictures}`.execute(db);
  return rows.map((row) => ({ ...row, from: 0 }));
}

/** What is to be carried, in order: what somebody asked for, then pictures the device has not, as far as there is room. */
async function wantedFiles(services: Services, owner: DeviceUser, asked: FilesAsked): Promise<Wanted[]> {
  const wanted: Wanted[] = [];
  for (const { attachmentId, sha256, from } of asked.wanted) {
    const file = await attachmentFor(services.db, owner.user, attachmentId, sha256);
    if (file === undefined || file.content !== 'stored' || file.removedAt !== null) continue;
    if (from < file.size) wanted.push({ id: file.id, sha256, size: file.size, from });
  }
  const held = new Set(asked.held);
  const pictures = asked.pictures ? await openPictures(services, owner) : [];
  const own = new Set(asked.waiting.map(({ sha256 }) => sha256));
  const isNew = ({ sha256 }: Wanted) => !held.has(sha256.slice(0, heldDigits)) && !own.has(sha256);
  const known = new Set<string>();
  return [...wanted, ...pictures.filter(isNew)].filter(({ sha256 }) => {
    const isFirst = !known.has(sha256);
    known.add(sha256);
    return isFirst;
  });
}

/** Reads a piece of a stored file. @throws where it is not there any more. */
function pieceReader(store: FileStore, sha256: string, at: number, bytes: number): PieceReader {
  return async () => {
    const handle = await store.open(sha256);
    if (handle === null) throw new Error('a stored file is gone');
    try {
      const piece = new Uint8Array(bytes);
      const { bytesRead } = await handle.read(piece, 0, bytes, at);
      if (bytesRead !== bytes) throw new Error('a stored file is shorter than its row says');
      return piece;
    } finally {
      await handle.close();
    }
  };
}

/** The pieces an answer carries for a device that asked, at most as many bytes as it has room for. */
export async function answerPieces(
  services: Services,
  { store }: FileService,
  owner: DeviceUser,
  asked: FilesAsked,
): Promise<AnswerPiece[]> {
  const pieces: AnswerPiece[] = [];
  let room = Math.min(asked.room, courierPiecesPerFile);
  for (const { id, sha256, size, from } of await wantedFiles(services, owner, asked)) {
    if (size - from > room || (await store.sizeOf(sha256)) !== size) continue;
    room -= size - from;
    for (let at = from; at < size && pieces.length < maxCourierParts - 1; at += maxPieceBytes) {
      const bytes = Math.min(maxPieceBytes, size - at);
      const line = { line: 'piece', attachmentId: id, sha256, size, at } as const;
      pieces.push({ line, bytes, read: pieceReader(store, sha256, at, bytes) });
    }
  }
  return pieces;
}
