import type {
  JournalEntryRecord,
  JournalMarkerUser,
  JournalOwner,
  KeptFile,
} from '#shared/ipc/outbox-journal.ts';
import { type JournalRecord, journalVersion, lineOf } from './record-lines.ts';

/** What the records of one user's journal come to: which entries are open, whose device it is, how far the server is. */
export class JournalContent {
  readonly #userId: string;
  readonly #open = new Map<string, JournalEntryRecord>();
  /** Files that wait to be sent, by attachment. */
  readonly #files = new Map<string, KeptFile>();
  #owner: JournalOwner | null = null;
  #counters: Record<string, number> = {};
  #confirmed = 0;
  /** The highest its heads name; 0 where it has none. */
  #version = 0;
  /** Records of other users: a file that was copied here. */
  #foreign = 0;
  /** Bytes of lines that say nothing any more. */
  #deadBytes = 0;

  constructor(userId: string) {
    this.#userId = userId;
  }

  get version(): number {
    return this.#version;
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

  get files(): readonly KeptFile[] {
    return [...this.#files.values()];
  }

  has(key: string): boolean {
    return this.#open.has(key);
  }

  /** Takes in a record that is on the disk. */
  apply(record: JournalRecord): void {
    if (record.type === 'head') {
      this.#version = Math.max(this.#version, record.version);
      return;
    }
    if (record.userId !== this.#userId) {
      this.#foreign += 1;
      this.#deadBytes += lineOf(record).length;
      return;
    }
    if (record.type === 'device') this.#applyDevice(record);
    else if (record.type === 'entry') this.#applyEntry(record);
    else if (record.type === 'done') this.#applyDone(record.keys);
    else if (record.type === 'file') this.#applyFile(record);
    else this.#applyFilesDone(record.attachmentIds);
  }

  #applyFile({ type: _type, userId: _user, ...file }: Extract<JournalRecord, { type: 'file' }>): void {
    if (this.#files.has(file.attachmentId)) this.#deadBytes += file.attachmentId.length + file.sha256.length;
    this.#files.set(file.attachmentId, file);
  }

  #applyFilesDone(attachmentIds: readonly string[]): void {
    for (const id of attachmentIds) {
      const file = this.#files.get(id);
      this.#files.delete(id);
      this.#deadBytes += id.length + (file === undefined ? 0 : id.length + file.sha256.length);
    }
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
    const entries = this.open.map((entry) => ({ type: 'entry' as const, userId, ...entry }));
    const files = this.files.map((file) => ({ type: 'file' as const, userId, ...file }));
    return [head, ...device, ...entries, ...files];
  }

  /** What the marker says of this user; undefined where no device was ever named. */
  marker(damaged: number): JournalMarkerUser | undefined {
    if (this.#owner === null) return undefined;
    return {
      ...this.#owner,
      counters: { ...this.#counters },
      confirmed: this.#confirmed,
      unsent: this.#open.size,
      files: this.#files.size,
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
