import { sql } from 'kysely';
import type { Tx } from '../db/open.ts';

/** Changes of a space as JSON texts (`changeSchema`, perhaps several with commas between): they go to the wire unparsed. */
export interface SpaceChanges {
  readonly changes: readonly string[];
  /** The other rows of tickets that were over and changed, for devices that may not have them. */
  readonly unchanged: readonly string[];
  /** How many changes there are. */
  readonly kept: number;
  /** Up to which version of the space they are everything. */
  readonly reached: number;
  readonly leftOut: boolean;
}

interface ChangedRows {
  readonly found: number;
  readonly kept: number;
  readonly reached: number | null;
  readonly text: string | null;
}

/** A row of `stored_row` as a change on the wire (`changeSchema`). */
export const changeText = sql`'{"kind":"' || kind || '","id":' || to_json(id) || ',"space":' || to_json(space)
  || ',"doc":' || coalesce(doc::text, 'null') || '}'`;

/** Rows of a space behind a version: at most `limit`, but always all the rows of a version or none. */
export async function changesOf(
  tx: Tx,
  { space, version, after }: { readonly space: string; readonly version: number; readonly after: number },
  limit: number,
  isFirst: boolean,
): Promise<SpaceChanges> {
  const page = await readRows(tx, space, after, limit, isFirst);
  return {
    changes: page.text === null ? [] : [page.text],
    unchanged: [],
    kept: page.kept,
    reached: page.found <= limit ? version : (page.reached ?? after),
    leftOut: false,
  };
}

async function readRows(
  tx: Tx,
  space: string,
  after: number,
  limit: number,
  isFirst: boolean,
): Promise<ChangedRows> {
  const { rows } = await sql<ChangedRows>`
    WITH page AS MATERIALIZED (
      SELECT version, ${changeText} AS text FROM stored_row
      WHERE space = ${space} AND version > ${after} ORDER BY version LIMIT ${limit + 1}::int
    ), bound AS (SELECT count(*) AS found, max(version) AS last FROM page)
    SELECT bound.found, count(page.version) AS kept, max(page.version) AS reached,
      string_agg(page.text, ',' ORDER BY page.version) AS text
    FROM bound LEFT JOIN page ON bound.found <= ${limit}::int OR page.version < bound.last
    GROUP BY bound.found`.execute(tx);
  const page = rows[0] ?? { found: 0, kept: 0, reached: null, text: null };
  if (page.kept > 0 || page.found <= limit || !isFirst) return page;
  // One version larger than a page: it travels whole all the same.
  const whole = await sql<ChangedRows>`
    SELECT ${page.found}::bigint AS found, count(*) AS kept, max(version) AS reached, string_agg(${changeText}, ',') AS text
    FROM stored_row WHERE space = ${space}
      AND version = (SELECT min(version) FROM stored_row WHERE space = ${space} AND version > ${after})`.execute(
    tx,
  );
  return whole.rows[0] ?? page;
}
