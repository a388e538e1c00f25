import type { KeptFile } from '#shared/ipc/outbox-journal.ts';
import type { DeskDatabase } from '../db/database.ts';
import { digestOf } from './digest.ts';
import { type FileRecord, type PieceRecord, pieceBytes, transferKey } from './file-records.ts';

/** A file a person hands in, read and hashed. */
export interface NewLocalFile {
  readonly attachmentId: string;
  readonly sha256: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** UTC ms. */
  readonly usedAt: number;
}

/** The tables a file's bytes lie in. */
export function fileTables(db: DeskDatabase) {
  return [db.files, db.pieces, db.transfers];
}

/** Keeps a new file and what is to be sent, inside the running transaction: bytes and row are safe together or not at all. */
export async function keepNewFile(db: DeskDatabase, file: NewLocalFile): Promise<void> {
  const { attachmentId, sha256, bytes, usedAt } = file;
  const size = bytes.length;
  const known = await db.files.get(sha256);
  // What is held may be a copy of which pieces were lost.
  if (!(await holdsWhole(db, { sha256, size }))) {
    const pieces: PieceRecord[] = [];
    for (let at = 0; at < size; at += pieceBytes) {
      pieces.push({ sha256, at, bytes: bytes.slice(at, at + pieceBytes) });
    }
    await db.pieces.bulkPut(pieces);
  }
  await db.files.put({
    sha256,
    size,
    held: size,
    isSent: false,
    isPinned: known?.isPinned ?? false,
    usedAt,
    attachmentId,
  });
  const key = transferKey('up', attachmentId);
  await db.transfers.put({ key, attachmentId, sha256, size, done: 0, tries: 0, problem: null });
}

/** All bytes of a file, in order; undefined where the device does not hold the whole. */
export async function readWhole(
  db: DeskDatabase,
  sha256: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return db.transaction('r', [db.files, db.pieces], async () => {
    const file = await db.files.get(sha256);
    if (file === undefined || file.held < file.size) return undefined;
    const pieces = await piecesOf(db, sha256).toArray();
    const whole = new Uint8Array(file.size);
    let filled = 0;
    for (const { at, bytes } of pieces) {
      whole.set(bytes, at);
      filled += bytes.length;
    }
    return filled === file.size ? whole : undefined;
  });
}

/** True where all pieces of a file are there, without reading them. */
export async function holdsWhole(
  db: DeskDatabase,
  { sha256, size }: Pick<KeptFile, 'sha256' | 'size'>,
): Promise<boolean> {
  const file = await db.files.get(sha256);
  return file?.held === size && (await piecesOf(db, sha256).count()) === Math.ceil(size / pieceBytes);
}

function piecesOf(db: DeskDatabase, sha256: string) {
  return db.pieces.where('[sha256+at]').between([sha256, 0], [sha256, Number.POSITIVE_INFINITY]);
}

/** The bytes from `offset` to the end of their piece; undefined where they are not held. */
export async function readPiece(
  db: DeskDatabase,
  sha256: string,
  offset: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const at = offset - (offset % pieceBytes);
  const piece = await db.pieces.get([sha256, at]);
  return piece?.bytes.slice(offset - at);
}

/** Keeps the next piece of a file that comes from the server, and how far it has come. */
export async function keepPiece(
  db: DeskDatabase,
  { sha256, size, attachmentId }: Pick<FileRecord, 'sha256' | 'size' | 'attachmentId'>,
  at: number,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const held = at + bytes.length;
  await db.transaction('rw', [db.files, db.pieces, db.transfers], async () => {
    const known = await db.files.get(sha256);
    await db.pieces.put({ sha256, at, bytes });
    const base = known ?? { sha256, size, isSent: true, isPinned: false, usedAt: 0, attachmentId };
    await db.files.put({ ...base, held });
    await db.transfers.update(transferKey('down', attachmentId), { done: held });
  });
}

/** True where the device holds the file, and its bytes are those of its hash. */
export async function isWhole(db: DeskDatabase, sha256: string): Promise<boolean> {
  const whole = await readWhole(db, sha256);
  return whole !== undefined && (await digestOf(whole)) === sha256;
}

/**
 * Gives up a copy that is called whole and of which pieces were lost, so that it can be fetched again. Not one the server
 * may lack: what is left of it is for whoever mends it. @returns true where it was one.
 */
export async function giveUpBroken(db: DeskDatabase, sha256: string): Promise<boolean> {
  return db.transaction('rw', [db.files, db.pieces], async () => {
    const file = await db.files.get(sha256);
    if (file === undefined || !isDisposable({ ...file, isPinned: false }) || (await holdsWhole(db, file)))
      return false;
    await db.files.update(sha256, { held: 0 });
    await piecesOf(db, sha256).delete();
    return true;
  });
}

/** Left free for rows and the outbox: an attachment must never be what makes a ticket impossible to save. */
export const reserveBytes = 67_108_864;

/**
 * True where so many bytes fit beside what rows and outbox need, after old copies of sent files went.
 * @param freeBytes bytes this profile may still store; null where nobody knows.
 */
export async function hasRoomFor(
  db: DeskDatabase,
  freeBytes: () => Promise<number | null>,
  size: number,
): Promise<boolean> {
  const wanted = size + reserveBytes;
  const free = await freeBytes();
  if (free === null || free >= wanted) return true;
  const freed = await makeRoom(db, wanted - free);
  return free + freed >= wanted;
}

/** Forgets the bytes of a file, inside or outside a transaction. */
export async function dropFile(db: DeskDatabase, sha256: string): Promise<void> {
  await db.transaction('rw', [db.files, db.pieces], async () => {
    await db.files.delete(sha256);
    await piecesOf(db, sha256).delete();
  });
}

/** Forgets bytes that came out wrong, or of which no more will come; that the file is wanted here (pinned) stands. */
export async function emptyFile(db: DeskDatabase, sha256: string): Promise<void> {
  await db.transaction('rw', [db.files, db.pieces], async () => {
    const file = await db.files.get(sha256);
    if (file?.isPinned !== true) return dropFile(db, sha256);
    await db.files.update(sha256, { held: 0 });
    await piecesOf(db, sha256).delete();
  });
}

/**
 * Makes room: forgets files the server has, that nobody pinned, the longest unused first, until `wanted` bytes are free or
 * none is left. @returns how many bytes went.
 */
export async function makeRoom(db: DeskDatabase, wanted: number): Promise<number> {
  const files = (await db.files.orderBy('usedAt').toArray()).filter(isDisposable);
  let freed = 0;
  for (const file of files) {
    if (freed >= wanted) break;
    if (await dropDisposable(db, file.sha256)) freed += file.held;
  }
  return freed;
}

/** Looks again: it may have been pinned or attached anew since, and another attachment may need its bytes. */
async function dropDisposable(db: DeskDatabase, sha256: string): Promise<boolean> {
  return db.transaction('rw', fileTables(db), async () => {
    const file = await db.files.get(sha256);
    if (file === undefined || !isDisposable(file)) return false;
    const waiting = await db.transfers.where('key').startsWith('up|').toArray();
    if (waiting.some((transfer) => transfer.sha256 === sha256)) return false;
    await dropFile(db, sha256);
    return true;
  });
}

function isDisposable({ isSent, isPinned, held, size }: FileRecord): boolean {
  return isSent && !isPinned && held === size;
}
