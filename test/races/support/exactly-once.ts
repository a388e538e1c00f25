import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Db } from '../../../server/db/open.ts';
import { verifyChains } from '../../../server/store/verify.ts';
import type { RemoteDevice } from '../../support/remote-device.ts';

/**
 * Every mutation these devices sent is there once: its number, one journal entry, one link of an unbroken chain; and
 * each space has as many versions as it has entries.
 */
export async function expectExactlyOnce(db: Db, devices: readonly RemoteDevice[]): Promise<void> {
  for (const device of devices) {
    expect(device.acknowledged).toBe(device.lastId);
    const numbers = await db
      .selectFrom('mutation')
      .select('mutation_id')
      .where('device_id', '=', device.session.deviceId)
      .orderBy('mutation_id')
      .execute();
    const sent = Array.from({ length: device.lastId }, (_, at) => at + 1);
    expect(numbers.map((row) => row.mutation_id)).toEqual(sent);
    const { rows: entries } = await sql<{ id: string }>`
      SELECT split_part(id, '.', 3) AS id FROM stored_row
      WHERE kind = 'journal' AND split_part(id, '.', 2) = ${device.code}`.execute(db);
    expect(entries.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(sent);
    const { rows: texts } = await sql<{ text: string }>`
      SELECT doc ->> 'text' AS text FROM stored_row
      WHERE kind = 'journal' AND doc ->> 'text' LIKE ${`Catatan ${device.code} nomor %`}`.execute(db);
    expect(new Set(texts.map(({ text }) => text)).size).toBe(texts.length);
  }
  const { rows: uneven } = await sql<{ space: string }>`
    SELECT space.id AS space FROM space WHERE id LIKE 'opd:%' AND (version <> chain_no OR version <> (
      SELECT count(*) FROM stored_row WHERE kind = 'journal' AND stored_row.space = space.id))`.execute(db);
  expect(uneven).toEqual([]);
  expect((await verifyChains(db)).faults).toEqual([]);
}
