import { createHash } from 'node:crypto';
import path from 'node:path';
import { ok, type Result } from '#shared/domain/result.ts';
import {
  type JournalAppend,
  type JournalEntryRecord,
  type JournalMarker,
  type JournalPage,
  type JournalPiece,
  type KeptFile,
  maxJournalEntries,
} from '#shared/ipc/outbox-journal.ts';
import { type JournalDisk, journalDisk } from './journal-disk.ts';
import { type JournalFailure, JournalFile } from './journal-file.ts';
import { KeptFiles } from './kept-files.ts';
import { type KeptFilesDisk, keptFilesDisk } from './kept-files-disk.ts';
import { type JournalRecord, readLines } from './record-lines.ts';

/** Longest page that is read at once, in characters. */
const maxPageText = 4_000_000;

/** The journals of this install: a copy of every user's unsent work outside the browser's database. */
export interface OutboxJournals {
  append(batch: JournalAppend): Promise<Result<void, JournalFailure>>;
  acknowledge(userId: string, keys: readonly string[]): Promise<Result<void, JournalFailure>>;
  read(userId: string, after: string | null): Promise<Result<JournalPage, JournalFailure>>;
  marker(): Promise<JournalMarker>;
  /** Takes a piece of a file that waits to be sent; true when the whole is on the disk. */
  keepFile(piece: JournalPiece): Promise<Result<boolean, JournalFailure>>;
  files(userId: string): Promise<Result<readonly KeptFile[], JournalFailure>>;
  readFile(
    userId: string,
    sha256: string,
    at: number,
  ): Promise<Result<Uint8Array<ArrayBuffer>, JournalFailure>>;
  dropFiles(userId: string, attachmentIds: readonly string[]): Promise<Result<void, JournalFailure>>;
}

function hashOf(userId: string): string {
  return createHash('sha256').update(userId).digest('hex').slice(0, 32);
}

/** File name of a user's journal: ids may hold signs that a file system takes amiss. */
function nameOf(userId: string): string {
  return `${hashOf(userId)}.journal`;
}

/** Opens the journals in a folder, which need not exist yet. Nothing here throws; problems of the disk go to `report`. */
export function openOutboxJournals(
  folder: string,
  report: (error: unknown) => void,
  disk: JournalDisk = journalDisk,
  fileDisk: KeptFilesDisk = keptFilesDisk,
): OutboxJournals {
  const files = new Map<string, JournalFile>();
  let isTidy = false;
  /** Takes away what a compaction left behind that was interrupted. Once, before anything is written. */
  const tidy = async (names: readonly string[]) => {
    if (isTidy) return;
    isTidy = true;
    for (const name of names.filter((each) => each.endsWith('.partial')))
      await disk.remove(path.join(folder, name)).catch(report);
  };
  const fileOf = (userId: string): JournalFile => {
    const known = files.get(userId);
    if (known !== undefined) return known;
    const file = new JournalFile(path.join(folder, nameOf(userId)), userId, disk, report);
    files.set(userId, file);
    return file;
  };
  const kept = new Map<string, KeptFiles>();
  const keptOf = (userId: string): KeptFiles => {
    const known = kept.get(userId);
    if (known !== undefined) return known;
    const place = path.join(folder, `${hashOf(userId)}.files`);
    const files = new KeptFiles(place, userId, fileOf(userId), fileDisk, report);
    kept.set(userId, files);
    return files;
  };

  return {
    keepFile: ({ userId, file, at, bytes }) => keptOf(userId).keep(file, at, bytes),
    files: (userId) => keptOf(userId).list(),
    readFile: (userId, sha256, at) => keptOf(userId).read(sha256, at),
    dropFiles: (userId, attachmentIds) => keptOf(userId).drop(attachmentIds),

    append({ owner, counters, entries }) {
      const { userId } = owner;
      return fileOf(userId).write((content) => {
        const device = content.isNews(owner, counters) ? [content.deviceRecord(owner, counters)] : [];
        return [...device, ...entries.map((entry) => ({ type: 'entry' as const, userId, ...entry }))];
      });
    },

    acknowledge(userId, keys) {
      return fileOf(userId).write((content) => {
        const open = keys.filter((key) => content.has(key));
        return open.length === 0 ? [] : [{ type: 'done', userId, keys: open }];
      });
    },

    async read(userId, after) {
      const loaded = await fileOf(userId).load();
      if (!loaded.ok) return loaded;
      const { open } = loaded.value.content;
      const from = after === null ? 0 : open.findIndex(({ key }) => key === after) + 1;
      const entries = firstPage(open.slice(from, from + maxJournalEntries));
      const isLast = from + entries.length >= open.length;
      return ok({ entries, next: isLast ? null : (entries.at(-1)?.key ?? null) });
    },

    async marker() {
      const users: JournalMarker['users'] = [];
      let unreadable = 0;
      const names = await disk.list(folder).catch((error: unknown) => {
        report(error);
        unreadable += 1;
        return [];
      });
      await tidy(names);
      for (const name of names.filter((each) => each.endsWith('.journal'))) {
        const userId = await ownerOf(path.join(folder, name), name, disk, report);
        if (userId === undefined) continue;
        const loaded = userId === null ? undefined : await fileOf(userId).load();
        if (loaded === undefined || !loaded.ok) {
          unreadable += 1;
          continue;
        }
        const user = loaded.value.content.marker(loaded.value.damaged);
        if (user !== undefined) users.push(user);
      }
      return { users, unreadable };
    },
  };
}

/** Whose journal a file is: of all users it speaks of, the one whose name it bears. Null where it cannot be told. */
async function ownerOf(
  file: string,
  name: string,
  disk: JournalDisk,
  report: (error: unknown) => void,
): Promise<string | null | undefined> {
  try {
    const bytes = await disk.read(file);
    if (bytes === undefined || bytes.byteLength === 0) return undefined;
    const ids = readLines(bytes).records.flatMap((record: JournalRecord) =>
      record.type === 'head' ? [] : [record.userId],
    );
    return ids.find((id) => nameOf(id) === name) ?? null;
  } catch (error) {
    report(error);
    return null;
  }
}

function firstPage(entries: readonly JournalEntryRecord[]): JournalEntryRecord[] {
  let length = 0;
  const at = entries.findIndex(({ text }, index) => {
    length += text.length;
    return index > 0 && length > maxPageText;
  });
  return at === -1 ? [...entries] : entries.slice(0, at);
}
