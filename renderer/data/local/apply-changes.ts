import { aggregateOf, type RowKind, referenceSpace, rowSchemas, spaceOfOpd } from '#shared/sync/rows.ts';
import type { ReviewItem } from '../contract.ts';
import {
  type DeskDatabase,
  type Doc,
  isReferenceKind,
  keyOf,
  type ParkedRecord,
  type RowRecord,
} from '../db/database.ts';
import { readDoc } from '../db/row-view.ts';
import type { LocalStore } from './mutate.ts';
import { overwrittenItems, refusedFileItem } from './review-items.ts';

/** A change as it came from the server, perhaps of a kind this version does not know. */
export interface PulledChange {
  readonly kind: string;
  readonly id: string;
  readonly space: string;
  readonly doc: Doc | null;
}

function knownKind(kind: string): RowKind | null {
  return Object.hasOwn(rowSchemas, kind) ? (kind as RowKind) : null;
}

function isTicketKind(kind: string): boolean {
  return knownKind(kind) !== null && !isReferenceKind(kind);
}

/** True where this version can read the change; what it cannot read is parked. */
export function isReadable({ kind, doc }: PulledChange): boolean {
  const known = knownKind(kind);
  return known !== null && (doc === null || readDoc(known, doc) !== undefined);
}

/** The tickets whose pending mutations these changes may concern. */
export async function affectedBy(
  db: DeskDatabase,
  changes: readonly PulledChange[],
): Promise<ReadonlySet<string>> {
  const affected = new Set(changes.filter(({ kind }) => isTicketKind(kind)).map(({ id }) => aggregateOf(id)));
  // What a mutation may do also depends on packs, days off, offices and people.
  if (changes.some(({ kind }) => isReferenceKind(kind))) {
    for (const aggregate of await db.outbox.orderBy('aggregate').uniqueKeys())
      affected.add(String(aggregate));
  }
  return affected;
}

/**
 * Writes changes of the server, inside the running transaction: `rows`, `packs`, `parked` and `meta`. What this version
 * cannot read is parked under its key; a later change of the same row takes it away again.
 * @returns keys of the rows written, and what the user is to be told of.
 */
export async function applyChanges(
  store: LocalStore,
  changes: readonly PulledChange[],
): Promise<{ keys: string[]; reviews: ReviewItem[] }> {
  const { db, view, userId } = store;
  const keys: string[] = [];
  const reviews: ReviewItem[] = [];
  const puts = new Map<string, RowRecord>();
  const parked = new Map<string, ParkedRecord>();
  const news = changes.map((change) => ({ change, key: `${change.kind}|${change.id}` }));
  const aside = await parkedSpaces(
    db,
    news.map(({ key }) => key),
  );
  /** The row before this change; read only where it matters, because an old one may have to be unpacked. */
  const heldDoc = async (kind: RowKind, id: string): Promise<Doc | undefined> => {
    const put = puts.get(keyOf(kind, id));
    if (put === undefined) return view.doc(kind, id);
    return 'doc' in put ? put.doc : undefined;
  };
  for (const { change, key } of news) {
    const kind = knownKind(change.kind);
    // A tombstone of a space the row has left says nothing about the row where it lives now, put aside or not.
    const isElsewhere = change.doc === null && (aside.get(key) ?? change.space) !== change.space;
    if (kind === null || !isReadable(change)) {
      if (isElsewhere) continue;
      parked.set(key, { key, change, isLatest: true });
      aside.set(key, change.space);
      continue;
    }
    if (!isElsewhere && aside.has(key)) {
      parked.delete(key);
      aside.set(key, null);
    }
    if (change.doc === null) {
      const held = await heldDoc(kind, change.id);
      if (held === undefined || spaceOf(kind, held) !== change.space) continue;
      puts.set(key, { key, deleted: true });
    } else {
      // A transaction gets lost behind many awaits in a row that ask the database for nothing.
      if (kind === 'journal' && change.doc.type === 'overwritten')
        reviews.push(...(await overwrittenBy(change.doc, heldDoc, userId)));
      if (kind === 'attachment' && change.doc.content === 'refused')
        reviews.push(...(await refusedFile(change.doc, heldDoc, userId)));
      puts.set(key, { key, doc: change.doc });
    }
    keys.push(key);
  }
  const gone = [...aside].flatMap(([key, space]) => (space === null ? [key] : []));
  await Promise.all([
    db.rows.bulkPut([...puts.values()]),
    db.parked.bulkPut([...parked.values()]),
    gone.length === 0 ? undefined : db.parked.bulkDelete(gone),
  ]);
  return { keys, reviews };
}

/** The spaces of what is parked under these keys. Hardly ever is anything. */
async function parkedSpaces(db: DeskDatabase, keys: readonly string[]): Promise<Map<string, string | null>> {
  if ((await db.parked.limit(1).primaryKeys()).length === 0) return new Map();
  const found = (await db.parked.bulkGet([...keys])).flatMap((record) =>
    record === undefined ? [] : [record],
  );
  return new Map(
    found.map(({ key, change }) => [key, (change as Partial<PulledChange> | null)?.space ?? null]),
  );
}

/** What an entry of the journal says of values of the user that somebody else replaced, the first time it comes. */
async function overwrittenBy(
  doc: Doc,
  heldDoc: (kind: RowKind, id: string) => Promise<Doc | undefined>,
  userId: string,
): Promise<ReviewItem[]> {
  const entry = readDoc('journal', doc);
  if (entry === undefined || (await heldDoc('journal', entry.id)) !== undefined) return [];
  const ticket = readDoc('ticket', await heldDoc('ticket', entry.ticketId));
  return overwrittenItems(entry, ticket?.number ?? '', userId);
}

/** A file of the user whose content the server did not take, the first time its row says so. */
async function refusedFile(
  doc: Doc,
  heldDoc: (kind: RowKind, id: string) => Promise<Doc | undefined>,
  userId: string,
): Promise<ReviewItem[]> {
  const file = readDoc('attachment', doc);
  if (file?.addedBy !== userId || file.problem === null || file.removedAt !== null) return [];
  const held = readDoc('attachment', await heldDoc('attachment', file.id));
  if (held?.content === 'refused') return [];
  const ticket = readDoc('ticket', await heldDoc('ticket', file.ticketId));
  return [refusedFileItem(file, file.problem, ticket?.number ?? '')];
}

/** The space a held row lives in. */
function spaceOf(kind: RowKind, doc: Doc): string {
  return isTicketKind(kind) ? spaceOfOpd(String(doc.opd)) : referenceSpace;
}
