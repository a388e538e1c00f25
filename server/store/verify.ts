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

interface Counters {
  readonly id: string;
  readonly chain_no: number;
  readonly chain_head: string;
}

/** The counters of every space; none where a journal is there without them. */
async function readCounters(tx: Tx): Promise<readonly Counters[]> {
  const { rows } = await sql<Counters>`
    SELECT id, chain_no, chain_head FROM space
    UNION ALL SELECT left_over.space, 0, '' FROM (
      SELECT space FROM journal_chain UNION SELECT space FROM stored_row WHERE kind = 'journal') AS left_over
      WHERE NOT EXISTS (SELECT FROM space WHERE space.id = left_over.space)
    ORDER BY id`.execute(tx);
  return rows;
}

async function verifySpace(tx: Tx, space: Counters): Promise<ChainFault | null> {
  let previous = '';
  let no = 0;
  for (;;) {
    const { rows: links } = await sql<{ no: number; journal_id: string; hash: string }>`
      SELECT no, journal_id, hash FROM journal_chain
      WHERE space = ${space.id} AND no > ${no} ORDER BY no LIMIT ${linksPerPage}`.execute(tx);
    const ids = links.map((link) => link.journal_id);
    const { rows: entries } = await sql<{ id: string; doc: unknown }>`
      SELECT id, doc FROM stored_row WHERE kind = 'journal' AND id = ANY(${ids}::text[]) AND space = ${space.id}`.execute(
      tx,
    );
    const docs = new Map(entries.map((entry) => [entry.id, entry.doc]));
    for (const link of links) {
      const fault = (problem: ChainFault['problem']) => ({
        space: space.id,
        no: no + 1,
        problem,
        journalId: link.journal_id,
      });
      if (link.no !== no + 1) return { ...fault('link_missing'), journalId: null };
      const doc = docs.get(link.journal_id) ?? null;
      if (doc === null) return fault('entry_missing');
      previous = chainHash(previous, link.no, link.journal_id, doc);
      if (previous !== link.hash) return fault('entry_changed');
      no = link.no;
    }
    if (links.length < linksPerPage) break;
  }
  if (no !== space.chain_no || previous !== space.chain_head)
    return { space: space.id, no: no + 1, problem: 'tail_missing', journalId: null };
  return findLoose(tx, space.id, no);
}

/** A journal entry no link knows. Counting is enough to say that there is none: every link has found its own entry. */
async function findLoose(tx: Tx, space: string, links: number): Promise<ChainFault | null> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM stored_row WHERE space = ${space} AND kind = 'journal'`.execute(tx);
  if (rows[0]?.count === links) return null;
  const { rows: loose } = await sql<{ id: string }>`
    SELECT id FROM stored_row WHERE space = ${space} AND kind = 'journal'
    EXCEPT SELECT journal_id FROM journal_chain WHERE space = ${space} ORDER BY id LIMIT 1`.execute(tx);
  return { space, no: links, problem: 'entry_unchained', journalId: loose[0]?.id ?? null };
}

/** Recomputes every space's chain from the stored entries. */
export function verifyChains(db: Db): Promise<{ faults: ChainFault[]; spaces: ChainReport[] }> {
  return readMoment(db, async (tx) => {
    const spaces = await readCounters(tx);
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
