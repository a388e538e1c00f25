import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type JournalEntry, journalEntrySchema } from '#shared/domain/journal.ts';
import { type Opd, opdSchema, userSchema } from '#shared/domain/reference.ts';
import { type Ticket, ticketSchema } from '#shared/domain/ticket.ts';
import { PolicyShelf } from '#shared/sla/policy-shelf.ts';
import { spaceOfOpd } from '#shared/sync/rows.ts';
import { loadShipped } from '../cli/with-database.ts';
import { type Database, type DatabasePlace, openDatabase } from '../db/open.ts';
import { writeRows } from '../store/rows.ts';
import { type ImportSummary, importFile } from './import-file.ts';
import { loadMapping } from './mapping.ts';
import type { RowProblem } from './read-rows.ts';

export const importedAt = Date.UTC(2026, 10, 20, 3);

/** An office as tests need one. */
export function testOffice(code: string): Opd {
  return opdSchema.parse({
    code,
    name: code,
    policy: 'madiun',
    letterhead: { lines: ['a', 'b', 'c'], address: '', city: '' },
    head: { title: '', name: '', nip: '' },
  });
}

/** One database for a file of tests; every test imports into an office of its own. */
export function setupImports(makePlace: () => DatabasePlace | Promise<DatabasePlace>) {
  const policies = new PolicyShelf(loadShipped().packs).find;
  const budi = { id: 'u-budi', username: 'budi', name: 'Budi Hartono', role: 'technician' };
  const technician = userSchema.parse({ ...budi, opd: 'DINKES', scope: '*' });
  let folder = '';
  let database: Database | undefined;
  let opd = testOffice('DINKES');
  let offices = 0;
  const db = () => {
    if (database === undefined) throw new Error('not set up');
    return database.db;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tanggap-import-'));
    database = await openDatabase(await makePlace(), { clock: () => importedAt, id: () => 'epoch' });
    await db()
      .transaction()
      .execute((tx) => writeRows(tx, [{ kind: 'user', id: technician.id, doc: technician }]));
  });
  beforeEach(async () => {
    offices += 1;
    opd = testOffice(`DINKES${offices}`);
    await db()
      .transaction()
      .execute((tx) => writeRows(tx, [{ kind: 'opd', id: opd.code, doc: opd }]));
  });
  afterAll(async () => {
    await database?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const stored = (kind: 'ticket' | 'journal') =>
    db()
      .selectFrom('stored_row')
      .selectAll()
      .where('kind', '=', kind)
      .where('space', '=', spaceOfOpd(opd.code))
      .orderBy('id')
      .execute();
  return {
    db,
    stored,
    opd: () => opd,
    /** Writes a file beside the imported one and returns its path. */
    file(name: string, content: string | Buffer): string {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    async run(
      content: string | Buffer,
      map = 'servicenow',
      timeZone = 'Asia/Jakarta',
    ): Promise<{ summary: ImportSummary; problems: RowProblem[] }> {
      const path = this.file('log.csv', content);
      const mapping = loadMapping(map);
      if (!mapping.ok) throw new Error(mapping.error);
      const problems: RowProblem[] = [];
      const report = (problem: RowProblem) => void problems.push(problem);
      const from = { db: db(), path, mapping: mapping.value, timeZone, opd, policies };
      return { summary: await importFile({ ...from, now: importedAt, report }), problems };
    },
    /** Keyed by the number of the other system. */
    async tickets(): Promise<Map<string, Ticket>> {
      const all = (await stored('ticket')).map(({ doc }) => ticketSchema.parse(doc));
      return new Map(all.map((ticket) => [ticket.externalRef ?? '', ticket]));
    },
    async linesOf(ticketId: string): Promise<JournalEntry[]> {
      const all = (await stored('journal')).map(({ doc }) => journalEntrySchema.parse(doc));
      return all.filter((line) => line.ticketId === ticketId);
    },
  };
}

/** Columns of the shipped mapping, and a row that says nothing special. */
const columns = [
  'number',
  'incident_state',
  'sys_updated_at',
  'sys_updated_by',
  'opened_at',
  'opened_by',
  'sys_created_at',
  'caller_id',
  'contact_type',
  'location',
  'category',
  'subcategory',
  'u_symptom',
  'cmdb_ci',
  'impact',
  'urgency',
  'assignment_group',
  'assigned_to',
  'closed_code',
];
const usual: Record<string, string> = {
  number: 'INC1',
  incident_state: 'New',
  sys_updated_at: '29-02-2016 01:23',
  sys_updated_by: 'Updated by 1',
  opened_at: '29-02-2016 01:16',
  opened_by: 'Opened by 8',
  sys_created_at: '29-02-2016 01:23',
  caller_id: 'Caller 5',
  contact_type: 'Phone',
  location: 'Location 1',
  category: 'Category 55',
  subcategory: '?',
  u_symptom: 'Symptom 72',
  cmdb_ci: '?',
  impact: '2 - Medium',
  urgency: '1 - High',
  assignment_group: '?',
  assigned_to: '?',
  closed_code: '?',
};
/** A log of the other system: each row is the usual one with these cells changed. */
export const logOf = (...rows: Record<string, string>[]) =>
  [columns, ...rows.map((row) => columns.map((name) => row[name] ?? usual[name] ?? ''))]
    .map((cells) => cells.join(','))
    .join('\r\n');
/** An instant of the log's day, Jakarta time. */
export const logInstant = (hour: number, minute: number) => Date.UTC(2016, 1, 29, hour - 7, minute);
