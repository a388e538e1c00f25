import { sql } from 'kysely';
import { type Db, readMoment, type Tx } from '../db/open.ts';
import { chainHash } from './chain.ts';

/** The first place where the journal is not what was written. */
export interface ChainFault {
  readonly space: string;
  readonly no: number;
  readonly problem: 'link_missing' | 'entry_missing' | 'entry_changed' | 'tail_missing' | 'entry_unchained';
  readonly journalId: string | null;
}

export interface ChainReport {
  readonly space: string;
  readonly entries: number;
  /** To be kept elsewhere: a tail cut off with its counters is only seen by comparison with it. */
  readonly head: string;
}

const linksPerPage = 5000;

async function verifySpace(
  tx: Tx,
  space: { readonly id: string; readonly chain_no: number; readonly chain_head: string },
): Promise<ChainFault | null> {
  let previous = '';
  let no = 0;
  for (;;) {
    const { rows } = await sql<{ no: number; journal_id: string; hash: string; doc: unknown }>`
      SELECT link.no, link.journal_id, link.hash, entry.doc FROM journal_chain AS link
        LEFT JOIN stored_row AS entry ON entry.kind = 'journal' AND entry.id = link.journal_id
          AND entry.space = link.space
      WHERE link.space = ${space.id} AND link.no > ${no} ORDER BY link.no LIMIT ${linksPerPage}`.execute(tx);
    for (const link of rows) {
      const fault = (problem: ChainFault['problem']) => ({
        space: space.id,
        no: no + 1,
        problem,
        journalId: link.journal_id,
      });
      if (link.no !== no + 1) return { ...fault('link_missing'), journalId: null };
      if (link.doc === null) return fault('entry_missing');
      previous = chainHash(previous, link.no, link.journal_id, link.doc);
      if (previous !== link.hash) return fault('entry_changed');
      no = link.no;
    }
    if (rows.length < linksPerPage) break;
  }
  if (no !== space.chain_no || previous !== space.chain_head)
    return { space: space.id, no: no + 1, problem: 'tail_missing', journalId: null };
  const { rows: loose } = await sql<{ id: string }>`
    SELECT id FROM stored_row WHERE kind = 'journal' AND space = ${space.id}
      AND NOT EXISTS (SELECT 1 FROM journal_chain WHERE journal_chain.space = ${space.id}
        AND journal_chain.journal_id = stored_row.id) ORDER BY id LIMIT 1`.execute(tx);
  return loose[0] === undefined
    ? null
    : { space: space.id, no, problem: 'entry_unchained', journalId: loose[0].id };
}

/** Recomputes every space's chain from the stored entries. */
export function verifyChains(db: Db): Promise<{ faults: ChainFault[]; spaces: ChainReport[] }> {
  return readMoment(db, async (tx) => {
    const spaces = await tx
      .selectFrom('space')
      .select(['id', 'chain_no', 'chain_head'])
      .orderBy('id')
      .execute();
    const faults: ChainFault[] = [];
    for (const space of spaces) {
      const fault = await verifySpace(tx, space);
      if (fault !== null) faults.push(fault);
    }
    return {
      faults,
      spaces: spaces.map((space) => ({ space: space.id, entries: space.chain_no, head: space.chain_head })),
    };
  });
}
