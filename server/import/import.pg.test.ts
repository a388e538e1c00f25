import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { type Ticket, ticketSchema } from '#shared/domain/ticket.ts';
import { spaceOfOpd } from '#shared/sync/rows.ts';
import { writeRows } from '../store/rows.ts';
import { lockSpaces } from '../store/spaces.ts';
import { logOf, setupImports } from './import-testing.ts';

/** A new database on the suite's PostgreSQL. */
async function makePlace(): Promise<{ url: string }> {
  const server = process.env.TANGGAP_TEST_PG ?? '';
  const name = `import_${process.pid}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href };
}

const desk = setupImports(makePlace);

/** Resolves when some session waits for a lock. */
function somebodyWaits(): Promise<void> {
  return vi.waitFor(
    async () => {
      const { rows } = await sql<{ count: number }>`
        SELECT count(*) AS count FROM pg_locks WHERE NOT granted`.execute(desk.db());
      expect(rows[0]?.count).toBeGreaterThan(0);
    },
    { timeout: 20_000, interval: 20 },
  );
}

async function onlyTicket(): Promise<Ticket> {
  const [row] = await desk.stored('ticket');
  return ticketSchema.parse(row?.doc);
}

describe('import while the server runs', () => {
  it('I1 leaves alone what somebody works on in the same moment', async () => {
    const active = { incident_state: 'Active', sys_updated_at: '29-02-2016 03:00' };
    await desk.run(logOf({}));
    const before = await onlyTicket();
    const worked: Ticket = { ...before, title: 'Sudah diperiksa petugas' };
    let running: ReturnType<typeof desk.run> | undefined;
    await desk
      .db()
      .transaction()
      .execute(async (tx) => {
        await lockSpaces(tx, [spaceOfOpd(desk.opd().code)]);
        running = desk.run(logOf({}, active));
        await somebodyWaits();
        const { id, opd } = before;
        const entry = {
          id: `${id}/j.B7.1.0`,
          ticketId: id,
          opd,
          type: 'edited' as const,
          by: 'u-budi',
          byName: 'Budi Hartono',
          device: 'B7',
          mutationId: 1,
          occurredAt: before.updatedAt,
          receivedAt: before.updatedAt,
          text: '',
          changes: [{ field: 'title', from: before.title, to: worked.title }],
          formId: null,
          forUser: null,
        };
        await writeRows(tx, [
          { kind: 'ticket', id, doc: worked },
          { kind: 'journal', id: entry.id, doc: entry },
        ]);
      });
    expect((await running)?.summary).toMatchObject({ written: 0, leftAlone: 1 });
    expect(await onlyTicket()).toEqual(worked);
  });
});
