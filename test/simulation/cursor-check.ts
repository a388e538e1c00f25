import { readMeta } from '../../renderer/data/db/meta.ts';
import { readVersions } from '../../server/store/spaces.ts';
import type { Violation } from './compare-desk.ts';
import type { SimDesk } from './sim-desk.ts';
import type { SimServer } from './sim-server.ts';

/** What a desk's cursor was at the last look. */
export type CursorSeen =
  | { readonly epoch: string; readonly versions: Readonly<Record<string, number>> }
  | undefined;

/** I7: the cursor never goes back in an epoch, and never passes what the server has. */
export async function checkCursor(
  server: SimServer,
  desk: SimDesk,
  before: CursorSeen,
  epoch: string,
): Promise<{ readonly now: CursorSeen; readonly violations: readonly Violation[] }> {
  const { cursor } = await readMeta(desk.local.db, 'cursor');
  if (cursor === undefined || cursor.epoch !== epoch) return { now: cursor, violations: [] };
  const present = await readVersions(server.db, '*');
  const violations: Violation[] = [];
  for (const [space, version] of Object.entries(cursor.versions)) {
    if (version > (present.get(space) ?? 0))
      violations.push({ rule: 'I7', seen: `desk ${desk.no} is ahead in ${space}` });
  }
  if (before?.epoch === cursor.epoch) {
    for (const [space, version] of Object.entries(before.versions)) {
      if ((cursor.versions[space] ?? version) < version)
        violations.push({ rule: 'I7', seen: `desk ${desk.no} went back in ${space}` });
    }
  }
  return { now: cursor, violations };
}
