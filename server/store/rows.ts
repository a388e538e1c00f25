import { sql } from 'kysely';
import { aggregateOf, type Row, referenceSpace, spaceOfOpd } from '#shared/sync/rows.ts';
import type { Tx } from '../db/open.ts';
import { toSqlJson } from '../db/sql-json.ts';
import { chainHash } from './chain.ts';
import { lockSpaces, type SpaceState, saveSpaces } from './spaces.ts';
import { noteTicketSpans } from './ticket-span.ts';
import type { VersionedRow } from './versioned-row.ts';

/** The space a row is stored in. */
export function spaceOfRow(row: Row): string {
  switch (row.kind) {
    case 'opd':
    case 'user':
    case 'policy':
    case 'calendar':
      return referenceSpace;
    default:
      return spaceOfOpd(row.doc.opd);
  }
}

/** Writes rows in one statement, and the journal's among them into the chains. The spaces are locked by the caller. */
export async function saveRows(
  tx: Tx,
  rows: readonly VersionedRow[],
  spaces: ReadonlyMap<string, SpaceState>,
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    INSERT INTO stored_row (kind, id, space, version, doc, deleted)
    SELECT kind, id, space, version, doc, doc IS NULL
    FROM jsonb_to_recordset(${toSqlJson(rows.map(storedForm))}::text::jsonb)
      AS x (kind text, id text, space text, version bigint, doc jsonb)
    ON CONFLICT (kind, id) DO UPDATE
      SET version = excluded.version, doc = excluded.doc, deleted = excluded.deleted, space = excluded.space`.execute(
    tx,
  );
  const links: { space: string; no: number; journalId: string; hash: string }[] = [];
  for (const row of rows) {
    const space = spaces.get(row.space);
    if (row.kind !== 'journal' || space === undefined) continue;
    space.chainNo += 1;
    space.chainHead = chainHash(space.chainHead, space.chainNo, row.id, row.doc);
    links.push({ space: row.space, no: space.chainNo, journalId: row.id, hash: space.chainHead });
  }
  if (links.length === 0) return;
  await sql`
    INSERT INTO journal_chain (space, no, journal_id, hash)
    SELECT space, no, "journalId", hash FROM jsonb_to_recordset(${JSON.stringify(links)}::text::jsonb)
      AS x (space text, no bigint, "journalId" text, hash text)`.execute(tx);
}

/** `jsonb_to_recordset` reads a missing value as NULL, a JSON null as `'null'::jsonb`. */
function storedForm({ kind, id, space, version, doc }: VersionedRow) {
  return doc === null ? { kind, id, space, version } : { kind, id, space, version, doc };
}

/**
 * Writes rows in bulk from inside the server (import, demo, administration): locks their spaces, gives each aggregate
 * one new version, chains journal entries in the order given. Rows must have been checked with `rowSchemas`; a journal
 * entry can be written once only. Call with at most some thousand rows at a time.
 */
export async function writeRows(tx: Tx, rows: readonly Row[]): Promise<void> {
  const spaces = await lockSpaces(tx, rows.map(spaceOfRow));
  const versions = new Map<string, number>();
  const last = new Map<string, VersionedRow>();
  for (const row of rows) {
    const space = spaces.get(spaceOfRow(row));
    if (space === undefined) throw new Error('space was not locked');
    const aggregate = `${space.id} ${aggregateOf(row.id)}`;
    let version = versions.get(aggregate);
    if (version === undefined) {
      space.version += 1;
      version = space.version;
      versions.set(aggregate, version);
    }
    last.set(`${row.kind} ${row.id}`, {
      kind: row.kind,
      id: row.id,
      space: space.id,
      version,
      doc: row.doc,
    });
  }
  await saveRows(tx, [...last.values()], spaces);
  await noteTicketSpans(tx, [...last.values()], 'occurredAt');
  await saveSpaces(tx, [...spaces.values()]);
}
