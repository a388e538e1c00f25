import type { Attachment } from '#shared/files/attachment.ts';
import { idOfKey, kindOfKey } from '../db/database.ts';
import { readMeta } from '../db/meta.ts';
import type { RowView } from '../db/row-view.ts';
import { readDoc } from '../db/row-view.ts';
import { refusedFileItem } from '../local/review-items.ts';
import type { Announcement } from '../sync/announcement.ts';
import { backoffMs } from '../sync/backoff.ts';
import type { SyncPorts } from '../sync/ports.ts';
import { downloadFile } from './download.ts';
import { directionOf, type TransferRecord, transferKey } from './file-records.ts';
import { dropFile } from './local-files.ts';
import { type TransferDeps, type TransferEnd, uploadFile } from './upload.ts';

export interface TransfersDeps extends Omit<TransferDeps, 'onStep'> {
  readonly view: RowView;
  readonly ports: SyncPorts;
  announce(announcement: Announcement): void;
}

/** Without anything that wakes it, the list is looked through so often. */
const idleMs = 300_000;

/**
 * Moves the bytes of attachments, one file after the other, beside the exchange of rows and never in its way. Whatever
 * stops it (no line, the app closed, the server gone) leaves the list as it is; the next attempt goes on from there.
 */
export class FileTransfers {
  readonly #deps: TransfersDeps;
  #failures = 0;
  #waiting: AbortController | null = null;
  #isWanted = false;
  #mustSweep = true;
  /** Attachments of which the row is another one since the list was gone through. */
  readonly #moved = new Set<string>();

  constructor(deps: TransfersDeps) {
    this.#deps = deps;
  }

  /** There is something to do, or a connection again. */
  wake(): void {
    this.#isWanted = true;
    this.#waiting?.abort();
  }

  /** Rows went in bulk: the bytes of what the user may no longer see must go, too. */
  sweepSoon(): void {
    this.#mustSweep = true;
    this.wake();
  }

  /** Rows came or were written: the server may have lost bytes that this device holds. */
  rowsChanged(keys: readonly string[]): void {
    const moved = keys.filter((key) => kindOfKey(key) === 'attachment').map(idOfKey);
    for (const id of moved) this.#moved.add(id);
    if (moved.length > 0) this.wake();
  }

  /** Returns when the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const stop = () => this.#waiting?.abort();
    signal.addEventListener('abort', stop);
    while (!signal.aborted) {
      this.#isWanted = false;
      const waitMs = await this.runOnce().catch(() => idleMs);
      if (this.#isWanted || signal.aborted) continue;
      this.#waiting = new AbortController();
      await this.#deps.ports.sleep(waitMs, this.#waiting.signal);
      this.#waiting = null;
    }
    signal.removeEventListener('abort', stop);
  }

  /** Goes once through the list. @returns after how many ms to try again. */
  async runOnce(): Promise<number> {
    if (this.#mustSweep) await this.#sweep();
    if (this.#moved.size > 0) await this.#lookAtMoved();
    const seen = new Set<string>();
    for (;;) {
      const next = await this.#next(seen);
      if (next === undefined) {
        this.#failures = 0;
        return idleMs;
      }
      seen.add(next.key);
      const end = await this.#move(next);
      if (end.kind === 'done' || end.kind === 'waits' || end.kind === 'stuck') continue;
      this.#failures += 1;
      if (end.kind === 'later' && end.ms !== null) return end.ms;
      return end.kind === 'offline' || end.kind === 'later'
        ? backoffMs(this.#failures, this.#deps.ports.random)
        : idleMs;
    }
  }

  /** A page may bring thousands of rows: only those are read whose bytes this device has. */
  async #lookAtMoved(): Promise<void> {
    const moved = [...this.#moved];
    const held = new Set((await this.#deps.db.files.toArray()).map(({ attachmentId }) => attachmentId));
    for (const id of moved) {
      if (held.has(id)) await this.#sendAgain(id);
      this.#moved.delete(id);
    }
  }

  /** What somebody waits for on the screen comes before what is to be sent; the smallest first. */
  async #next(seen: ReadonlySet<string>): Promise<TransferRecord | undefined> {
    const open = (await this.#deps.db.transfers.toArray()).filter(
      ({ key, problem }) => problem === null && !seen.has(key),
    );
    const rank = (transfer: TransferRecord) => (directionOf(transfer) === 'down' ? 0 : 1);
    return open.sort((a, b) => rank(a) - rank(b) || a.size - b.size)[0];
  }

  async #move(transfer: TransferRecord): Promise<TransferEnd> {
    const { db } = this.#deps;
    const deps = { ...this.#deps, onStep: (step: TransferRecord) => this.#tell([step.attachmentId]) };
    if (directionOf(transfer) === 'down') return downloadFile(deps, transfer);
    const row = await this.#attachment(transfer.attachmentId);
    if (row !== undefined && row.removedAt !== null) {
      await db.transfers.delete(transfer.key);
      this.#tell([transfer.attachmentId]);
      return { kind: 'done' };
    }
    const end = await uploadFile(deps, transfer);
    if (row !== undefined) await this.#review(transfer.key, row);
    return end;
  }

  /** What this device gave up by itself is for its owner to decide; what the server refused comes with the row. */
  async #review(key: string, file: Attachment): Promise<void> {
    const { db, announce } = this.#deps;
    const problem = (await db.transfers.get(key))?.problem ?? null;
    if (problem !== 'lost' && problem !== 'damaged') return;
    await db.review.put(refusedFileItem(file, problem, ''));
    announce({ type: 'review' });
  }

  async #attachment(id: string): Promise<Attachment | undefined> {
    const { db, view } = this.#deps;
    return db.transaction('r', [db.rows, db.packs, db.meta], async () => {
      await view.refresh();
      return readDoc('attachment', await view.doc('attachment', id));
    });
  }

  /**
   * Brings bytes and rows together: forgets bytes of rows that are gone, unless work that waits or stands in the review list
   * still names them; sends again what the server has lost.
   */
  async #sweep(): Promise<void> {
    const { db } = this.#deps;
    // Before the rows have come nobody can tell what is wanted: bytes may have been put back before them.
    if ((await readMeta(db, 'cursor')).cursor === undefined) return;
    this.#mustSweep = false;
    const [files, transfers, reviews, waiting] = await Promise.all([
      db.files.toArray(),
      db.transfers.toArray(),
      db.review.toArray(),
      // Work may wait without effect: what it is about has not come, or has gone.
      db.outbox.filter(({ name }) => name === 'attachment.add').toArray(),
    ]);
    const wanted = new Set<string>();
    for (const args of [
      ...reviews.map(({ mutation }) => mutation?.args),
      ...waiting.map(({ args }) => args),
    ]) {
      const { attachmentId } = (args ?? {}) as { attachmentId?: unknown };
      if (typeof attachmentId === 'string') wanted.add(attachmentId);
    }
    const onTheWay = new Set(transfers.map(({ sha256 }) => sha256));
    for (const transfer of transfers) {
      if (wanted.has(transfer.attachmentId) || (await this.#attachment(transfer.attachmentId)) !== undefined)
        continue;
      await db.transfers.delete(transfer.key);
      onTheWay.delete(transfer.sha256);
      this.#tell([transfer.attachmentId]);
    }
    for (const file of files) {
      if (wanted.has(file.attachmentId) || onTheWay.has(file.sha256)) continue;
      const row = await this.#attachment(file.attachmentId);
      if (row === undefined) await dropFile(db, file.sha256);
      else await this.#sendAgain(row.id);
    }
  }

  /** Puts a file on the list of what is to be sent where the server has not its bytes, and this device has. */
  async #sendAgain(attachmentId: string): Promise<void> {
    const { db } = this.#deps;
    const row = await this.#attachment(attachmentId);
    if (row === undefined || row.content !== 'waiting' || row.removedAt !== null) return;
    const { sha256, size } = row;
    const key = transferKey('up', attachmentId);
    await db.transaction('rw', [db.files, db.transfers], async () => {
      const file = await db.files.get(sha256);
      if (file === undefined || file.held < size || (await db.transfers.get(key)) !== undefined) return;
      await db.transfers.put({ key, attachmentId, sha256, size, done: 0, tries: 0, problem: null });
    });
  }

  #tell(attachmentIds: readonly string[]): void {
    this.#deps.announce({ type: 'files', attachmentIds });
  }
}
