import { writeRows } from '../store/rows.ts';
import { deviceOf, type TestDevice } from './device.ts';
import { dayMs, oldTicket } from './old-tickets.ts';
import { createWorld, nineOClock, type PlaceMaker, type World } from './world.ts';

export const monthMs = 30 * dayMs;

/** A server of two offices with forty months of tickets, and two people at it: ana of one office, and who leads both. */
export interface Archive {
  readonly world: World;
  readonly ana: TestDevice;
  readonly boss: TestDevice;
  /** Writes rows as an import would. */
  importRows(rows: Parameters<typeof writeRows>[1]): Promise<void>;
}

/** Two tickets that are over a month, one of each office; one that is still open; two of which one id begins the other. */
export async function openArchive(makePlace: PlaceMaker): Promise<Archive> {
  const world = await createWorld(await makePlace());
  const importRows: Archive['importRows'] = async (rows) => {
    await world.database.db.transaction().execute((tx) => writeRows(tx, rows));
  };
  const ana = await deviceOf(world, 'ana');
  const boss = await deviceOf(world, 'super');
  for (let month = 0; month < 40; month += 1) {
    const at = nineOClock - month * monthMs - dayMs;
    await importRows([
      ...oldTicket(`arsip-${String(100 - month)}`, at),
      ...oldTicket(`disdik-${String(100 - month)}`, at, { opd: 'DISDIK' }),
    ]);
  }
  await importRows([
    ...oldTicket('terbuka', nineOClock - 30 * monthMs, { state: 'new', closedAt: null }),
    ...oldTicket('arsip-9', nineOClock - 30 * monthMs),
    ...oldTicket('arsip-9-a', nineOClock - 30 * monthMs),
  ]);
  await ana.push(ana.registration());
  return { world, ana, boss, importRows };
}
