import type { AnswerLine } from '#shared/sync/courier.ts';
import type { UnpackedCourier } from '#shared/sync/courier-file.ts';
import { CourierUnreadable } from '#shared/sync/courier-lines.ts';
import { pieceBytes, transferKey } from '../files/file-records.ts';
import { emptyFile, isWhole, keepPiece } from '../files/local-files.ts';
import { noteUpload } from '../files/upload.ts';
import type { TakeDeps } from './take-deps.ts';

type UploadLine = Extract<AnswerLine, { line: 'upload' }>;
type PieceLine = Extract<AnswerLine, { line: 'piece' }>;

/**
 * What an answer brings of attachments. Pieces are kept one by one, as those that come over the line: a file that was cut
 * goes on behind its last piece, here or there, and counts only when its hash is right.
 */
export class FilesByFile {
  readonly #deps: Pick<TakeDeps, 'store' | 'announce' | 'hasRoom'>;
  readonly #unpacked: UnpackedCourier;
  /** Files there is no room for. */
  readonly #left = new Set<string>();
  readonly #roomFor = new Set<string>();
  #part = 0;
  #kept = 0;

  constructor(deps: Pick<TakeDeps, 'store' | 'announce' | 'hasRoom'>, unpacked: UnpackedCourier) {
    this.#deps = deps;
    this.#unpacked = unpacked;
  }

  get counts(): { readonly attachments: number; readonly attachmentsLeft: number } {
    return { attachments: this.#kept, attachmentsLeft: this.#left.size };
  }

  /** Notes how far the server has the bytes of an attachment of this device. */
  async settle({ attachmentId, sha256, offset, content, problem }: UploadLine): Promise<void> {
    const { db } = this.#deps.store;
    const transfer = await db.transfers.get(transferKey('up', attachmentId));
    if (transfer === undefined || transfer.sha256 !== sha256) return;
    await noteUpload(db, transfer, { offset, content, problem });
    this.#deps.announce({ type: 'files', attachmentIds: [attachmentId] });
  }

  /** Keeps the piece, where it is the next one of its file. */
  async keep(line: PieceLine): Promise<void> {
    this.#part += 1;
    const { db } = this.#deps.store;
    const { sha256, size, at, attachmentId } = line;
    const held = (await db.files.get(sha256))?.held ?? 0;
    if (held !== at || at >= size || !(await this.#mayKeep(sha256, size - at))) return;
    const bytes = await this.#unpacked.piece(this.#part);
    if (bytes.length !== Math.min(pieceBytes, size - at)) throw new CourierUnreadable('damaged');
    await keepPiece(db, { sha256, size, attachmentId }, at, bytes.slice());
    if (at + bytes.length < size) return;
    if (await isWhole(db, sha256)) this.#kept += 1;
    else await emptyFile(db, sha256);
    await db.transfers.delete(transferKey('down', attachmentId));
    this.#deps.announce({ type: 'files', attachmentIds: [attachmentId] });
  }

  async #mayKeep(sha256: string, wanted: number): Promise<boolean> {
    if (this.#roomFor.has(sha256)) return true;
    if (this.#left.has(sha256)) return false;
    const hasRoom = await this.#deps.hasRoom(wanted);
    (hasRoom ? this.#roomFor : this.#left).add(sha256);
    return hasRoom;
  }
}
