import { type JournalEntryRecord, type JournalOwner, maxJournalEntries } from '#shared/ipc/outbox-journal.ts';
import type { OutboxJournal } from '../../platform/device-storage.ts';
import type { SyncStatus } from '../contract.ts';
import type { DeskDatabase } from '../db/database.ts';
import { firstSequence, readMeta } from '../db/meta.ts';
import type { FileCopy } from '../files/file-copy.ts';
import type { ClockState } from '../sync/clock-state.ts';
import { type CopiedRecord, countersIn, journalEntryOf } from './journal-records.ts';
import { neededKeys } from './needed-keys.ts';

export interface OutboxCopyDeps {
  readonly journal: OutboxJournal;
  readonly owner: JournalOwner;
  /** The same for the bytes of files. */
  readonly files: Pick<FileCopy, 'isComplete' | 'catchUp'>;
  newId(): string;
  /** Told whether the journal takes what it is given. */
  onState(state: 'written' | 'failed'): void;
}

/**
 * Keeps the journal in step with the outbox of one window: what is committed goes in, what the server has goes out. A
 * journal that fails never stops work: the database has it; what it missed goes with the next entry it takes.
 */
export class OutboxCopy {
  readonly #deps: OutboxCopyDeps;
  /** Committed entries whose confirmation the journal was not told. */
  readonly #open = new Set<string>();
  /** What the journal did not take. */
  readonly #missed = new Map<string, JournalEntryRecord>();
  #isWritten = true;
  /** The status at the last look for what is no longer needed. */
  #seen = '';
  /** What it still has to be told is no longer needed. */
  readonly #spent = new Set<string>();

  constructor(deps: OutboxCopyDeps) {
    this.#deps = deps;
  }

  get journal(): OutboxJournal {
    return this.#deps.journal;
  }

  newKey(): string {
    return this.#deps.newId();
  }

  /** Writes entries that are being committed, and the clock they go by; resolves when they are on the disk, or could not be brought there. */
  async write(
    entries: readonly CopiedRecord[],
    clock: ClockState | undefined,
    counters: Record<string, number> = {},
  ): Promise<boolean> {
    const { owner, journal } = this.#deps;
    const records = [
      ...this.#missed.values(),
      ...entries
        .map((entry) => journalEntryOf(entry, owner, clock))
        .filter(({ key }) => !this.#missed.has(key)),
    ];
    const numbers = { ...counters, ...countersIn(entries, owner.deviceCode) };
    let isWritten = true;
    for (let at = 0; at === 0 || at < records.length; at += maxJournalEntries) {
      const page = records.slice(at, at + maxJournalEntries);
      const taken = await journal.append({ owner, counters: numbers, entries: page });
      if (taken.ok) for (const { key } of page) this.#missed.delete(key);
      else for (const record of page) this.#missed.set(record.key, record);
      isWritten &&= taken.ok;
    }
    this.#isWritten = isWritten;
    this.tell();
    // A journal that takes entries again may take bytes again, too.
    const { files } = this.#deps;
    if (isWritten && !files.isComplete) void files.catchUp().catch(() => undefined);
    return isWritten;
  }

  /** Says how the copy stands: entries and bytes. */
  tell(): void {
    this.#deps.onState(this.#isWritten && this.#deps.files.isComplete ? 'written' : 'failed');
  }

  /** The entries are committed in the database. */
  committed(keys: Iterable<string>): void {
    for (const key of keys) this.#open.add(key);
  }

  /** The entry was not committed, or the server has it: the journal need not keep it. Call it after `write` is through. */
  async spend(keys: Iterable<string>): Promise<void> {
    for (const key of keys) {
      this.#open.delete(key);
      this.#missed.delete(key);
      this.#spent.add(key);
    }
    const { journal, owner } = this.#deps;
    while (this.#spent.size > 0) {
      const page = [...this.#spent].slice(0, maxJournalEntries);
      const told = await journal.acknowledge(owner.userId, page);
      if (!told.ok) return;
      for (const key of page) this.#spent.delete(key);
    }
  }

  /** What a restored server has lost waits again (TAKE-6), though the journal let go of it when it was confirmed. */
  async takeBack(db: DeskDatabase): Promise<void> {
    const { clock, sequence = firstSequence } = await readMeta(db, 'clock', 'sequence');
    const unsent = await db.outbox.where(':id').above(sequence.pushed).toArray();
    const lacking = unsent.filter(
      (entry): entry is CopiedRecord => entry.journalKey !== undefined && !this.#open.has(entry.journalKey),
    );
    if (lacking.length === 0) return;
    const keys = lacking.map(({ journalKey }) => journalKey);
    for (const key of keys) this.#spent.delete(key);
    await this.write(lacking, clock);
    this.committed(keys);
  }

  /** An exchange has shown the device's clock to be wrong: what it says of unsent entries must not be lost either. */
  async noteSkews(db: DeskDatabase): Promise<void> {
    const { clock, sequence = firstSequence } = await readMeta(db, 'clock', 'sequence');
    const unsent = await db.outbox.where(':id').above(sequence.pushed).toArray();
    const judged = unsent.filter(
      (entry): entry is CopiedRecord => entry.journalKey !== undefined && entry.skewMs !== undefined,
    );
    if (judged.length > 0) await this.write(judged, clock);
  }

  /**
   * Tells the journal what need not be kept any more. Reads nothing while everything still waits, or nothing has happened
   * since the last look.
   */
  async settle(
    db: DeskDatabase,
    {
      phase,
      pending,
      toReview,
      lastSyncAt,
    }: Pick<SyncStatus, 'phase' | 'pending' | 'toReview' | 'lastSyncAt'>,
  ): Promise<void> {
    const seen = `${phase} ${pending} ${toReview} ${lastSyncAt}`;
    const isNothingNew = this.#open.size <= pending || seen === this.#seen;
    if (isNothingNew && this.#spent.size === 0) return;
    this.#seen = seen;
    // Taken before the database is asked: what is committed meanwhile is not among them.
    const open = new Set(this.#open);
    for (const key of await neededKeys(db)) open.delete(key);
    await this.spend(open);
  }
}
