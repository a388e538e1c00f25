import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { opdSchema } from '#shared/domain/reference.ts';
import { PolicyShelf } from '#shared/sla/policy-shelf.ts';
import { memoryPlace } from '../../test/support/memory-place.ts';
import { loadShipped } from '../cli/with-database.ts';
import { type Database, openDatabase } from '../db/open.ts';
import { type ImportSummary, importFile } from '../import/import-file.ts';
import { loadMapping } from '../import/mapping.ts';
import { writeRows } from '../store/rows.ts';
import { exportTickets } from './export-tickets.ts';

const path = fileURLToPath(new URL('../../../shared/data/incident-events.csv', import.meta.url));
const present = existsSync(path);
const named = (text: string) => (present ? text : `${text} (skipped: briefing data missing)`);

interface Line {
  readonly externalRef: string;
  readonly state: string;
  readonly reportedAt: string;
  readonly timeline: unknown[];
  readonly sla: Record<string, { state: string; elapsedMs: number; dueAt: string | null }>;
}

/** 29-02-2016 01:16 in Jakarta (UTC+7 all year) as ISO text, without any of the product's code. */
function plainInstant(text: string): string {
  const [day = '', month = '', year = '', hour = '', minute = ''] = text.split(/[- :]/);
  const utc = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour) - 7, Number(minute));
  return new Date(utc).toISOString();
}

const plainStates: Record<string, string> = {
  New: 'new',
  Active: 'in_progress',
  'Awaiting User Info': 'waiting',
  'Awaiting Vendor': 'waiting',
  'Awaiting Problem': 'waiting',
  'Awaiting Evidence': 'waiting',
  Resolved: 'resolved',
  Closed: 'closed',
};

/** The log read plainly: it has no quotes, so that lines and commas are all there is. */
function readPlainly() {
  const [head = '', ...lines] = readFileSync(path, 'utf8').trim().split('\r\n');
  const names = head.split(',');
  const all = new Map<string, { state: string; reportedAt: string; timeline: unknown[] }>();
  for (const line of lines) {
    const cells = line.split(',');
    const cell = (name: string) => cells[names.indexOf(name)] ?? '';
    const to = plainStates[cell('incident_state')] ?? 'unknown';
    let ticket = all.get(cell('number'));
    if (ticket === undefined) {
      ticket = { state: 'new', reportedAt: plainInstant(cell('opened_at')), timeline: [] };
      all.set(cell('number'), ticket);
    }
    if (to === ticket.state) continue;
    ticket.state = to;
    ticket.timeline.push({ at: plainInstant(cell('sys_updated_at')), type: 'state', to });
  }
  return all;
}

describe('the incident log of the briefing', () => {
  let database: Database | undefined;
  let summary: ImportSummary;
  const exported = new Map<string, Line>();
  const policies = new PolicyShelf(loadShipped().packs).find;
  const now = Date.UTC(2026, 10, 20);

  beforeAll(async () => {
    if (!present) return;
    database = await openDatabase(memoryPlace(), { clock: () => now, id: () => 'epoch' });
    const { db } = database;
    const opd = opdSchema.parse({
      code: 'DISKOMINFO',
      name: 'Dinas Komunikasi dan Informatika',
      policy: 'madiun',
      letterhead: { lines: ['a', 'b', 'c'], address: '', city: '' },
      head: { title: '', name: '', nip: '' },
    });
    await db.transaction().execute((tx) => writeRows(tx, [{ kind: 'opd', id: opd.code, doc: opd }]));
    const mapping = loadMapping('servicenow');
    if (!mapping.ok) throw new Error(mapping.error);
    const report = (problem: unknown) => {
      throw new Error(JSON.stringify(problem));
    };
    const job = { db, path, mapping: mapping.value, timeZone: 'Asia/Jakarta', opd, policies, now, report };
    summary = await importFile(job);
    const write = async (text: string) => {
      for (const line of text.trimEnd().split('\n')) {
        const ticket = JSON.parse(line) as Line;
        exported.set(ticket.externalRef, ticket);
      }
    };
    await exportTickets({ db, policies, now, write });
  });
  afterAll(() => database?.close());

  it.skipIf(!present)(named('goes in whole: 3,019 rows, 445 tickets'), () => {
    expect(summary).toEqual({
      rows: 3019,
      badRows: 0,
      tickets: 445,
      written: 445,
      unchanged: 0,
      leftAlone: 0,
    });
  });

  it.skipIf(!present)(named('comes out with the states and timelines of an independent reading'), () => {
    const plain = readPlainly();
    expect(exported.size).toBe(plain.size);
    for (const [number, expected] of plain) {
      const { state, reportedAt, timeline } = exported.get(number) as Line;
      expect({ number, state, reportedAt, timeline }).toEqual({ number, ...expected });
    }
  });

  it.skipIf(!present)(named('comes out with service levels that fit the ticket'), () => {
    for (const { sla } of exported.values()) {
      expect(Object.keys(sla)).toEqual(['response', 'resolution']);
      for (const { state } of Object.values(sla)) expect(['met', 'breached']).toContain(state);
    }
    const states = [...exported.values()].map(({ sla }) => sla.resolution?.state);
    expect(new Set(states)).toEqual(new Set(['met', 'breached']));
  });
});
