import type { CalendarRow, PolicyRow } from '#shared/sla/published.ts';
import { type Row, referenceSpace } from '#shared/sync/rows.ts';
import { type Db, type Tx, withRetries } from '../db/open.ts';
import type { Log } from '../services.ts';
import { canonicalJson } from '../store/canonical.ts';
import { writeRows } from '../store/rows.ts';
import { lockSpaces } from '../store/spaces.ts';
import type { NationalCalendar, Shipped } from './policy-library.ts';
import { newestCalendar, newestPolicy, type Published, readPublished } from './published-rows.ts';

/** Author of what comes with the product. */
const system = 'system';
const bySystem = { publishedBy: system, publishedByName: 'Tanggap' };

/**
 * Publishes what comes with the product and the database lacks: packs, and the days off of the state. What a person has
 * published is never superseded by it; a line in the log says so. Safe when several servers start at once, and when done
 * again.
 * @param now UTC ms.
 * @returns how many rows were published.
 */
export async function publishShipped(db: Db, shipped: Shipped, now: number, log: Log): Promise<number> {
  return withRetries(db, async (tx) => {
    await lockSpaces(tx, [referenceSpace]);
    const known = await readPublished(tx);
    const rows: Row[] = missingPolicies(known, shipped, now, log).map((doc) => ({
      kind: 'policy',
      id: doc.id,
      doc,
    }));
    if (shipped.national !== null) {
      const doc = await nextNational(tx, known, shipped.national, now, log);
      if (doc !== null) rows.push({ kind: 'calendar', id: doc.id, doc });
    }
    await writeRows(tx, rows);
    return rows.length;
  });
}

/**
 * A first version holds from the beginning. One that follows others holds from now on, unless a person has published a
 * version before it: that office's numbers are its own.
 */
function missingPolicies(known: Published, { packs }: Shipped, now: number, log: Log): PolicyRow[] {
  const rows: PolicyRow[] = [];
  for (const pack of packs) {
    const id = `${pack.name}.${pack.version}`;
    if (known.policies.some((row) => row.id === id)) continue;
    const before = known.policies.filter(
      (row) => row.pack.name === pack.name && row.pack.version < pack.version,
    );
    if (before.some(({ publishedBy }) => publishedBy !== system)) {
      log('warn', 'shipped_policy_left_out', { id, newest: newestPolicy(before, pack.name)?.id });
      continue;
    }
    const effectiveFrom = before.length === 0 ? 0 : Math.max(now, ...before.map((row) => row.effectiveFrom));
    rows.push({ id, pack, effectiveFrom, publishedAt: now, ...bySystem, note: '' });
  }
  return rows;
}

async function hasTickets(tx: Tx): Promise<boolean> {
  const row = await tx
    .selectFrom('stored_row')
    .select('id')
    .where('kind', '=', 'ticket')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The shipped days off as the next revision; null where they are published already, or a person's hold. */
async function nextNational(
  tx: Tx,
  known: Published,
  { source, days }: NationalCalendar,
  now: number,
  log: Log,
): Promise<CalendarRow | null> {
  const newest = newestCalendar(known.calendars, null);
  const shippedLast = newestCalendar(
    known.calendars.filter(({ publishedBy }) => publishedBy === system),
    null,
  );
  if (shippedLast !== undefined && canonicalJson(shippedLast.days) === canonicalJson(days)) return null;
  if (newest !== undefined && newest.publishedBy !== system) {
    log('warn', 'shipped_calendar_left_out', { newest: newest.id });
    return null;
  }
  const revision = (newest?.revision ?? 0) + 1;
  const isFromStart = newest === undefined && !(await hasTickets(tx));
  return {
    id: `national.${revision}`,
    opd: null,
    revision,
    days,
    appliesFrom: isFromStart ? 0 : Math.max(now, newest?.appliesFrom ?? 0),
    publishedAt: now,
    ...bySystem,
    note: source,
  };
}
