import {
  courierPiecesPerFile,
  type FilesAsked,
  heldDigits,
  maxCourierParts,
  maxFilesNamed,
  type PieceLine,
} from '#shared/sync/courier.ts';
import type { PieceReader } from '#shared/sync/courier-file.ts';
import type { DeskDatabase } from '../db/database.ts';
import { directionOf, pieceBytes, type TransferRecord } from '../files/file-records.ts';
import { readPiece } from '../files/local-files.ts';

/** A request with many mutations has less room for bytes: a file stays within its limit. */
const muchText = 12_582_912;
const piecesBesideMuchText = 25_165_824;

export interface CarriedFiles {
  readonly lines: readonly PieceLine[];
  readonly pieces: readonly PieceReader[];
  /** Attachments carried to their end. */
  readonly whole: number;
  /** Attachments of which bytes are left. */
  readonly left: number;
  readonly carried: ReadonlyMap<string, number>;
}

const isOpen = ({ problem }: TransferRecord) => problem === null;

/** Attachments whose bytes wait for the server, the smallest first, as over the line. */
export async function waitingUploads(db: DeskDatabase): Promise<TransferRecord[]> {
  const transfers = await db.transfers.toArray();
  return transfers
    .filter((transfer) => isOpen(transfer) && directionOf(transfer) === 'up')
    .sort((a, b) => a.size - b.size);
}

/** What the device says of its attachments, and asks for. `room` is how many bytes it can take. */
export async function askForFiles(
  db: DeskDatabase,
  waiting: readonly TransferRecord[],
  { pictures, room }: { readonly pictures: boolean; readonly room: number },
): Promise<FilesAsked> {
  const files = await db.files.toArray();
  const heldOf = new Map(files.map(({ sha256, held }) => [sha256, held]));
  const downs = (await db.transfers.toArray()).filter(
    (transfer) => isOpen(transfer) && directionOf(transfer) === 'down',
  );
  return {
    waiting: waiting
      .slice(0, maxFilesNamed.waiting)
      .map(({ attachmentId, sha256 }) => ({ attachmentId, sha256 })),
    wanted: downs.slice(0, maxFilesNamed.wanted).map(({ attachmentId, sha256 }) => ({
      attachmentId,
      sha256,
      from: heldOf.get(sha256) ?? 0,
    })),
    pictures,
    held: files
      .filter(({ held, size }) => held === size)
      .slice(0, maxFilesNamed.held)
      .map(({ sha256 }) => sha256.slice(0, heldDigits)),
    room: Math.max(0, Math.min(courierPiecesPerFile, room)),
  };
}

/**
 * The pieces of the waiting attachments that find room in a file, behind what the server is known to have or an earlier
 * file carries (`before`, by attachment).
 * @param text characters of the file's other lines.
 */
export async function carryFiles(
  db: DeskDatabase,
  waiting: readonly TransferRecord[],
  { before, text }: { readonly before: ReadonlyMap<string, number>; readonly text: number },
): Promise<CarriedFiles> {
  const lines: PieceLine[] = [];
  const pieces: PieceReader[] = [];
  const carried = new Map<string, number>();
  let room = text > muchText ? piecesBesideMuchText : courierPiecesPerFile;
  let whole = 0;
  let left = 0;
  for (const { attachmentId, sha256, size, done } of waiting) {
    const file = await db.files.get(sha256);
    // Bytes that got lost here are told where the file is shown.
    if (file === undefined || file.held < size) continue;
    const from = before.get(attachmentId) ?? done - (done % pieceBytes);
    let at = from;
    while (at < size) {
      const length = Math.min(pieceBytes, size - at);
      if (length > room || lines.length >= maxCourierParts - 1) break;
      lines.push({ line: 'piece', attachmentId, sha256, at });
      pieces.push(pieceReader(db, sha256, at, length));
      room -= length;
      at += length;
    }
    carried.set(attachmentId, at);
    if (at < size) left += 1;
    else if (from < size) whole += 1;
  }
  return { lines, pieces, whole, left, carried };
}

function pieceReader(db: DeskDatabase, sha256: string, at: number, length: number): PieceReader {
  return async () => {
    const bytes = await readPiece(db, sha256, at);
    if (bytes?.length !== length) throw new Error('a file lost a piece');
    return bytes;
  };
}
