import {
  type CalendarRow,
  calendarRowSchema,
  type PolicyRow,
  policyRowSchema,
} from '#shared/sla/published.ts';
import { referenceSpace } from '#shared/sync/rows.ts';
import type { Db } from '../db/open.ts';

/** Everything published, by id. */
export interface Published {
  readonly policies: readonly PolicyRow[];
  readonly calendars: readonly CalendarRow[];
}

/**
 * Reads the published packs and days off.
 * @throws ZodError where a row is damaged: nothing could be judged rightly without it.
 */
export async function readPublished(db: Pick<Db, 'selectFrom'>): Promise<Published> {
  const rows = await db
    .selectFrom('stored_row')
    .select(['kind', 'doc'])
    .where('space', '=', referenceSpace)
    .where('kind', 'in', ['policy', 'calendar'])
    .where('deleted', '=', false)
    .orderBy('id')
    .execute();
  const docsOf = (kind: string) => rows.filter((row) => row.kind === kind).map(({ doc }) => doc);
  return {
    policies: docsOf('policy').map((doc) => policyRowSchema.parse(doc)),
    calendars: docsOf('calendar').map((doc) => calendarRowSchema.parse(doc)),
  };
}

/** Present version of the reference space, 0 where nothing was ever written to it. */
export async function readReferenceVersion(db: Pick<Db, 'selectFrom'>): Promise<number> {
  const row = await db
    .selectFrom('space')
    .select('version')
    .where('id', '=', referenceSpace)
    .executeTakeFirst();
  return row?.version ?? 0;
}

/** The newest version of a pack among rows. */
export function newestPolicy(rows: readonly PolicyRow[], name: string): PolicyRow | undefined {
  const versions = rows.filter(({ pack }) => pack.name === name);
  return versions.sort((a, b) => b.pack.version - a.pack.version)[0];
}

/** The newest revision of the days off of an office, or of the state (null), among rows. */
export function newestCalendar(rows: readonly CalendarRow[], opd: string | null): CalendarRow | undefined {
  const revisions = rows.filter((row) => row.opd === opd);
  return revisions.sort((a, b) => b.revision - a.revision)[0];
}
