import type { z } from 'zod';
import { type Opd, opdSchema, type User } from '#shared/domain/reference.ts';
import { ok, type Result } from '#shared/domain/result.ts';
import type { CalendarRow, PolicyRow } from '#shared/sla/published.ts';
import type { publishCalendarSchema, publishPolicySchema, setOfficeSchema } from '#shared/sync/admin.ts';
import { type Row, referenceSpace } from '#shared/sync/rows.ts';
import { type Tx, withRetries } from '../db/open.ts';
import { type Failure, fail } from '../failure.ts';
import type { Services } from '../services.ts';
import { writeRows } from '../store/rows.ts';
import { lockSpaces } from '../store/spaces.ts';
import { newestCalendar, newestPolicy, readPublished } from './published-rows.ts';

type WantedPolicy = Omit<z.infer<typeof publishPolicySchema>, 'protocol'>;
type WantedCalendar = Omit<z.infer<typeof publishCalendarSchema>, 'protocol'>;
type OfficeSetting = Omit<z.infer<typeof setOfficeSchema>, 'protocol'>;

/**
 * Runs administrators one after the other: each sees what the one before published. What was written is known to this
 * process before the answer, and told to the others.
 */
async function publishing<T>(
  services: Services,
  work: (tx: Tx) => Promise<Result<{ readonly row: Row; readonly answer: T }, Failure>>,
): Promise<Result<T, Failure>> {
  const done = await withRetries(services.db, async (tx) => {
    await lockSpaces(tx, [referenceSpace]);
    const judged = await work(tx);
    if (judged.ok) await writeRows(tx, [judged.value.row]);
    return judged;
  });
  if (!done.ok) return done;
  services.pokes.publish([referenceSpace]);
  // It is published, whatever becomes of this reading: the poke has started one that is tried again.
  await services.reloadPolicies().catch(() => undefined);
  return ok(done.value.answer);
}

async function readOpd(tx: Tx, code: string): Promise<Opd | undefined> {
  const row = await tx
    .selectFrom('stored_row')
    .select('doc')
    .where('kind', '=', 'opd')
    .where('id', '=', code)
    .where('deleted', '=', false)
    .executeTakeFirst();
  return row === undefined ? undefined : opdSchema.parse(row.doc);
}

function publicationBy({ id, name }: User, publishedAt: number, note: string) {
  return { publishedAt, publishedBy: id, publishedByName: name, note };
}

/**
 * Publishes the next version of a pack, or the first of a new name.
 * @returns the row; `version_changed` with the newest version (0 where there is none) when the author had seen another,
 * `bad_request` when it would hold from before the version it follows.
 */
export function publishPolicy(
  services: Services,
  author: User,
  { pack, effectiveFrom, note }: WantedPolicy,
): Promise<Result<PolicyRow, Failure>> {
  return publishing(services, async (tx) => {
    const now = services.platform.clock();
    const newest = newestPolicy((await readPublished(tx)).policies, pack.name);
    const present = newest?.pack.version ?? 0;
    if (pack.version !== present + 1) return fail('version_changed', { expected: present });
    const from = effectiveFrom ?? now;
    if (newest !== undefined && from < newest.effectiveFrom)
      return fail('bad_request', { field: 'effectiveFrom' });
    const id = `${pack.name}.${pack.version}`;
    const doc: PolicyRow = { id, pack, effectiveFrom: from, ...publicationBy(author, now, note) };
    return ok({ row: { kind: 'policy', id, doc }, answer: doc });
  });
}

/**
 * Publishes the next days off of an office, or of the state (`opd: null`). Targets that stopped before this instant keep
 * the revision before.
 * @returns the row; `not_found` for an office there is none of, `version_changed` with the newest revision (0 where there
 * is none) when the author had seen another.
 */
export function publishCalendar(
  services: Services,
  author: User,
  { opd, revision, days, note }: WantedCalendar,
): Promise<Result<CalendarRow, Failure>> {
  return publishing(services, async (tx) => {
    const now = services.platform.clock();
    if (opd !== null && (await readOpd(tx, opd)) === undefined) return fail('not_found', { field: 'opd' });
    const newest = newestCalendar((await readPublished(tx)).calendars, opd);
    const present = newest?.revision ?? 0;
    if (revision !== present + 1) return fail('version_changed', { expected: present });
    // The server's clock may have been put back since the revision before.
    const appliesFrom = Math.max(now, newest?.appliesFrom ?? now);
    const id = `${opd ?? 'national'}.${revision}`;
    const doc: CalendarRow = {
      id,
      opd,
      revision,
      days,
      appliesFrom,
      ...publicationBy(author, now, note),
    };
    return ok({ row: { kind: 'calendar', id, doc }, answer: doc });
  });
}

/**
 * Sets the pack of an office's new tickets and the persons on its escalation levels; what else is known of it stays.
 * @returns the office; `not_found` where there is none, `bad_request` for an unknown pack or person.
 */
export function setOffice(
  services: Services,
  { opd, policy, levels }: OfficeSetting,
): Promise<Result<Opd, Failure>> {
  return publishing(services, async (tx) => {
    const known = await readOpd(tx, opd);
    if (known === undefined) return fail('not_found', { field: 'opd' });
    const { policies } = await readPublished(tx);
    if (newestPolicy(policies, policy) === undefined) return fail('bad_request', { field: 'policy' });
    const stranger = await findStranger(tx, levels);
    if (stranger !== undefined) return fail('bad_request', { field: stranger });
    const doc: Opd = { ...known, policy, levels };
    return ok({ row: { kind: 'opd', id: opd, doc }, answer: doc });
  });
}

/** The place (`levels.2.0`) of the first person on a level whom the server does not know. */
async function findStranger(tx: Tx, levels: OfficeSetting['levels']): Promise<string | undefined> {
  const named = Object.entries(levels).flatMap(([level, ids]) =>
    ids.map((id, place) => ({ id, field: `levels.${level}.${place}` })),
  );
  if (named.length === 0) return undefined;
  const rows = await tx
    .selectFrom('stored_row')
    .select('id')
    .where('kind', '=', 'user')
    .where('deleted', '=', false)
    .where(
      'id',
      'in',
      named.map(({ id }) => id),
    )
    .execute();
  const known = new Set(rows.map(({ id }) => id));
  return named.find(({ id }) => !known.has(id))?.field;
}
