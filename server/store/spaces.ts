import { sql } from 'kysely';
import type { Db, Tx } from '../db/open.ts';

/** A space's counters as read under its lock; raised in memory and written back before the commit. */
export interface SpaceState {
  readonly id: string;
  version: number;
  chainNo: number;
  chainHead: string;
}

/**
 * Locks the spaces' rows until the transaction ends, always in the same order, creating those that are new. The order of
 * accepted changes is decided here and nowhere else.
 */
export async function lockSpaces(tx: Tx, ids: Iterable<string>): Promise<Map<string, SpaceState>> {
  const sorted = [...new Set(ids)].sort();
  if (sorted.length === 0) return new Map();
  const lock = () =>
    sql<{ id: string; version: number; chain_no: number; chain_head: string }>`
    SELECT id, version, chain_no, chain_head FROM space
    WHERE id = ANY(${sorted}::text[]) ORDER BY id FOR UPDATE`.execute(tx);
  let { rows } = await lock();
  if (rows.length < sorted.length) {
    await sql`INSERT INTO space (id) SELECT * FROM unnest(${sorted}::text[]) ON CONFLICT DO NOTHING`.execute(
      tx,
    );
    rows = (await lock()).rows;
  }
  return new Map(
    rows.map((row) => [
      row.id,
      { id: row.id, version: row.version, chainNo: row.chain_no, chainHead: row.chain_head },
    ]),
  );
}

/** Writes raised counters back. */
export async function saveSpaces(tx: Tx, spaces: readonly SpaceState[]): Promise<void> {
  if (spaces.length === 0) return;
  const text = JSON.stringify(spaces);
  await sql`
    UPDATE space SET version = x.version, chain_no = x."chainNo", chain_head = x."chainHead"
    FROM jsonb_to_recordset(${text}::text::jsonb)
      AS x (id text, version bigint, "chainNo" bigint, "chainHead" text)
    WHERE space.id = x.id`.execute(tx);
}

/** Present versions of these spaces; a space nothing was ever written to is left out. */
export async function readVersions(db: Db, ids: readonly string[] | '*'): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; version: number }>`
    SELECT id, version FROM space ${ids === '*' ? sql`` : sql`WHERE id = ANY(${ids}::text[])`} ORDER BY id`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.id, row.version]));
}
