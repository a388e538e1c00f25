import { err, ok, type Result } from '#shared/domain/result.ts';
import type { KeptFile } from '#shared/ipc/outbox-journal.ts';
import type { Bytes, CourierMeans } from '#shared/sync/courier-means.ts';
import type { OutboxRecord } from '../db/database.ts';
import { firstSequence, readMeta, writeMeta } from '../db/meta.ts';
import { digestOf } from '../files/digest.ts';
import type { FileCopy } from '../files/file-copy.ts';
import { transferKey } from '../files/file-records.ts';
import { fileTables, keepNewFile } from '../files/local-files.ts';
import { type CopiedRecord, outboxEntryOf } from '../local/journal-records.ts';
import type { LocalStore } from '../local/mutate.ts';
import { putBackShadows, rerunPending } from '../local/rebase.ts';
import { storageFailureOf } from '../local/storage-failure.ts';
import type { Announcement, Line } from '../sync/announcement.ts';
import type { RescueIntake, TakeRescueFault } from './contract.ts';
import { openRescue, type Rescued, type RescuedFile, readRescue } from './rescue-file.ts';

export interface RescueIntakeDeps {
  readonly store: LocalStore;
  readonly files: FileCopy | null;
  readonly means: CourierMeans | null;
  readonly serverOrigin: string;
  /** A line of its own: what is told on it reaches this window, too. */
  openLine(): Line;
}

/** Takes work in that was rescued from another device of the same person, as unsent work of this one. */
export function createRescueIntake(deps: RescueIntakeDeps): RescueIntake {
  const { store } = deps;

  async function open(bytes: Bytes, passphrase: string | null): Promise<Result<Rescued, TakeRescueFault>> {
    if (deps.means === null) return err('not_here');
    const opened = await openRescue(deps.means, bytes);
    if (!opened.ok) return opened;
    // Before anything is unsealed: nobody sends another's work.
    if (opened.value.header.userId !== store.userId) return err('other_user');
    return readRescue(deps.means, opened.value, passphrase);
  }

  return {
    async look(bytes, passphrase) {
      const opened = await open(bytes, passphrase);
      if (!opened.ok) return opened;
      const { header, entries, files } = opened.value;
      const known = await knownKeys(store);
      const news = entries.filter(({ key }) => !known.has(key)).length;
      const lacking = await Promise.all(files.map(({ file }) => isLacking(store, file)));
      const lacked = lacking.filter(Boolean).length;
      return ok({ header, news, files: lacked, isOtherServer: header.server !== deps.serverOrigin });
    },

    async take(bytes, passphrase) {
      const opened = await open(bytes, passphrase);
      if (!opened.ok) return opened;
      try {
        // The bytes first: a mutation whose file is missing would be told as lost.
        const came = await keepFiles(deps, opened.value.files);
        const taken = await append(deps, opened.value);
        if (came.length > 0) tell(deps, [{ type: 'files', attachmentIds: came }, { type: 'transfer' }]);
        return ok({ taken, files: came.length });
      } catch (error) {
        return err(storageFailureOf(error).cause === 'quota' ? 'storage_full' : 'storage');
      }
    },
  };
}

/** Names of everything this desk has or had in its outbox, as far as it remembers. */
async function knownKeys({ db }: LocalStore): Promise<ReadonlySet<string>> {
  const all = [...(await db.outbox.toArray()), ...(await db.sent.toArray())];
  return new Set(all.flatMap(({ journalKey }) => (journalKey === undefined ? [] : [journalKey])));
}

/**
 * Puts the entries behind what waits, word for word; only their numbers are this device's. What the server has under
 * another number it recognises (PUSH-14). Epochs of another device's clock mean nothing here.
 */
async function append(deps: RescueIntakeDeps, { entries }: Rescued): Promise<number> {
  const { store } = deps;
  const { db, copy } = store;
  const found = entries.flatMap((record) => outboxEntryOf(record)?.entry ?? []);
  const tables = [db.rows, db.packs, db.shadow, db.outbox, db.sent, db.counters, db.meta];
  const done = await db.transaction('rw', tables, async () => {
    const known = await knownKeys(store);
    const meta = await readMeta(db, 'sequence', 'cursor', 'packs', 'published');
    const { sequence = firstSequence, cursor } = meta;
    const fresh: CopiedRecord[] = found
      .filter(({ journalKey }) => !known.has(journalKey))
      .map(({ clockEpoch: _epoch, ...entry }, at) => ({ ...entry, id: sequence.next + at }));
    await db.outbox.bulkAdd(fresh);
    await writeMeta(db, 'sequence', { ...sequence, next: sequence.next + fresh.length });
    const aggregates = new Set(fresh.map(({ aggregate }) => aggregate));
    const pending = sequence.next + fresh.length - 1 - sequence.pushed;
    // Without the server's rows there is nothing to run them over; the end of the first pull does it.
    if (cursor === undefined) return { fresh, keys: [], pending };
    await store.view.refreshTo(meta.packs?.generation ?? 0);
    await store.shelf.refreshTo(meta.published?.generation ?? 0);
    const before = await putBackShadows(store, aggregates);
    const isInRows = ({ id, hasArrived }: OutboxRecord) => id <= sequence.acknowledged || hasArrived === true;
    const written = await rerunPending(store, aggregates, isInRows);
    return { fresh, keys: [...new Set([...before, ...written])], pending };
  });
  if (done.fresh.length === 0) return 0;
  await copy?.write(done.fresh, undefined);
  copy?.committed(done.fresh.map(({ journalKey }) => journalKey));
  tell(deps, [
    { type: 'changed', keys: done.keys },
    { type: 'work', pending: done.pending },
  ]);
  return done.fresh.length;
}

function tell({ openLine }: RescueIntakeDeps, announcements: readonly Announcement[]): void {
  const line = openLine();
  for (const announcement of announcements) line.send(announcement);
  line.close();
}

/** True where the bytes neither wait on this device nor were sent from it. */
async function isLacking({ db }: LocalStore, { attachmentId, sha256 }: KeptFile): Promise<boolean> {
  if ((await db.transfers.get(transferKey('up', attachmentId))) !== undefined) return false;
  const held = await db.files.get(sha256);
  return held === undefined || !held.isSent || held.held < held.size;
}

/** Keeps the bytes this device has not, to be sent. Those that are not what their hash says are left out. */
async function keepFiles(
  { store, files }: RescueIntakeDeps,
  rescued: readonly RescuedFile[],
): Promise<readonly string[]> {
  const { db, clock } = store;
  const came: string[] = [];
  for (const { file, bytes } of rescued) {
    const { attachmentId, sha256 } = file;
    if ((await digestOf(bytes)) !== sha256) continue;
    if (!(await isLacking(store, file))) continue;
    const copying = files?.keep(file, bytes);
    await db.transaction('rw', fileTables(db), () =>
      keepNewFile(db, { attachmentId, sha256, bytes, usedAt: clock.now() }),
    );
    await copying;
    came.push(attachmentId);
  }
  return came;
}
