import type { JournalMarkerUser } from '#shared/ipc/outbox-journal.ts';
import type { OutboxJournal } from '../../platform/device-storage.ts';
import type { RecoveryReport } from '../contract.ts';
import type { OutboxRecord } from '../db/database.ts';
import { firstSequence, readMeta, writeMeta } from '../db/meta.ts';
import type { FileCopy } from '../files/file-copy.ts';
import type { ClockState } from '../sync/clock-state.ts';
import { type CopiedRecord, countersIn, numberTaken, outboxEntryOf } from './journal-records.ts';
import { numberKey } from './load-aggregate.ts';
import { forgetCursorWhereRowsAreGone } from './missing-rows.ts';
import type { LocalStore } from './mutate.ts';
import { neededKeys } from './needed-keys.ts';
import type { OutboxCopy } from './outbox-copy.ts';
import { type FoundEntry, planRecovery, type RecoveryPlan } from './plan-recovery.ts';
import { putBackShadows, rerunPending } from './rebase.ts';

/** Numbers that may have been shown on a form and not been registered are not given again. */
const reservedMargin = 50;

export interface RecoverInput {
  /** Null in a plain browser: then only what the database itself shows is mended. */
  readonly copy: OutboxCopy | null;
  /** The same for bytes that wait to be sent. */
  readonly files: FileCopy | null;
  /** The database was empty or could not be read, and its numbers are the server's of a moment ago. */
  readonly isGranted: boolean;
  /** What could still be read of a database that had to be given up. */
  readonly salvaged: readonly FoundEntry[];
}

interface Journalled {
  readonly entries: readonly FoundEntry[];
  readonly user: JournalMarkerUser | undefined;
  readonly isReadable: boolean;
  /** Entries this version cannot read. */
  readonly strange: number;
}

/**
 * Compares the database with the journal when a desk is opened, before anything is typed, and puts back what is missing,
 * in one transaction. Afterwards the journal has what it lacked. Returns null where nothing was amiss.
 */
export async function recoverUnsent(store: LocalStore, input: RecoverInput): Promise<RecoveryReport | null> {
  const { copy, isGranted } = input;
  const journalled = copy === null ? nothing : await readJournal(copy.journal, store.userId);
  const { db } = store;
  const tables = [
    db.rows,
    db.packs,
    db.lists,
    db.shadow,
    db.outbox,
    db.sent,
    db.review,
    db.counters,
    db.meta,
  ];
  const done = await db.transaction('rw', tables, async () => {
    const isRepulled = await forgetCursorWhereRowsAreGone(store);
    const { sequence = firstSequence } = await readMeta(db, 'sequence');
    const hasClock = await restoreClock(store, journalled.entries);
    const outbox = await db.outbox.orderBy('id').toArray();
    const copied = new Set(journalled.entries.map(({ entry }) => entry.journalKey));
    const uncopied = input.salvaged.filter(({ entry }) => !copied.has(entry.journalKey));
    const found = [...journalled.entries, ...uncopied];
    const { missing, settled, sentIds } = await missingOf(store, outbox, found);
    const isSameDevice = journalled.user?.deviceId === store.deviceId;
    const confirmed = isSameDevice && !isGranted ? (journalled.user?.confirmed ?? 0) : 0;
    const plan = planRecovery({ deviceId: store.deviceId, sequence, outbox, missing, sentIds, confirmed });
    // Numbers that are nowhere may yet be in a journal that cannot be read just now.
    if (plan.unsent !== null && journalled.isReadable) await carryOut(store, plan, isRepulled);
    if (!hasClock) await forgetEpochs(store);
    if (isSameDevice) await raiseCounters(store, journalled.user?.counters ?? {}, isGranted);
    const unnamed = await nameInJournal(store, copy);
    return { plan, settled, isRepulled, unnamed };
  });
  if (copy !== null && journalled.isReadable) await bringUpToDate(store, copy, journalled, done);
  const files = (await input.files?.recover(store.clock.now())) ?? { putBack: 0, damaged: 0 };
  const isEmptied = isGranted && journalled.user !== undefined;
  // Of a database that was given up, all that waits was rescued, wherever from.
  const rescued = isEmptied ? done.unnamed.length : done.plan.putBack.length;
  const report: RecoveryReport = {
    putBack: journalled.isReadable ? rescued : 0,
    files: files.putBack,
    lost: journalled.isReadable ? done.plan.lost + journalled.strange : 0,
    isEmptied,
    isRepulled: done.isRepulled,
    isJournalDamaged: (journalled.user?.damaged ?? 0) > 0 || files.damaged > 0 || !journalled.isReadable,
  };
  return Object.values(report).some((value) => value !== 0 && value !== false) ? report : null;
}

const nothing: Journalled = { entries: [], user: undefined, isReadable: true, strange: 0 };

/** All open entries of a user, page by page, and what the marker says of the install. */
async function readJournal(journal: OutboxJournal, userId: string): Promise<Journalled> {
  const marker = await journal.marker();
  const user = marker.ok ? marker.value.users.find((each) => each.userId === userId) : undefined;
  const entries: FoundEntry[] = [];
  let strange = 0;
  let after: string | null = null;
  do {
    const page = await journal.read(userId, after);
    if (!page.ok) return { entries: [], user, isReadable: false, strange: 0 };
    for (const record of page.value.entries) {
      const found = outboxEntryOf(record);
      if (found === undefined) strange += 1;
      else entries.push({ deviceId: record.deviceId, ...found });
    }
    after = page.value.next;
  } while (after !== null);
  return { entries, user, isReadable: true, strange };
}

/**
 * Entries name epochs of the clock the device had when they were made: where the database has forgotten it, or knows less
 * of it, the journal's is taken. False where nobody knows it.
 */
async function restoreClock({ db }: LocalStore, found: readonly FoundEntry[]): Promise<boolean> {
  const { clock } = await readMeta(db, 'clock');
  const latest = found.reduce<ClockState | undefined>(
    (best, each) => (each.clock !== undefined && each.clock.epoch > (best?.epoch ?? -1) ? each.clock : best),
    undefined,
  );
  if (latest === undefined || latest.epoch <= (clock?.epoch ?? -1)) return clock !== undefined;
  const seenServerTime = Math.max(latest.seenServerTime, clock?.seenServerTime ?? 0);
  await writeMeta(db, 'clock', { ...latest, seenServerTime });
  return true;
}

/** Without the clock they belong to, epochs would be judged by another: no skew is told of such entries. */
async function forgetEpochs({ db }: LocalStore): Promise<void> {
  const { sequence = firstSequence } = await readMeta(db, 'sequence');
  const unsent = await db.outbox.where(':id').above(sequence.pushed).toArray();
  await db.outbox.bulkPut(unsent.map(({ clockEpoch: _epoch, ...entry }) => entry));
}

/** Splits what the journal has into what the database lacks and what it knows the server has. */
async function missingOf(
  { db }: LocalStore,
  outbox: readonly OutboxRecord[],
  found: readonly FoundEntry[],
): Promise<{ missing: FoundEntry[]; settled: string[]; sentIds: Set<number> }> {
  const waiting = new Set(outbox.map(({ journalKey }) => journalKey));
  const absent = found.filter(({ entry }) => !waiting.has(entry.journalKey));
  if (absent.length === 0) return { missing: [], settled: [], sentIds: new Set() };
  const sent = await db.sent.toArray();
  const { settledKeys = [] } = await readMeta(db, 'settledKeys');
  const needed = await neededKeys(db);
  const known = new Set([...settledKeys, ...needed, ...sent.map(({ journalKey }) => journalKey)]);
  return {
    missing: absent.filter(({ entry }) => !known.has(entry.journalKey)),
    settled: absent.map(({ entry }) => entry.journalKey).filter((key) => known.has(key) && !needed.has(key)),
    sentIds: new Set(sent.map(({ id }) => id)),
  };
}

/** Writes the outbox as planned and lets the tickets show what was put back. */
async function carryOut(store: LocalStore, plan: RecoveryPlan, isRepulled: boolean): Promise<void> {
  const { db } = store;
  const { sequence: before = firstSequence, cursor } = await readMeta(db, 'sequence', 'cursor');
  await db.outbox.where(':id').above(Math.min(before.pushed, plan.sequence.pushed)).delete();
  await db.outbox.bulkPut([...(plan.unsent ?? [])]);
  await writeMeta(db, 'sequence', plan.sequence);
  await db.counters.bulkPut(
    plan.putBack.flatMap((entry) => {
      const number = numberTaken(entry);
      return number === undefined ? [] : [{ key: numberKey(number), value: entry.aggregate }];
    }),
  );
  // Without the server's rows there is nothing to run them over; the end of the first pull does it.
  if (cursor === undefined || isRepulled) return;
  const aggregates = new Set(plan.putBack.map(({ aggregate }) => aggregate));
  await putBackShadows(store, aggregates);
  await rerunPending(store, aggregates, ({ id }) => id <= plan.sequence.pushed);
}

/** A number given out once is not given again, also where the database forgot which it gave. */
async function raiseCounters(
  { db }: LocalStore,
  counters: Readonly<Record<string, number>>,
  isForgotten: boolean,
): Promise<void> {
  for (const [month, last] of Object.entries(counters)) {
    const key = `sequence|${month}`;
    const record = await db.counters.get(key);
    const present = typeof record?.value === 'number' ? record.value : 0;
    if (present >= last) continue;
    await db.counters.put({ key, value: last + (isForgotten || record === undefined ? reservedMargin : 0) });
  }
}

/** Gives a name to entries that were made without a journal. Returns all that wait to be sent. */
async function nameInJournal({ db }: LocalStore, copy: OutboxCopy | null): Promise<CopiedRecord[]> {
  if (copy === null) return [];
  const { sequence = firstSequence } = await readMeta(db, 'sequence');
  const waiting = await db.outbox.where(':id').above(sequence.pushed).toArray();
  const named = waiting.map((entry) => ({ ...entry, journalKey: entry.journalKey ?? copy.newKey() }));
  const isNew = (_entry: CopiedRecord, at: number) => waiting[at]?.journalKey === undefined;
  await db.outbox.bulkPut(named.filter(isNew));
  return named;
}

/** Gives the journal what it lacks of the outbox, and tells it what the server has. */
async function bringUpToDate(
  store: LocalStore,
  copy: OutboxCopy,
  journalled: Journalled,
  done: { settled: readonly string[]; unnamed: readonly CopiedRecord[] },
): Promise<void> {
  const { db, deviceId, deviceCode } = store;
  const placeOf = (device: string, { id, journalKey, skewMs }: CopiedRecord) =>
    `${device} ${id} ${journalKey} ${skewMs}`;
  const written = new Set(journalled.entries.map((found) => placeOf(found.deviceId, found.entry)));
  const lacking = done.unnamed.filter((entry) => !written.has(placeOf(deviceId, entry)));
  const records = await db.counters.where('key').startsWith('sequence|').toArray();
  const counters: Record<string, number> = { ...countersIn(done.unnamed, deviceCode) };
  for (const { key, value } of records) if (typeof value === 'number') counters[key.slice(9)] = value;
  const { clock } = await readMeta(db, 'clock');
  await copy.write(lacking, clock, counters);
  const waiting = await neededKeys(db);
  copy.committed(waiting);
  const confirmed = journalled.entries
    .map(({ entry }) => entry.journalKey)
    .filter((key) => !waiting.has(key));
  await copy.spend([...new Set([...done.settled, ...confirmed])]);
  await db.meta.delete('settledKeys');
}
