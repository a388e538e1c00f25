import { type KeptFile, maxJournalPiece } from '#shared/ipc/outbox-journal.ts';
import type { OutboxJournal } from '../../platform/device-storage.ts';
import type { DeskDatabase } from '../db/database.ts';
import { digestOf } from './digest.ts';
import { transferKey } from './file-records.ts';
import { dropFile, fileTables, holdsWhole, keepNewFile, readWhole } from './local-files.ts';

export interface FileCopyDeps {
  readonly journal: OutboxJournal;
  readonly userId: string;
  readonly db: DeskDatabase;
  /** Told after every attempt to keep a file. */
  onState(): void;
}

/** Keeps a second copy of the bytes that wait to be sent, beside the journal. What fails here never stops work. */
export class FileCopy {
  readonly #deps: FileCopyDeps;
  /** Attachments whose bytes the journal has. */
  readonly #kept = new Set<string>();
  /** Attachments whose bytes it did not take. */
  readonly #missed = new Set<string>();
  #isCatchingUp = false;

  constructor(deps: FileCopyDeps) {
    this.#deps = deps;
  }

  /** False while the bytes of a file that waits are in the database alone. */
  get isComplete(): boolean {
    return this.#missed.size === 0;
  }

  /** Resolves when the bytes are on the disk, or could not be brought there. */
  async keep(file: KeptFile, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { journal, userId } = this.#deps;
    let isWhole = false;
    for (let at = 0; !isWhole && at < bytes.length; at += maxJournalPiece) {
      const piece = bytes.slice(at, at + maxJournalPiece);
      const taken = await journal.keepFile({ userId, file, at, bytes: piece });
      if (!taken.ok) break;
      isWhole = taken.value;
    }
    (isWhole ? this.#kept : this.#missed).add(file.attachmentId);
    if (isWhole) this.#missed.delete(file.attachmentId);
    this.#deps.onState();
  }

  /** The bytes were not committed, or are not wanted any more. */
  async drop(attachmentIds: readonly string[]): Promise<void> {
    for (const id of attachmentIds) this.#missed.delete(id);
    this.#deps.onState();
    const kept = attachmentIds.filter((id) => this.#kept.has(id));
    if (kept.length === 0) return;
    const done = await this.#deps.journal.dropFiles(this.#deps.userId, kept);
    if (done.ok) for (const id of kept) this.#kept.delete(id);
  }

  /** Something happened to these files: those that no longer wait need not be kept twice. */
  async settle(attachmentIds: readonly string[]): Promise<void> {
    const ours = attachmentIds.filter((id) => this.#kept.has(id) || this.#missed.has(id));
    if (ours.length === 0) return;
    const waiting = await this.#deps.db.transfers.bulkGet(ours.map((id) => transferKey('up', id)));
    const gone = ours.filter((_id, at) => waiting[at] === undefined);
    if (gone.length > 0) await this.drop(gone);
  }

  /**
   * Compares what the journal has with what waits, when a desk is opened: bytes the database has lost are put back, those it
   * knows the server has are let go. `damaged`: kept bytes that are not what they were.
   * @param usedAt UTC ms, for files that are put back.
   */
  async recover(usedAt: number): Promise<{ readonly putBack: number; readonly damaged: number }> {
    const { journal, userId, db } = this.#deps;
    const listed = await journal.files(userId);
    if (!listed.ok) return { putBack: 0, damaged: 0 };
    let putBack = 0;
    let damaged = 0;
    const sent: string[] = [];
    for (const file of listed.value) {
      const { attachmentId, sha256 } = file;
      this.#kept.add(attachmentId);
      const transfer = await db.transfers.get(transferKey('up', attachmentId));
      if (transfer === undefined && (await db.files.get(sha256))?.isSent === true) sent.push(attachmentId);
      else if (transfer === undefined || !(await holdsWhole(db, file))) {
        const bytes = await readKeptFile(journal, userId, file);
        if (bytes === undefined) damaged += 1;
        else if (await this.#putBack(file, bytes, usedAt)) putBack += 1;
      }
    }
    if (sent.length > 0) await this.drop(sent);
    return { putBack, damaged };
  }

  /** Gives the journal the bytes it lacks of what waits in the database. */
  async catchUp(): Promise<void> {
    if (this.#isCatchingUp) return;
    this.#isCatchingUp = true;
    try {
      const { db } = this.#deps;
      const waiting = await db.transfers.where('key').startsWith('up|').toArray();
      for (const { attachmentId, sha256, size } of waiting) {
        if (this.#kept.has(attachmentId)) continue;
        const bytes = await readWhole(db, sha256);
        if (bytes !== undefined) await this.keep({ attachmentId, sha256, size }, bytes);
      }
    } finally {
      this.#isCatchingUp = false;
    }
  }

  /** False where the database cannot take them now; the next start tries again. */
  async #putBack(file: KeptFile, bytes: Uint8Array<ArrayBuffer>, usedAt: number): Promise<boolean> {
    const { db } = this.#deps;
    const { attachmentId, sha256 } = file;
    try {
      await db.transaction('rw', fileTables(db), async () => {
        if (!(await holdsWhole(db, file))) await dropFile(db, sha256);
        await keepNewFile(db, { attachmentId, sha256, bytes, usedAt });
      });
      return true;
    } catch {
      return false;
    }
  }
}

/** All bytes of a file that a journal keeps; undefined where they cannot be read, or are not those that were kept. */
export async function readKeptFile(
  journal: OutboxJournal,
  userId: string,
  { sha256, size }: Pick<KeptFile, 'sha256' | 'size'>,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const whole = new Uint8Array(size);
  for (let at = 0; at < size; ) {
    const piece = await journal.readFile(userId, sha256, at);
    if (!piece.ok || piece.value.length === 0 || at + piece.value.length > size) return undefined;
    whole.set(piece.value, at);
    at += piece.value.length;
  }
  return (await digestOf(whole)) === sha256 ? whole : undefined;
}
