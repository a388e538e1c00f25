import { err, ok, type Result } from '#shared/domain/result.ts';
import {
  type Attachment,
  maxFileBytes,
  maxFilesPerTicket,
  plainFileName,
  typeOfName,
} from '#shared/files/attachment.ts';
import { checkShape } from '#shared/files/file-content.ts';
import { checkDirectory, isDocument, readZipDirectory } from '#shared/files/zip-content.ts';
import type { DeskDatabase } from '../db/database.ts';
import type { Companion } from '../local/mutate.ts';
import { storageFailureOf } from '../local/storage-failure.ts';
import type { MutateFailure } from '../mutate-failure.ts';
import type { FileBox, FileFailure, FilePlace, NewFile, TicketFile } from './contract.ts';
import { digestOf } from './digest.ts';
import type { FileCopy } from './file-copy.ts';
import { type FileRecord, type TransferRecord, transferKey } from './file-records.ts';
import { fileTables, giveUpBroken, hasRoomFor, keepNewFile, readWhole } from './local-files.ts';

export interface FileBoxDeps {
  readonly db: DeskDatabase;
  /** The second copy of bytes that wait to be sent; null where there is no journal. */
  readonly copy: FileCopy | null;
  attachments(ticketId: string): Promise<Attachment[]>;
  /** @param settles id of the review item it answers. */
  mutate(args: object, companion: Companion, settles?: string): Promise<Result<unknown, MutateFailure>>;
  newId(): string;
  now(): number;
  /** Bytes this profile may still store; null where nobody knows. */
  freeBytes(): Promise<number | null>;
  /** Something of these attachments is different: for this window and the others. */
  changed(attachmentIds: readonly string[]): void;
  /** Wakes the worker. */
  wake(): void;
}

/** The window's side of files: it keeps and asks, the worker alone sends and fetches. */
export class DeskFileBox implements FileBox {
  readonly #deps: FileBoxDeps;

  constructor(deps: FileBoxDeps) {
    this.#deps = deps;
  }

  async ofTicket(ticketId: string): Promise<readonly TicketFile[]> {
    const { db } = this.#deps;
    const rows = (await this.#deps.attachments(ticketId)).filter(({ removedAt }) => removedAt === null);
    const [files, ups, downs] = await Promise.all([
      db.files.bulkGet(rows.map(({ sha256 }) => sha256)),
      db.transfers.bulkGet(rows.map(({ id }) => transferKey('up', id))),
      db.transfers.bulkGet(rows.map(({ id }) => transferKey('down', id))),
    ]);
    return rows
      .map((attachment, at) => ({ attachment, place: placeOf(files[at], ups[at], downs[at]) }))
      .sort(
        (a, b) => a.attachment.addedAt - b.attachment.addedAt || (a.attachment.id < b.attachment.id ? -1 : 1),
      );
  }

  check({ name, bytes }: Pick<NewFile, 'name' | 'bytes'>): FileFailure | null {
    const refuse = (cause: Extract<FileFailure, { kind: 'file' }>['cause']) =>
      ({ kind: 'file', cause }) as const;
    if (bytes.length === 0) return refuse('empty');
    if (bytes.length > maxFileBytes) return refuse('too_large');
    const type = typeOfName(name);
    if (type === undefined || checkShape(name, type, bytes) !== null) return refuse('type');
    if (!isDocument(type)) return null;
    const entries = readZipDirectory(bytes);
    return entries === null || checkDirectory(type, entries) !== null ? refuse('type') : null;
  }

  async add(
    ticketId: string,
    file: NewFile,
    settles?: string,
  ): Promise<Result<{ readonly attachmentId: string }, FileFailure>> {
    const { db, copy } = this.#deps;
    const name = plainFileName(file.name);
    const { bytes } = file;
    const type = typeOfName(name);
    const wrong = this.check({ name, bytes });
    if (wrong !== null || type === undefined) return err(wrong ?? { kind: 'file', cause: 'type' });
    const present = await this.ofTicket(ticketId);
    if (present.length >= maxFilesPerTicket) return err({ kind: 'file', cause: 'full' });
    if (!(await hasRoomFor(db, this.#deps.freeBytes, bytes.length)))
      return err({ kind: 'file', cause: 'no_room' });
    const sha256 = await digestOf(bytes);
    // The same file twice is one file.
    const twin = present.find(({ attachment }) => attachment.sha256 === sha256 && attachment.name === name);
    if (twin !== undefined) return ok({ attachmentId: twin.attachment.id });
    const attachmentId = `${ticketId}/a.${this.#deps.newId()}`;
    const { note = '', formId = null } = file;
    // Side by side with the database, as for mutations: both have the bytes before anything is called saved.
    const copying = copy?.keep({ attachmentId, sha256, size: bytes.length }, bytes);
    const done = await this.#deps.mutate(
      { id: ticketId, attachmentId, name, type, size: bytes.length, sha256, note, formId },
      {
        tables: fileTables(db),
        write: () => keepNewFile(db, { attachmentId, sha256, bytes, usedAt: this.#deps.now() }),
      },
      settles,
    );
    await copying;
    if (!done.ok) {
      await copy?.drop([attachmentId]);
      return done;
    }
    this.#deps.changed([attachmentId]);
    this.#deps.wake();
    return ok({ attachmentId });
  }

  async bytes(sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { db } = this.#deps;
    const whole = await readWhole(db, sha256);
    // Which were used last only helps to choose what goes first: where it cannot be noted, nothing is lost.
    if (whole === undefined) {
      // Where it cannot be written, the next look tells it.
      const wasBroken = await giveUpBroken(db, sha256).catch(() => false);
      const attachmentId = wasBroken ? (await db.files.get(sha256))?.attachmentId : undefined;
      if (attachmentId !== undefined) this.#deps.changed([attachmentId]);
    } else void db.files.update(sha256, { usedAt: this.#deps.now() }).catch(() => undefined);
    return whole;
  }

  async fetch(attachment: Attachment): Promise<Result<void, FileFailure>> {
    return this.#fetch(attachment, false);
  }

  async pin(attachment: Attachment, isPinned: boolean): Promise<Result<void, FileFailure>> {
    const { db } = this.#deps;
    const file = await db.files.get(attachment.sha256);
    if (!isPinned || (file !== undefined && file.held === file.size)) {
      // Changed alone: the worker may just have noted that it was sent, or have taken it away.
      const changed = file === undefined ? 0 : await db.files.update(attachment.sha256, { isPinned });
      this.#deps.changed([attachment.id]);
      if (!isPinned || changed > 0) return ok(undefined);
    }
    return this.#fetch(attachment, true);
  }

  async #fetch(attachment: Attachment, isPinned: boolean): Promise<Result<void, FileFailure>> {
    const { db } = this.#deps;
    const { id, sha256, size } = attachment;
    if (!(await hasRoomFor(db, this.#deps.freeBytes, size))) return err({ kind: 'file', cause: 'no_room' });
    try {
      await db.transaction('rw', [db.files, db.transfers], async () => {
        const file = await db.files.get(sha256);
        if (file !== undefined && file.held === size) return;
        const base = file ?? { sha256, size, held: 0, isSent: true, isPinned, attachmentId: id };
        await db.files.put({ ...base, isPinned: base.isPinned || isPinned, usedAt: this.#deps.now() });
        const key = transferKey('down', id);
        const done = file?.held ?? 0;
        await db.transfers.put({ key, attachmentId: id, sha256, size, done, tries: 0, problem: null });
      });
    } catch (error) {
      return err(storageFailureOf(error));
    }
    this.#deps.changed([id]);
    this.#deps.wake();
    return ok(undefined);
  }
}

function placeOf(
  file: FileRecord | undefined,
  up: TransferRecord | undefined,
  down: TransferRecord | undefined,
): FilePlace {
  const transfer = down ?? up;
  return {
    held: file?.held ?? 0,
    isPinned: file?.isPinned ?? false,
    transfer:
      transfer === undefined || transfer.problem !== null
        ? null
        : { direction: transfer === down ? 'down' : 'up', done: transfer.done },
    problem: transfer?.problem ?? null,
  };
}
