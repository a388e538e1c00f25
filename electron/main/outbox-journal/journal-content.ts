import type { JournalEntryRecord, JournalMarkerUser, JournalOwner } from '#shared/ipc/outbox-journal.ts';
import { type JournalRecord, journalVersion, lineOf } from './record-lines.ts';

/** What the records of one user's journal come to: which entries are open, whose device it is, how far the server is. */
export class JournalContent {
  readonly #userId: string;
  readonly #open = new Map<string, JournalEntryRecord>();
  #owner: JournalOwner | null = null;
  #counters: Record<string, number> = {};
  #confirmed = 0;
  #isNewer = false;
  #hasHead = false;
  /** Records of other users: a file that was copied here. */
  #foreign = 0;
  /** Bytes of lines that say nothing any more. */
  #deadBytes = 0;

  constructor(userId: string) {
    this.#userId = userId;
  }

  get isNewer(): boolean {
    return this.#isNewer;
  }
  get hasHead(): boolean {
    return this.#hasHead;
  }
  get foreign(): number {
    return this.#foreign;
  }
  get deadBytes(): number {
    return this.#deadBytes;
  }
  /** Open entries in the order they were first written. */
  get open(): readonly JournalEntryRecord[] {
    return [...this.#open.values()];
  }

  has(key: string): boolean {
    return this.#open.has(key);
  }

  /** Takes in a record that is on the disk. */
  apply(record: JournalRecord): void {
    if (record.type === 'head') {
      this.#hasHead = true;
      if (record.version > journalVersion) this.#isNewer = true;
      return;
    }
    if (record.userId !== this.#userId) {
      this.#foreign += 1;
      this.#deadBytes += lineOf(record).length;
      return;
    }
    if (record.type === 'device') this.#applyDevice(record);
    else if (record.type === 'entry') this.#applyEntry(record);
    else this.#applyDone(record.keys);
  }

  #applyDevice(record: Extract<JournalRecord, { type: 'device' }>): void {
    const { userId, username, deviceId, deviceCode, counters, confirmed } = record;
    const isSame = this.#owner?.deviceId === deviceId;
    if (this.#owner !== null) this.#deadBytes += lineOf(record).length;
    this.#owner = { userId, username, deviceId, deviceCode };
    this.#counters = isSame ? highest(this.#counters, counters) : counters;
    this.#confirmed = isSame ? Math.max(this.#confirmed, confirmed) : confirmed;
  }

  #applyEntry({ type: _type, userId: _user, ...entry }: Extract<JournalRecord, { type: 'entry' }>): void {
    const before = this.#open.get(entry.key);
    if (before !== undefined) this.#deadBytes += before.text.length;
    this.#open.set(entry.key, entry);
  }

  #applyDone(keys: readonly string[]): void {
    for (const key of keys) {
      const entry = this.#open.get(key);
      this.#open.delete(key);
      this.#deadBytes += (entry?.text.length ?? 0) + key.length;
      if (entry !== undefined && entry.deviceId === this.#owner?.deviceId)
        this.#confirmed = Math.max(this.#confirmed, entry.mutationId);
    }
  }

  /** True where a record must say that the device, or a counter of it, is another than the one known. */
  isNews(owner: JournalOwner, counters: Readonly<Record<string, number>>): boolean {
    const known = this.#owner;
    if (known === null || known.deviceId !== owner.deviceId || known.username !== owner.username) return true;
    return Object.entries(counters).some(([month, value]) => value > (this.#counters[month] ?? 0));
  }

  /** The record for a device and its counters; what is known of the same device stays. */
  deviceRecord(owner: JournalOwner, counters: Readonly<Record<string, number>>): JournalRecord {
    const isSame = this.#owner?.deviceId === owner.deviceId;
    return {
      type: 'device',
      ...owner,
      counters: isSame ? highest(this.#counters, counters) : { ...counters },
      confirmed: isSame ? this.#confirmed : 0,
    };
  }

  /** All that still says something, as the records of a new file. */
  records(): JournalRecord[] {
    const head: JournalRecord = { type: 'head', version: journalVersion };
    const device = this.#owner === null ? [] : [this.deviceRecord(this.#owner, {})];
    const userId = this.#userId;
    return [head, ...device, ...this.open.map((entry) => ({ type: 'entry' as const, userId, ...entry }))];
  }

  /** What the marker says of this user; undefined where no device was ever named. */
  marker(damaged: number): JournalMarkerUser | undefined {
    if (this.#owner === null) return undefined;
    return {
      ...this.#owner,
      counters: { ...this.#counters },
      confirmed: this.#confirmed,
      unsent: this.#open.size,
      damaged: damaged + this.#foreign,
    };
  }
}

function highest(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const result: Record<string, number> = { ...a };
  for (const [month, value] of Object.entries(b)) result[month] = Math.max(result[month] ?? 0, value);
  return result;
}
