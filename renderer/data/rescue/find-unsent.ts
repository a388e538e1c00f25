import type { JournalMarkerUser, JournalOwner, KeptFile } from '#shared/ipc/outbox-journal.ts';
import type { OutboxJournal } from '../../platform/device-storage.ts';
import { type BrowserFactory, DeskDatabase } from '../db/database.ts';
import { firstSequence, readMeta } from '../db/meta.ts';
import { ProfileDatabase } from '../db/profile-database.ts';
import { readKeptFile } from '../files/file-copy.ts';
import { readWhole } from '../files/local-files.ts';
import { type CopiedRecord, outboxEntryOf } from '../local/journal-records.ts';
import { salvage } from '../local/replace-desk.ts';
import type { ClockState } from '../sync/clock-state.ts';

/** Where unsent work may lie on this device. */
export interface UnsentPlaces {
  /** Null in a plain browser. */
  readonly journal: OutboxJournal | null;
  readonly factory: BrowserFactory | undefined;
  newId(): string;
}

export interface FoundWork {
  readonly owner: JournalOwner;
  /** In the order in which they are to be sent. */
  readonly entries: readonly { readonly entry: CopiedRecord; readonly clock: ClockState | undefined }[];
  readonly files: readonly KeptFile[];
  /** Undefined where the bytes cannot be read. */
  bytesOf(file: KeptFile): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** What a database still tells of its unsent work. */
interface Readable {
  readonly waiting: readonly CopiedRecord[];
  /** Names of what the server is known to have. */
  readonly settled: ReadonlySet<string | undefined>;
  readonly files: readonly KeptFile[];
  readonly clock: ClockState | undefined;
}

/** Everybody of whom this device may have unsent work: those of the journal, and those of the profile. */
export async function ownersHere({ journal, factory }: UnsentPlaces): Promise<readonly JournalOwner[]> {
  const marker = await journal?.marker();
  const marked: readonly JournalMarkerUser[] = marker?.ok ? marker.value.users : [];
  const owners = new Map<string, JournalOwner>();
  for (const { userId, username, deviceId, deviceCode } of [...(await profileOwners(factory)), ...marked])
    owners.set(userId, { userId, username, deviceId, deviceCode });
  return [...owners.values()];
}

async function profileOwners(factory: BrowserFactory | undefined): Promise<readonly JournalOwner[]> {
  const profile = new ProfileDatabase(factory);
  try {
    const users = await profile.everybody();
    return users.map(({ userId, user, deviceId, deviceCode }) => ({
      userId,
      username: user.username,
      deviceId,
      deviceCode,
    }));
  } catch {
    return [];
  } finally {
    profile.close();
  }
}

/** A user's unsent work, put together from the journal and from what can still be read of the database. Changes nothing. */
export async function findUnsent(places: UnsentPlaces, owner: JournalOwner): Promise<FoundWork> {
  const { journal, factory } = places;
  const { userId } = owner;
  const kept = await readDatabase(places, userId);
  const known = new Set<string | undefined>(kept.waiting.map(({ journalKey }) => journalKey));
  const entries = kept.waiting.map((entry) => ({ entry, clock: kept.clock }));
  for (let after: string | null = null; journal !== null; ) {
    const page = await journal.read(userId, after);
    if (!page.ok) break;
    for (const record of page.value.entries) {
      const found = outboxEntryOf(record);
      if (found === undefined || known.has(record.key) || kept.settled.has(record.key)) continue;
      entries.push(found);
    }
    after = page.value.next;
    if (after === null) break;
  }
  const journalled = await journal?.files(userId);
  const files = new Map(kept.files.map((file) => [file.attachmentId, file]));
  if (journalled?.ok) for (const file of journalled.value) files.set(file.attachmentId, file);
  return {
    owner,
    entries: entries.sort((a, b) => a.entry.id - b.entry.id),
    files: [...files.values()],
    async bytesOf(file) {
      const copied = journal === null ? undefined : await readKeptFile(journal, userId, file);
      if (copied !== undefined) return copied;
      const db = new DeskDatabase(userId, factory);
      try {
        return await readWhole(db, file.sha256);
      } catch {
        return undefined;
      } finally {
        db.close();
      }
    },
  };
}

async function readDatabase({ factory, newId }: UnsentPlaces, userId: string): Promise<Readable> {
  const nothing: Readable = { waiting: [], settled: new Set(), files: [], clock: undefined };
  const name = `tanggap-${userId}`;
  const browser = factory?.indexedDB ?? globalThis.indexedDB;
  const isThere = await browser.databases().then(
    (all) => all.some((each) => each.name === name),
    () => true,
  );
  // Opening would make it.
  if (!isThere) return nothing;
  const db = new DeskDatabase(userId, factory);
  try {
    if (await db.isOfLaterVersion()) return nothing;
    const meta = await readMeta(db, 'sequence', 'clock', 'settledKeys').catch(() => undefined);
    const { pushed } = meta?.sequence ?? firstSequence;
    const outbox = await db.outbox.toArray().catch(() => salvage(db));
    const sent = await db.sent.toArray().catch(() => []);
    const transfers = await db.transfers
      .where('key')
      .startsWith('up|')
      .toArray()
      .catch(() => []);
    return {
      waiting: outbox
        .filter(({ id }) => id > pushed)
        .map((entry) => ({ ...entry, journalKey: entry.journalKey ?? newId() })),
      settled: new Set([
        ...outbox.filter(({ id }) => id <= pushed).map(({ journalKey }) => journalKey),
        ...sent.map(({ journalKey }) => journalKey),
        ...(meta?.settledKeys ?? []),
      ]),
      files: transfers.map(({ attachmentId, sha256, size }) => ({ attachmentId, sha256, size })),
      clock: meta?.clock,
    };
  } catch {
    return nothing;
  } finally {
    db.close();
  }
}
