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

/** A changed row; its document is text that nobody on the server reads. */
interface ChangedRow {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly doc: string | null;
}

/** A row of `stored_row` as a change on the wire (`changeSchema`). */
export const changeText = sql`'{"kind":"' || kind || '","id":' || to_json(id) || ',"space":' || to_json(space)
  || ',"doc":' || coalesce(doc::text, 'null') || '}'`;

/** The same, put together here: the database takes longer over it than over reading the rows. */
export function textOfChange(kind: string, id: string, space: string, doc: string | null): string {
  return `{"kind":"${kind}","id":${JSON.stringify(id)},"space":${JSON.stringify(space)},"doc":${doc ?? 'null'}}`;
}

/** Rows of a space behind a version: at most `limit`, but always all the rows of a version or none. */
export async function changesOf(
  tx: Tx,
  { space, version, after }: { readonly space: string; readonly version: number; readonly after: number },
  limit: number,
  isFirst: boolean,
): Promise<SpaceChanges> {
  const { rows, isAll } = await readRows(tx, space, after, limit, isFirst);
  return {
    changes: rows.map(({ kind, id, doc }) => textOfChange(kind, id, space, doc)),
    unchanged: [],
    kept: rows.length,
    reached: isAll ? version : (rows.at(-1)?.version ?? after),
    leftOut: false,
  };
}

async function readRows(
  tx: Tx,
  space: string,
  after: number,
  limit: number,
  isFirst: boolean,
): Promise<{ readonly rows: readonly ChangedRow[]; readonly isAll: boolean }> {
  const { rows } = await sql<ChangedRow>`
    SELECT kind, id, version, doc::text AS doc FROM stored_row
    WHERE space = ${space} AND version > ${after} ORDER BY version LIMIT ${limit + 1}::int`.execute(tx);
  if (rows.length <= limit) return { rows, isAll: true };
  const cut = rows.at(-1)?.version ?? after;
  const whole = rows.filter((row) => row.version < cut);
  if (whole.length > 0 || !isFirst) return { rows: whole, isAll: false };
  // One version larger than a page: it travels whole all the same.
  const large = await sql<ChangedRow>`
    SELECT kind, id, version, doc::text AS doc FROM stored_row WHERE space = ${space} AND version = ${cut}`.execute(
    tx,
  );
  return { rows: large.rows, isAll: false };
}
