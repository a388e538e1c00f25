import { sql } from 'kysely';
import type { z } from 'zod';
import { ok, type Result } from '#shared/domain/result.ts';
import {
  type Cursor,
  maxOutcomesPerPull,
  type Outcome,
  outcomeSchema,
  type pullRequestSchema,
} from '#shared/sync/protocol.ts';
import { referenceSpace } from '#shared/sync/rows.ts';
import { rememberServerTime } from '../auth/devices.ts';
import type { DeviceUser } from '../auth/sessions.ts';
import { keepIndexOrder, readMoment, type Tx } from '../db/open.ts';
import { type Failure, fail } from '../failure.ts';
import type { Services } from '../services.ts';
import { readEpoch } from '../store/meta.ts';
import { readVersions } from '../store/spaces.ts';
import { changesOf } from './changes.ts';
import { readerSpaces } from './reader-spaces.ts';
import { windowedChangesOf } from './windowed-changes.ts';

/** A device's claims about the time it saw are held against what it was given, to within this. */
const timeGrainMs = 60_000;

async function readOutcomes(tx: Tx, deviceId: string, after: number): Promise<Outcome[]> {
  const { rows } = await sql<{ outcome: unknown }>`
    SELECT outcome FROM mutation WHERE device_id = ${deviceId} AND mutation_id > ${after} AND outcome IS NOT NULL
    ORDER BY mutation_id LIMIT ${maxOutcomesPerPull}`.execute(tx);
  return rows.map((row) => outcomeSchema.parse(row.outcome));
}

/** The cursor against what the server has: another epoch, or a version it never gave, means starting over. */
function checkCursor(
  cursor: Cursor,
  epoch: string,
  versions: ReadonlyMap<string, number>,
): Failure['code'] | null {
  if (cursor.epoch !== epoch) return 'cursor_epoch';
  for (const [space, version] of versions) {
    if ((Object.hasOwn(cursor.versions, space) ? (cursor.versions[space] ?? 0) : 0) > version)
      return 'cursor_ahead';
  }
  return null;
}

/** The versions at which the device had everything last. */
function baseOf({ base, versions }: Cursor): Readonly<Record<string, number>> {
  return base ?? versions;
}

/** What an answer's cursor says of the device's window; nothing where it has none. */
function windowOf({ since }: Cursor, base: Cursor['base']): Pick<Cursor, 'since' | 'base'> {
  if (since === undefined) return {};
  return base === undefined ? { since } : { since, base };
}

/**
 * What changed behind the cursor, as JSON text (`pullResponseSchema`): documents go from the database to the wire
 * unparsed. Everything is read in one moment, so the acknowledged mutations and the rows fit together.
 */
export async function pull(
  services: Services,
  principal: DeviceUser,
  request: z.infer<typeof pullRequestSchema>,
): Promise<Result<string, Failure>> {
  const now = services.platform.clock();
  const answer = await readMoment(services.db, async (tx): Promise<Result<string, Failure>> => {
    await keepIndexOrder(tx);
    const scope = readerSpaces(principal.user);
    const present = await readVersions(tx, scope);
    const readable = scope === '*' ? [...new Set([referenceSpace, ...present.keys()])] : scope;
    const versions = new Map(readable.map((space) => [space, present.get(space) ?? 0]));
    const epoch = await readEpoch(tx);
    const refusal = checkCursor(request.cursor, epoch, versions);
    if (refusal !== null) return fail(refusal);
    const changes: string[] = [];
    const unchanged: string[] = [];
    const { since } = request.cursor;
    const base = baseOf(request.cursor);
    let leftOut = false;
    const reached: Record<string, number> = {};
    let count = 0;
    let more = false;
    for (const [space, version] of versions) {
      const from = Object.hasOwn(request.cursor.versions, space) ? (request.cursor.versions[space] ?? 0) : 0;
      reached[space] = from;
      if (from === version) continue;
      const room = request.limit - count;
      if (room <= 0) {
        more = true;
        continue;
      }
      const own = { space, version, after: from };
      const page =
        since === undefined || space === referenceSpace
          ? await changesOf(tx, own, room, count === 0)
          : await windowedChangesOf(tx, { ...own, base: base[space] ?? 0, since }, room, count === 0);
      changes.push(...page.changes);
      unchanged.push(...page.unchanged);
      leftOut ||= page.leftOut;
      count += page.kept;
      reached[space] = page.reached;
      more ||= reached[space] < version;
    }
    const device = await tx
      .selectFrom('device')
      .select('last_mutation_id as last')
      .where('id', '=', principal.deviceId)
      .executeTakeFirstOrThrow();
    const rest = {
      cursor: { epoch, versions: reached, ...windowOf(request.cursor, more ? base : undefined) },
      droppedSpaces: Object.keys(request.cursor.versions).filter((space) => !versions.has(space)),
      more,
      lastMutationId: device.last,
      outcomes: await readOutcomes(tx, principal.deviceId, request.outcomesAfter),
      serverTime: now,
    };
    const beside = unchanged.length === 0 ? '' : `"unchanged":[${unchanged.join(',')}],`;
    const flags = leftOut ? '"leftOut":true,' : '';
    return ok(`{"changes":[${changes.join(',')}],${beside}${flags}${JSON.stringify(rest).slice(1)}`);
  });
  if (answer.ok) await noteTimeGiven(services, principal.deviceId, now);
  return answer;
}

/** Written at most once a minute and device: a pull should not cost a commit each time. */
async function noteTimeGiven(services: Services, deviceId: string, now: number): Promise<void> {
  const row = await services.db
    .selectFrom('device')
    .select('last_seen_server_time as seen')
    .where('id', '=', deviceId)
    .executeTakeFirst();
  if (row !== undefined && now - row.seen > timeGrainMs) await rememberServerTime(services.db, deviceId, now);
}
