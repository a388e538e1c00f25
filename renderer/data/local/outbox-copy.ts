import { type JournalEntryRecord, type JournalOwner, maxJournalEntries } from '#shared/ipc/outbox-journal.ts';
import type { OutboxJournal } from '../../platform/device-storage.ts';
import type { DeskDatabase } from '../db/database.ts';
import { firstSequence, readMeta } from '../db/meta.ts';
import { type CopiedRecord, countersIn, journalEntryOf } from './journal-records.ts';

export interface OutboxCopyDeps {
  readonly journal: OutboxJournal;
  readonly owner: JournalOwner;
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

  /** Writes entries that are being committed; resolves when they are on the disk, or could not be brought there. */
  async write(entries: readonly CopiedRecord[], counters: Record<string, number> = {}): Promise<boolean> {
    const { owner, journal } = this.#deps;
    const records = [
      ...this.#missed.values(),
      ...entries.map((entry) => journalEntryOf(entry, owner)).filter(({ key }) => !this.#missed.has(key)),
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
    this.#deps.onState(isWritten ? 'written' : 'failed');
    return isWritten;
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

  /** Tells the journal what the server has confirmed by now. Reads nothing while everything still waits. */
  async settle(db: DeskDatabase, pending: number): Promise<void> {
    if (this.#open.size <= pending && this.#spent.size === 0) return;
    // Taken before the database is asked: what is committed meanwhile is not among them.
    const open = new Set(this.#open);
    const { sequence = firstSequence } = await readMeta(db, 'sequence');
    const unsent = await db.outbox.where(':id').above(sequence.pushed).toArray();
    for (const { journalKey } of unsent) if (journalKey !== undefined) open.delete(journalKey);
    await this.spend(open);
  }
}
