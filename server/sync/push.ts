import { sql } from 'kysely';
import type { z } from 'zod';
import type { ClockDoubt } from '#shared/domain/journal.ts';
import { err, ok, type Result } from '#shared/domain/result.ts';
import { type CheckedMutation, checkMutation, mutations } from '#shared/mutations/registry.ts';
import type { Refusal } from '#shared/mutations/transaction.ts';
import type { MutationEnvelope, Outcome, PushResponse, pushRequestSchema } from '#shared/sync/protocol.ts';
import { referenceSpace, spaceOfOpd } from '#shared/sync/rows.ts';
import { readUser } from '../auth/accounts.ts';
import { deviceCodesOf } from '../auth/devices.ts';
import type { DeviceUser } from '../auth/sessions.ts';
import { type Tx, withRetries } from '../db/open.ts';
import { toSqlJson } from '../db/sql-json.ts';
import { type Failure, fail } from '../failure.ts';
import { queueLifeMails } from '../notices/life-mails.ts';
import type { Services } from '../services.ts';
import { Batch, SpaceNotLockedError } from './batch.ts';
import { boundedInstant, clockDoubtOf, contentHash } from './envelope.ts';
import { maySync } from './reader-spaces.ts';
import { sameWork, separateRepeats } from './repeats.ts';

/**
 * Invariants of a push:
 * - exactly once per device and mutation number: the device's row is locked, only the next number is taken;
 * - a refused mutation writes nothing but its refusal, and those behind it go on;
 * - rows, journal, chain, counters and results are committed together or not at all;
 * - the order of changes in a space is the order of its lock, never that of clocks.
 */

type PushRequest = Pick<z.infer<typeof pushRequestSchema>, 'mutations' | 'clock' | 'epoch'>;

interface DeviceState {
  readonly code: string;
  readonly last: number;
  readonly seen: number;
  /** Present version of the reference space. */
  readonly reference: number;
  readonly epoch: string;
}

/** Something was published that this process has not read yet: by it, devices may have judged what they send. */
class StalePoliciesError extends Error {}

interface Judged {
  readonly envelope: MutationEnvelope;
  readonly hash: string;
  readonly occurredAt: number;
  readonly clock: ClockDoubt | undefined;
  readonly checked: Result<CheckedMutation, Refusal>;
}

async function lockDevice(tx: Tx, deviceId: string): Promise<DeviceState | undefined> {
  const { rows } = await sql<DeviceState>`
    SELECT code, last_mutation_id AS last, last_seen_server_time AS seen,
      coalesce((SELECT version FROM space WHERE id = ${referenceSpace}), 0) AS reference,
      (SELECT value FROM meta WHERE key = 'epoch') AS epoch
    FROM device WHERE id = ${deviceId} AND NOT revoked FOR UPDATE`.execute(tx);
  return rows[0];
}

async function saveResults(
  tx: Tx,
  principal: DeviceUser,
  judged: readonly Judged[],
  outcomes: ReadonlyMap<number, Outcome>,
  receivedAt: number,
): Promise<void> {
  const results = judged.map(({ envelope, hash, occurredAt }) => {
    const outcome = outcomes.get(envelope.id);
    const name = Object.hasOwn(mutations, envelope.name) ? envelope.name : 'unknown';
    return { id: envelope.id, name, hash, at: occurredAt, ...(outcome === undefined ? {} : { outcome }) };
  });
  await sql`
    INSERT INTO mutation (device_id, mutation_id, name, hash, user_id, occurred_at, received_at, outcome)
    SELECT ${principal.deviceId}, id, name, hash, ${principal.user.id}, at, ${receivedAt}::bigint, outcome
    FROM jsonb_to_recordset(${toSqlJson(results)}::text::jsonb)
      AS x (id bigint, name text, hash text, at bigint, outcome jsonb)`.execute(tx);
  await sql`
    UPDATE device SET last_mutation_id = ${judged.at(-1)?.envelope.id ?? 0}::bigint,
      last_seen_server_time = greatest(last_seen_server_time, ${receivedAt}::bigint)
    WHERE id = ${principal.deviceId}`.execute(tx);
}

/**
 * Name and arguments. A ticket's id has no slash: with one, its rows would lie among those of another ticket, perhaps of
 * another office.
 */
function check({ name, args }: MutationEnvelope): Result<CheckedMutation, Refusal> {
  const checked = checkMutation(name, args);
  if (!checked.ok || !checked.value.needs.ticketId.includes('/')) return checked;
  return err({ code: 'invalid_arguments', field: 'id' });
}

async function takeNew(
  tx: Tx,
  services: Services,
  principal: DeviceUser,
  device: DeviceState,
  fresh: readonly MutationEnvelope[],
  skews: ReadonlyMap<number, number>,
  receivedAt: number,
): Promise<{ outcomes: Map<number, Outcome>; moved: string[] }> {
  const actor = principal.user;
  const judged = fresh.map((envelope): Judged => {
    const occurredAt = boundedInstant(envelope, device.seen, receivedAt);
    return {
      envelope,
      hash: contentHash(envelope),
      occurredAt,
      clock: clockDoubtOf(envelope.occurredAt, occurredAt, skews.get(envelope.id)),
      checked: check(envelope),
    };
  });
  const needs = judged.flatMap(({ checked }) => (checked.ok ? [checked.value.needs] : []));
  const batch = await Batch.open(
    tx,
    services.policies,
    needs,
    (space) => actor.scope === '*' || actor.scope.some((opd) => space === spaceOfOpd(opd)),
  );
  const outcomes = new Map<number, Outcome>();
  const done = new Map(
    await sameWork(
      tx,
      actor.id,
      judged.map(({ hash }) => hash),
    ),
  );
  const hasNumbers = needs.some(({ number }) => number !== null);
  const otherDevices = hasNumbers ? await deviceCodesOf(tx, actor.id) : undefined;
  for (const { envelope, hash, occurredAt, clock, checked } of judged) {
    const refuse = (refusal: Refusal) =>
      outcomes.set(envelope.id, { id: envelope.id, status: 'refused', refusal: { ...refusal } });
    const before = done.get(hash);
    if (before !== undefined) {
      outcomes.set(envelope.id, { ...before, id: envelope.id });
      continue;
    }
    if (!checked.ok) {
      refuse(checked.error);
      continue;
    }
    const context = {
      actor,
      deviceId: principal.deviceId,
      deviceCode: device.code,
      otherDevices,
      mutationId: envelope.id,
      occurredAt,
      receivedAt,
      clock,
    };
    try {
      const applied = batch.apply(checked.value, context);
      if (!applied.ok) refuse(applied.error);
    } catch (error) {
      if (error instanceof SpaceNotLockedError) throw error;
      // One broken mutation must not stop the queue for ever; a developer has to look.
      services.log('error', 'mutation_failed', {
        deviceId: principal.deviceId,
        mutationId: envelope.id,
        name: checked.value.name,
        error: error instanceof Error ? error.name : 'unknown',
      });
      refuse({ code: 'failed' });
    }
    // A copy of it may stand further behind in the same batch.
    done.set(hash, outcomes.get(envelope.id) ?? { id: envelope.id, status: 'applied' });
  }
  const moved = await batch.save();
  await queueLifeMails(tx, services, batch.changes, receivedAt);
  await saveResults(tx, principal, judged, outcomes, receivedAt);
  return { outcomes, moved };
}

/**
 * Takes a batch of a device's outbox in one transaction (rules PUSH-n of docs/protocol.md). What the device says about
 * its clock concerns mutations that are new here; a repeat keeps what was said first.
 * @returns the last mutation the server has and every refusal among those sent.
 */
export async function push(
  services: Services,
  principal: DeviceUser,
  request: PushRequest,
): Promise<Result<PushResponse, Failure>> {
  try {
    return await pushOnce(services, principal, request, true);
  } catch (error) {
    if (!(error instanceof StalePoliciesError)) throw error;
  }
  // Outside the transaction: an embedded database has one connection.
  await services.reloadPolicies();
  return pushOnce(services, principal, request, false);
}

async function pushOnce(
  services: Services,
  principal: DeviceUser,
  { mutations: envelopes, clock = [], epoch }: PushRequest,
  mayReload: boolean,
): Promise<Result<PushResponse, Failure>> {
  const { platform } = services;
  const first = envelopes[0]?.id ?? 1;
  const skews = new Map(clock.map(({ id, skewMs }) => [id, skewMs]));
  const isContiguous = envelopes.every((envelope, at) => envelope.id === first + at);
  const done = await withRetries(
    services.db,
    async (tx): Promise<Result<PushResponse & { moved: string[] }, Failure>> => {
      const device = await lockDevice(tx, principal.deviceId);
      if (device === undefined) return fail('unauthenticated');
      const user = await readUser(tx, principal.user.id);
      if (user === undefined || !user.active) return fail('account_disabled');
      if (!maySync(user)) return fail('forbidden');
      if (epoch !== undefined && epoch !== device.epoch) return fail('cursor_epoch');
      if (!isContiguous || first > device.last + 1)
        return fail('mutation_gap', { expected: device.last + 1 });
      const repeats = await separateRepeats(tx, principal.deviceId, envelopes, device.last);
      if (!repeats.ok) return repeats;
      const fresh = envelopes.slice(repeats.value.count);
      if (mayReload && fresh.length > 0 && device.reference > services.policiesVersion())
        throw new StalePoliciesError('packs or days off were published');
      const receivedAt = platform.clock();
      const taken =
        fresh.length === 0
          ? { outcomes: new Map<number, Outcome>(), moved: [] }
          : await takeNew(
              tx,
              services,
              { deviceId: principal.deviceId, user },
              device,
              fresh,
              skews,
              receivedAt,
            );
      return ok({
        lastMutationId: device.last + fresh.length,
        outcomes: [...repeats.value.outcomes, ...taken.outcomes.values()],
        serverTime: receivedAt,
        moved: taken.moved,
      });
    },
  );
  if (!done.ok) return done;
  const { moved, ...response } = done.value;
  if (moved.length > 0) services.pokes.publish(moved);
  return ok(response);
}
