import type { Result } from '#shared/domain/result.ts';
import type {
  JournalAppend,
  JournalMarker,
  JournalPage,
  JournalPiece,
  KeptFile,
} from '#shared/ipc/outbox-journal.ts';
import type { PlatformFailure } from './failure.ts';

/** A second copy of unsent work outside the database of the page. Failures are values. */
export interface OutboxJournal {
  /** Resolves when the entries are on the disk. */
  append(batch: JournalAppend): Promise<Result<unknown, PlatformFailure>>;
  /** The entries need not be kept any longer. */
  acknowledge(userId: string, keys: readonly string[]): Promise<Result<unknown, PlatformFailure>>;
  /** A page of what nobody has acknowledged, in the order it was made. */
  read(userId: string, after: string | null): Promise<Result<JournalPage, PlatformFailure>>;
  /** Who has worked on this install. */
  marker(): Promise<Result<JournalMarker, PlatformFailure>>;
  /** Hands over the bytes of a file from `at` on. True when the whole is on the disk, which may be before the last piece. */
  keepFile(piece: JournalPiece): Promise<Result<boolean, PlatformFailure>>;
  /** The files that are kept for a user. */
  files(userId: string): Promise<Result<readonly KeptFile[], PlatformFailure>>;
  /** A piece of a kept file; empty behind its end. */
  readFile(
    userId: string,
    sha256: string,
    at: number,
  ): Promise<Result<Uint8Array<ArrayBuffer>, PlatformFailure>>;
  dropFiles(userId: string, attachmentIds: readonly string[]): Promise<Result<unknown, PlatformFailure>>;
}

/** Where the device keeps what is typed, beside the database of the page. */
export interface DeviceStorage {
  /** Null in a plain browser: there the database is the only copy. */
  readonly journal: OutboxJournal | null;
  /** What the device can still take, bytes; null where it does not say. */
  freeBytes(): Promise<number | null>;
  /** Asks that the data be kept also where space runs short; false where that was refused and nothing else keeps it. */
  keep(): Promise<boolean>;
  /** Throws the databases of the page away where they cannot be opened; false where that cannot be done. */
  reset(): Promise<boolean>;
}

/** Storage of a plain browser: what it lends to this site. */
export function createBrowserStorage({ storage }: Navigator): DeviceStorage {
  return {
    journal: null,
    async freeBytes() {
      const { quota, usage } = (await storage?.estimate?.().catch(() => undefined)) ?? {};
      return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
    },
    async keep() {
      if (storage?.persist === undefined) return false;
      return (await storage.persisted().catch(() => false)) || storage.persist().catch(() => false);
    },
    // Without a journal they may hold the only copy of unsent work.
    reset: async () => false,
  };
}
