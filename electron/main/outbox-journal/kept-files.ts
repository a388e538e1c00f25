import { createHash } from 'node:crypto';
import path from 'node:path';
import { err, ok, type Result } from '#shared/domain/result.ts';
import { type KeptFile, maxJournalPiece, maxKeptFiles } from '#shared/ipc/outbox-journal.ts';
import type { JournalContent } from './journal-content.ts';
import type { JournalFailure, JournalFile } from './journal-file.ts';
import type { KeptFilesDisk } from './kept-files-disk.ts';

/** Bytes of one user that are kept at most: 2 GiB. */
const maxKeptBytes = 2_147_483_648;
/** Left free on the volume, so that files never take the room of what is typed: 64 MiB. */
const reserveBytes = 67_108_864;

/**
 * The bytes of one user's files that wait to be sent, in a folder beside the journal, each under its hash. Which of them
 * are wanted stands in the journal: its record is written when the bytes are on the disk, and bytes go after their last
 * record. What a crash leaves between is taken away at the next start.
 */
export class KeptFiles {
  readonly #folder: string;
  readonly #userId: string;
  readonly #journal: JournalFile;
  readonly #disk: KeptFilesDisk;
  readonly #report: (error: unknown) => void;
  /** One request after the other: pieces of one file may come from two windows. */
  #last: Promise<unknown> = Promise.resolve();
  #isTidy = false;

  constructor(
    folder: string,
    userId: string,
    journal: JournalFile,
    disk: KeptFilesDisk,
    report: (error: unknown) => void,
  ) {
    this.#folder = folder;
    this.#userId = userId;
    this.#journal = journal;
    this.#disk = disk;
    this.#report = report;
  }

  /** Takes a piece of a file. True when the whole is on the disk and the journal names it. */
  keep(file: KeptFile, at: number, bytes: Uint8Array): Promise<Result<boolean, JournalFailure>> {
    return this.#inTurn('write_failed', async (content) => {
      const isKnown = content.files.some(({ attachmentId }) => attachmentId === file.attachmentId);
      if (!isKnown && content.files.length >= maxKeptFiles) throw new Error('too many files wait');
      const whole = this.#placeOf(file.sha256);
      const beside = `${whole}.partial`;
      if ((await this.#disk.sizeOf(whole)) !== file.size) {
        if (at === 0 && !(await this.#hasRoom(content, file.size))) throw new Error('no room for the file');
        if (at + bytes.byteLength > file.size || !(await this.#disk.write(beside, at, bytes)))
          throw new Error('the piece does not fit');
        if (at + bytes.byteLength < file.size) return ok(false);
        if ((await this.#hashOf(beside)) !== file.sha256)
          throw new Error('the bytes are not those of the file');
        await this.#disk.finish(beside, whole);
      }
      const written = isKnown
        ? ok(undefined)
        : await this.#journal.write(() => [{ type: 'file', userId: this.#userId, ...file }]);
      return written.ok ? ok(true) : written;
    });
  }

  /** What the journal says is kept. */
  list(): Promise<Result<readonly KeptFile[], JournalFailure>> {
    return this.#inTurn('read_failed', async (content) => ok(content.files));
  }

  /** The bytes of a kept file from `at`, at most one piece; none behind its end. */
  read(sha256: string, at: number): Promise<Result<Uint8Array<ArrayBuffer>, JournalFailure>> {
    return this.#inTurn('read_failed', async (content) => {
      // Only what the journal of this user names is given out.
      if (!content.files.some((file) => file.sha256 === sha256)) return err('read_failed');
      const bytes = await this.#disk.read(this.#placeOf(sha256), at, maxJournalPiece);
      return bytes === undefined ? err('read_failed') : ok(bytes);
    });
  }

  /** The bytes need not be kept for these attachments any more. */
  drop(attachmentIds: readonly string[]): Promise<Result<void, JournalFailure>> {
    return this.#inTurn('write_failed', async (content) => {
      const gone = content.files.filter(({ attachmentId }) => attachmentIds.includes(attachmentId));
      if (gone.length === 0) return ok(undefined);
      const ids = gone.map(({ attachmentId }) => attachmentId);
      const done = await this.#journal.write(() => [
        { type: 'filesDone', userId: this.#userId, attachmentIds: ids },
      ]);
      if (!done.ok) return done;
      const loaded = await this.#journal.load();
      const wanted = new Set(loaded.ok ? loaded.value.content.files.map(({ sha256 }) => sha256) : []);
      for (const { sha256 } of gone) {
        if (!wanted.has(sha256)) await this.#disk.remove(this.#placeOf(sha256)).catch(this.#report);
      }
      return ok(undefined);
    });
  }

  #inTurn<T>(
    failure: JournalFailure,
    work: (content: JournalContent) => Promise<Result<T, JournalFailure>>,
  ): Promise<Result<T, JournalFailure>> {
    const run = async (): Promise<Result<T, JournalFailure>> => {
      try {
        const loaded = await this.#journal.load();
        if (!loaded.ok) return loaded;
        const { content, damaged } = loaded.value;
        // A damaged journal may have lost the record that wanted them.
        this.#isTidy ||= damaged > 0 || content.foreign > 0;
        await this.#tidy(content);
        return await work(content);
      } catch (error) {
        this.#report(error);
        return err(failure);
      }
    };
    const done = this.#last.then(run);
    this.#last = done;
    return done;
  }

  /** Takes away what a crash left behind. Once, before anything is written. */
  async #tidy(content: JournalContent): Promise<void> {
    if (this.#isTidy) return;
    this.#isTidy = true;
    const wanted = new Set(content.files.map(({ sha256 }) => sha256));
    for (const name of await this.#disk.list(this.#folder)) {
      if (!wanted.has(name)) await this.#disk.remove(path.join(this.#folder, name)).catch(this.#report);
    }
  }

  async #hasRoom(content: JournalContent, size: number): Promise<boolean> {
    const sizes = new Map(content.files.map((file) => [file.sha256, file.size]));
    const kept = [...sizes.values()].reduce((sum, each) => sum + each, 0);
    if (kept + size > maxKeptBytes) return false;
    return (await this.#disk.free(this.#folder)) >= size + reserveBytes;
  }

  async #hashOf(file: string): Promise<string> {
    const hash = createHash('sha256');
    for (let at = 0; ; ) {
      const bytes = await this.#disk.read(file, at, maxJournalPiece);
      if (bytes === undefined || bytes.byteLength === 0) return hash.digest('hex');
      hash.update(bytes);
      // A file system may give less than it was asked for.
      at += bytes.byteLength;
    }
  }

  #placeOf(sha256: string): string {
    return path.join(this.#folder, sha256);
  }
}
