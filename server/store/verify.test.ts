import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { memoryPlace } from '../../test/support/memory-place.ts';
import { openDatabase } from '../db/open.ts';
import { systemPlatform } from '../platform/system-clock.ts';
import { writeRows } from './rows.ts';
import { verifyChains } from './verify.ts';

describe('audit chain', () => {
  it('AUDIT-1 F42 finds a changed, missing, loose or cut-off entry, and cannot be rewritten by plain SQL', async () => {
    const database = await openDatabase(memoryPlace(), systemPlatform);
    const { db } = database;
    const entry = (no: number) => ({
      kind: 'journal' as const,
      id: `t/j.${no}`,
      doc: {
        id: `t/j.${no}`,
        ticketId: 't',
        opd: 'DINKES',
        type: 'noted' as const,
        by: 'u',
        byName: 'U',
        device: '00',
        mutationId: no,
        occurredAt: no,
        receivedAt: no,
        text: `catatan ${no}`,
        changes: [],
        formId: null,
        forUser: null,
      },
    });
    await db.transaction().execute((tx) => writeRows(tx, [1, 2, 3, 4].map(entry)));
    expect(await verifyChains(db)).toMatchObject({ faults: [], spaces: [{ entries: 4 }] });
    const journal = db.updateTable('stored_row').where('id', '=', 't/j.2');
    await expect(journal.set({ version: 9 }).execute()).rejects.toThrow('append-only');
    await expect(db.deleteFrom('journal_chain').execute()).rejects.toThrow('append-only');

    for (const table of ['journal_chain', 'stored_row', 'space'])
      await expect(sql`TRUNCATE ${sql.table(table)}`.execute(db)).rejects.toThrow('append-only');

    await sql`SET session_replication_role = replica`.execute(db);
    const tampering = [
      [
        sql`UPDATE stored_row SET doc = jsonb_set(doc, '{text}', '"lain"') WHERE id = 't/j.2'`,
        ['entry_changed', 2],
        sql`UPDATE stored_row SET doc = jsonb_set(doc, '{text}', '"catatan 2"') WHERE id = 't/j.2'`,
      ],
      [
        sql`UPDATE stored_row SET id = 't/j.x' WHERE id = 't/j.3'`,
        ['entry_missing', 3],
        sql`UPDATE stored_row SET id = 't/j.3' WHERE id = 't/j.x'`,
      ],
      [
        sql`UPDATE journal_chain SET no = 99 WHERE no = 2`,
        ['link_missing', 2],
        sql`UPDATE journal_chain SET no = 2 WHERE no = 99`,
      ],
      [
        sql`UPDATE journal_chain SET no = 0 WHERE no = 4`,
        ['tail_missing', 4],
        sql`UPDATE journal_chain SET no = 4 WHERE no = 0`,
      ],
      [
        sql`INSERT INTO stored_row (kind, id, space, version, doc)
          SELECT kind, 't/j.9', space, version, doc FROM stored_row WHERE id = 't/j.1'`,
        ['entry_unchained', 4],
        sql`DELETE FROM stored_row WHERE id = 't/j.9'`,
      ],
    ] as const;
    for (const [harm, expected, undo] of tampering) {
      await harm.execute(db);
      const { faults } = await verifyChains(db);
      expect(faults.map(({ problem, no }) => [problem, no])).toEqual([expected]);
      await undo.execute(db);
      expect((await verifyChains(db)).faults).toEqual([]);
    }
    // What cannot be undone here; counters first, which tell of the rest.
    const emptied = [
      [sql`DELETE FROM space`, ['tail_missing', 5]],
      [
        sql`INSERT INTO space (id, chain_no, chain_head) SELECT space, no, hash FROM journal_chain WHERE no = 4`,
        undefined,
      ],
      [sql`TRUNCATE stored_row`, ['entry_missing', 1]],
      [sql`TRUNCATE journal_chain`, ['tail_missing', 1]],
    ] as const;
    for (const [harm, expected] of emptied) {
      await harm.execute(db);
      const { faults } = await verifyChains(db);
      expect(faults.map(({ problem, no }) => [problem, no])).toEqual(
        expected === undefined ? [] : [expected],
      );
    }
    await database.close();
  });
});
