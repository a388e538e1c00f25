import { sql } from 'kysely';
import { spaceOfOpd } from '#shared/sync/rows.ts';
import { openDatabase } from '../../../server/db/open.ts';
import { systemPlatform } from '../../../server/platform/system-clock.ts';
import { verifyChains } from '../../../server/store/verify.ts';
import type { ServerStore } from '../../e2e/support/server-process.ts';
import { type Evening, rowsAbove } from './returning-office.ts';
import { type DevicePlan, type DeviceReport, type Morning, officeCode } from './returning-plan.ts';
import { digestOf, rowLine } from './row-digest.ts';

function expectSame(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what}: ${String(found)} instead of ${String(expected)}`);
}

/**
 * Nothing was lost or doubled: the server has each device's mutations once, applied, with one journal entry each in unbroken
 * chains; and each device holds exactly the rows that changed in its office since the evening. Throws where it is not so.
 */
export async function expectConverged(
  store: ServerStore,
  morning: Morning,
  evening: Evening,
  plans: readonly DevicePlan[],
  reports: readonly DeviceReport[],
): Promise<void> {
  const database = await openDatabase(store, systemPlatform);
  const { db } = database;
  try {
    const { rows: taken } = await sql<{ taken: number; refused: number }>`
      SELECT count(DISTINCT mutation_id) AS taken, count(outcome) AS refused FROM mutation
      WHERE device_id = ANY(${plans.map(({ deviceId }) => deviceId)}::text[]) GROUP BY device_id`.execute(db);
    expectSame('devices the server heard of', taken.length, plans.length);
    for (const { taken: count, refused } of taken) {
      expectSame('mutations of a device', count, morning.mutationsPerDevice);
      expectSame('refused mutations of a device', refused, 0);
    }
    const { rows: entries } = await sql<{ entries: number; numbers: number }>`
      SELECT count(*) AS entries, count(DISTINCT split_part(id, '.', 3)) AS numbers FROM stored_row
      WHERE kind = 'journal' AND split_part(id, '.', 2) = ANY(${plans.map(({ deviceCode }) => deviceCode)}::text[])
      GROUP BY split_part(id, '.', 2)`.execute(db);
    expectSame('devices in the journal', entries.length, plans.length);
    for (const { entries: count, numbers } of entries) {
      expectSame('journal entries of a device', count, morning.mutationsPerDevice);
      expectSame('numbers in the journal of a device', numbers, morning.mutationsPerDevice);
    }
    const digests = new Map<string, string>();
    for (let office = 0; office < morning.offices; office += 1) {
      const opd = officeCode(office);
      const { rows, version } = await rowsAbove(db, opd, evening.versions.get(spaceOfOpd(opd)) ?? 0);
      expectSame(`version of ${opd}`, version, plans.find((plan) => plan.opd === opd)?.target);
      digests.set(opd, digestOf(rows.map(({ kind, id, doc }) => rowLine(kind, id, doc))));
    }
    for (const [at, report] of reports.entries())
      expectSame(`rows on ${report.deviceId}`, report.digest, digests.get(plans[at]?.opd ?? ''));
    expectSame('faults of the journal', (await verifyChains(db)).faults.length, 0);
  } finally {
    await database.close();
  }
}
