import { err, ok, type Result } from '#shared/domain/result.ts';
import { JournalContent } from './journal-content.ts';
import type { JournalDisk } from './journal-disk.ts';
import { type JournalRecord, journalVersion, lineOf, readLines } from './record-lines.ts';

export type JournalFailure = 'write_failed' | 'read_failed' | 'journal_newer';

/** A journal does not grow beyond this: some fifty thousand unsent mutations. */
const maxBytes = 64 * 1_048_576;
/** Below this a file is not worth being written anew. */
const minBytesToCompact = 65_536;
/** For less room than this a full file is not written anew: every entry would want it. */
const worthwhileBytes = 1_048_576;

interface Loaded {
  readonly content: JournalContent;
  readonly damaged: number;
}

interface Waiting {
  readonly records: (content: JournalContent) => readonly JournalRecord[];
  done(result: Result<void, JournalFailure>): void;
}

/**
 * One user's journal file. Writes that arrive while one is on its way are put together: one sync serves them all.
 *
 * Invariants: what is in memory is on the disk; a write that failed leaves the file as it was, or with a torn tail that the
 * next reader cuts off; compaction leaves the old file or the new one.
 */
export class JournalFile {
  readonly #file: string;
  readonly #userId: string;
  readonly #disk: JournalDisk;
  readonly #report: (error: unknown) => void;
  #loading: Promise<Result<Loaded, JournalFailure>> | null = null;
  #size = 0;
  #waiting: Waiting[] = [];
  #isWriting = false;

  constructor(file: string, userId: string, disk: JournalDisk, report: (error: unknown) => void) {
    this.#file = file;
    this.#userId = userId;
    this.#disk = disk;
    this.#report = report;
  }

  /** The journal as it stands on the disk; read once, a failed reading is tried again at the next call. */
  async load(): Promise<Result<Loaded, JournalFailure>> {
    this.#loading ??= this.#load();
    const loaded = await this.#loading;
    if (!loaded.ok) this.#loading = null;
    return loaded;
  }

  async #load(): Promise<Result<Loaded, JournalFailure>> {
    try {
      const bytes = (await this.#disk.read(this.#file)) ?? new Uint8Array();
      const { records, damaged, wholeBytes } = readLines(bytes);
      const content = new JournalContent(this.#userId);
      for (const record of records) content.apply(record);
      if (content.version > journalVersion) return err('journal_newer');
      if (wholeBytes < bytes.byteLength) await this.#disk.cut(this.#file, wholeBytes);
      this.#size = wholeBytes;
      return ok({ content, damaged });
    } catch (error) {
      this.#report(error);
      return err('read_failed');
    }
  }

  /** Appends what `records` makes of the present content; resolves when it is on the disk. */
  async write(
    records: (content: JournalContent) => readonly JournalRecord[],
  ): Promise<Result<void, JournalFailure>> {
    return new Promise((done) => {
      this.#waiting.push({ records, done });
      if (!this.#isWriting) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0);
      const result = await this.#writeTogether(group);
      for (const { done } of group) done(result);
    }
    this.#isWriting = false;
  }

  async #writeTogether(group: readonly Waiting[]): Promise<Result<void, JournalFailure>> {
    const loaded = await this.load();
    if (!loaded.ok) return loaded;
    const { content, damaged } = loaded.value;
    // Before records that an older version does not know, so that it leaves the file alone.
    const isOfPresent = content.version === journalVersion;
    const head: JournalRecord[] = isOfPresent ? [] : [{ type: 'head', version: journalVersion }];
    const news = [...head, ...group.flatMap(({ records }) => records(content))];
    if (news.length === head.length) return ok(undefined);
    const bytes = new TextEncoder().encode(news.map(lineOf).join(''));
    try {
      if (this.#size + bytes.byteLength > maxBytes) {
        await this.#makeRoom(content, news, damaged);
        return ok(undefined);
      }
      const isAppended = await this.#disk.append(this.#file, bytes, this.#size);
      for (const record of news) content.apply(record);
      if (isAppended) this.#size += bytes.byteLength;
      // Somebody else changed the file, or took it away: what is known of it is written anew.
      else await this.#replace(content);
    } catch (error) {
      this.#report(error);
      await this.#disk.cut(this.#file, this.#size).catch(() => undefined);
      return err('write_failed');
    }
    const isMostlyDead = this.#size > minBytesToCompact && content.deadBytes > this.#size / 2;
    const isDamaged = damaged > 0 || content.foreign > 0;
    if (isMostlyDead || isDamaged) await this.#compact(content, isDamaged);
    return ok(undefined);
  }

  async #replace(content: JournalContent): Promise<void> {
    const bytes = new TextEncoder().encode(content.records().map(lineOf).join(''));
    await this.#disk.replace(this.#file, bytes);
    this.#size = bytes.byteLength;
  }

  /**
   * Writes a full file anew with `news` and without what says nothing any more: acknowledgements make room, and must never
   * fail for want of it. Throws where it is full of what still waits.
   */
  async #makeRoom(content: JournalContent, news: readonly JournalRecord[], damaged: number): Promise<void> {
    const hasDone = news.some(({ type }) => type === 'done' || type === 'filesDone');
    const isPointless = !hasDone && content.deadBytes < worthwhileBytes;
    if (isPointless) throw new Error('the journal is full');
    const fresh = new JournalContent(this.#userId);
    for (const record of [...content.records(), ...news]) fresh.apply(record);
    const left = new JournalContent(this.#userId);
    for (const record of fresh.records()) left.apply(record);
    const bytes = new TextEncoder().encode(left.records().map(lineOf).join(''));
    if (bytes.byteLength > maxBytes) throw new Error('the journal is full');
    if (damaged > 0 || content.foreign > 0) await this.#disk.setAside(this.#file);
    await this.#disk.replace(this.#file, bytes);
    this.#size = bytes.byteLength;
    this.#loading = Promise.resolve(ok({ content: left, damaged: 0 }));
  }

  /** Writes the file anew without what says nothing any more. Where that fails, the long file is as good. */
  async #compact(content: JournalContent, isDamaged: boolean): Promise<void> {
    try {
      if (isDamaged) await this.#disk.setAside(this.#file);
      await this.#replace(content);
      const fresh = new JournalContent(this.#userId);
      for (const record of content.records()) fresh.apply(record);
      this.#loading = Promise.resolve(ok({ content: fresh, damaged: 0 }));
    } catch (error) {
      this.#report(error);
    }
  }
}
