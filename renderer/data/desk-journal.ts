import type { JournalMarkerUser } from '#shared/ipc/outbox-journal.ts';
import type { OutboxJournal } from '../platform/device-storage.ts';
import { type BrowserFactory, DeskDatabase } from './db/database.ts';
import type { ProfileUser } from './db/profile-database.ts';
import { FileCopy } from './files/file-copy.ts';
import { type DeskIdentity, hasDesk } from './local/open-desk.ts';
import { OutboxCopy } from './local/outbox-copy.ts';
import { readWhole } from './local/replace-desk.ts';
import type { DeskTrouble } from './storage-status.ts';
import type { StorageMonitor } from './store/storage-monitor.ts';

/** What the journal says of a user of this install; undefined without a journal, and for strangers. */
export async function markedUser(
  journal: OutboxJournal | null,
  username: string,
): Promise<JournalMarkerUser | undefined> {
  return (await usersOf(journal)).find((user) => user.username === username);
}

/**
 * The device a person logs in as: the one of the database, where it is still there (`hasOwn`); else the one the journal
 * kept unsent work and numbers of; else the server enrols a new one. Throws where a database cannot be read and there is
 * no journal.
 */
export async function deviceFor(
  known: ProfileUser | undefined,
  marked: JournalMarkerUser | undefined,
  factory: BrowserFactory | undefined,
): Promise<{ readonly deviceId: string | null; readonly hasOwn: boolean }> {
  const formerly = { deviceId: marked?.deviceId ?? null, hasOwn: false };
  if (known === undefined) return formerly;
  try {
    return (await hasDesk(known.userId, factory)) ? { deviceId: known.deviceId, hasOwn: true } : formerly;
  } catch (error) {
    if (marked === undefined) throw error;
    return formerly;
  }
}

async function usersOf(journal: OutboxJournal | null): Promise<readonly JournalMarkerUser[]> {
  const marker = await journal?.marker().catch(() => undefined);
  return marker?.ok ? marker.value.users : [];
}

/** The second copy of one desk's unsent work: entries, and the bytes of files. */
export interface DeskCopies {
  readonly copy: OutboxCopy;
  readonly files: FileCopy;
}

/** The copies of one desk's unsent work; null where there is no journal. */
export function copiesFor(
  journal: OutboxJournal | null,
  db: DeskDatabase,
  { user, deviceId, deviceCode }: DeskIdentity,
  monitor: StorageMonitor,
  newId: () => string,
): DeskCopies | null {
  if (journal === null) return null;
  const owner = { userId: user.id, username: user.username, deviceId, deviceCode };
  const files = new FileCopy({ journal, userId: user.id, db, onState: () => copy.tell() });
  const copy = new OutboxCopy({
    journal,
    owner,
    files,
    newId,
    onState: (state) => monitor.update({ copy: state }),
  });
  return { copy, files };
}

/** Looks whether the databases of this install's users are still there and can be read. */
export async function findTrouble(
  journal: OutboxJournal | null,
  factory: BrowserFactory | undefined,
): Promise<DeskTrouble | null> {
  let trouble: DeskTrouble | null = null;
  for (const { userId, username, unsent, files } of await usersOf(journal)) {
    const kind = await stateOf(userId, factory);
    if (kind === 'whole') continue;
    const before: DeskTrouble = trouble ?? { kind, usernames: [], unsent: 0, files: 0 };
    trouble = {
      kind: before.kind === 'unreadable' ? before.kind : kind,
      usernames: [...before.usernames, username],
      unsent: before.unsent + unsent,
      files: before.files + files,
    };
  }
  return trouble;
}

async function stateOf(
  userId: string,
  factory: BrowserFactory | undefined,
): Promise<DeskTrouble['kind'] | 'whole'> {
  const db = new DeskDatabase(userId, factory);
  try {
    const identity = await readWhole(db);
    return identity.ok || identity.error === 'newer' ? 'whole' : 'emptied';
  } catch {
    return 'unreadable';
  } finally {
    db.close();
  }
}
