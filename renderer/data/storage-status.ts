/** What was amiss with the device's database when the desk was opened, and what became of unsent work. */
export interface RecoveryReport {
  /** Unsent mutations that were put back from the journal, or rescued from a database that was given up. */
  readonly putBack: number;
  /** Files that wait to be sent whose bytes were put back. */
  readonly files: number;
  /** Unsent mutations that are nowhere any more. */
  readonly lost: number;
  /** The database was empty, or could not be read and was made anew. */
  readonly isEmptied: boolean;
  /** Rows were missing: everything is pulled anew. */
  readonly isRepulled: boolean;
  /** The journal could not be read, wholly or in part. */
  readonly isJournalDamaged: boolean;
}

/** How safe what is typed lies on this device. */
export interface StorageStatus {
  /** The journal beside the database: `none` in a plain browser. */
  readonly copy: 'none' | 'written' | 'failed';
  /** Free bytes where they are few; null where there is room, or nobody knows. */
  readonly scarceBytes: number | null;
  /** The browser may throw the database away where space runs short, and there is no second copy. */
  readonly mayBeEvicted: boolean;
  /** Null where nothing was amiss, or it was read. */
  readonly recovery: RecoveryReport | null;
}
export interface StorageWatch {
  status(): StorageStatus;
  subscribe(listener: () => void): () => void;
  /** The user has read the report. */
  dismissRecovery(): void;
}

/** Databases of users of this install are empty or unreadable; so much of their unsent work is safe in the journal. */
export interface DeskTrouble {
  readonly kind: 'emptied' | 'unreadable';
  readonly usernames: readonly string[];
  readonly unsent: number;
  /** Files that wait to be sent. */
  readonly files: number;
}
