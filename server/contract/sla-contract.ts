import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import jabar from '#resources/policies/jabar.json' with { type: 'json' };
import { readNoticeText } from '#shared/domain/notice-text.ts';
import { ticketSchema } from '#shared/domain/ticket.ts';
import { evaluate } from '#shared/sla/evaluate.ts';
import { policyPackSchema } from '#shared/sla/pack.ts';
import { protocolVersion } from '#shared/sync/protocol.ts';
import { publishShipped } from '../policies/seed.ts';
import { writeRows } from '../store/rows.ts';
import { deviceOf, docOf, type TestDevice } from './device.ts';
import { createWorld, type PlaceMaker, packOf, testOpd, type World } from './world.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Mutations the clocks of a ticket hang on (rules SLA-n). */
export function describeServiceLevels(engine: string, makePlace: PlaceMaker): void {
  describe(`service levels on ${engine}`, () => {
    let world: World;
    let ana: TestDevice;
    let budi: TestDevice;
    let boss: TestDevice;
    beforeAll(async () => {
      world = await createWorld(await makePlace());
      const packs = [packOf(1, 10), policyPackSchema.parse(jabar)];
      await publishShipped(
        world.database.db,
        { packs, national: null },
        world.platform.clock(),
        world.services.log,
      );
      const office = { ...testOpd('DISDIK'), policy: 'jabar' };
      await world.database.db
        .transaction()
        .execute((tx) => writeRows(tx, [{ kind: 'opd', id: office.code, doc: office }]));
      await world.services.reloadPolicies();
      await enter();
    });
    afterAll(() => world.close());

    const enter = async () => {
      ana = await deviceOf(world, 'ana');
      budi = await deviceOf(world, 'budi');
      boss = await deviceOf(world, 'super');
    };
    const newTicket = async (device: TestDevice, change = {}, opd = 'DINKES') => {
      const registration = device.registration(change, opd);
      expect((await device.push(registration)).outcomes).toEqual([]);
      return (registration.args as { id: string }).id;
    };
    const act = async (device: TestDevice, name: string, args: object, occurredAt = world.platform.clock()) =>
      (await device.push(device.mutation(name, args, { occurredAt, seenServerTime: 0 }))).outcomes[0]?.refusal
        ?.code;
    const stored = async (id: string) => {
      boss.cursor = { epoch: boss.session.epoch, versions: {} };
      const changes = await boss.pullAll();
      return {
        ticket: ticketSchema.parse(docOf(changes, 'ticket', id)),
        lines: changes.filter(({ kind, doc }) => kind === 'journal' && doc?.ticketId === id),
      };
    };
    const isType = (type: string) => (change: { doc: Record<string, unknown> | null }) =>
      change.doc?.type === type;

    it('SLA-1 opens a ticket under the version in force when it was reported', async () => {
      const admin = await deviceOf(world, 'admin');
      const from = world.platform.clock() + minute;
      const published = await admin.send('admin/policies', {
        protocol: protocolVersion,
        pack: packOf(2, 5),
        effectiveFrom: from,
        note: '',
      });
      expect(published.statusCode).toBe(200);
      world.platform.advance(2 * minute);
      const before = await newTicket(ana, { reportedAt: from - 1 });
      const after = await newTicket(ana, { reportedAt: from });
      expect((await stored(before)).ticket.policy).toEqual({ name: 'madiun', version: 1 });
      expect((await stored(after)).ticket.policy).toEqual({ name: 'madiun', version: 2 });
    });

    it('SLA-2 writes each notice down once, whichever devices told it', async () => {
      const id = await newTicket(ana);
      const step = (at: number) => ({
        key: `response.${at * 100}.300000`,
        metric: 'response',
        at,
        reachedAt: world.platform.clock(),
        told: ['assignee', 'operator'],
      });
      const notice = (...steps: object[]) => ({ id, steps, via: 'device' });
      const both = await Promise.all([
        act(ana, 'notice.record', notice(step(0.5), step(0.75))),
        act(budi, 'notice.record', notice(step(0.75), step(0.5), step(0.9))),
      ]);
      expect(both).toEqual([undefined, undefined]);
      expect(await act(boss, 'notice.record', notice(step(0.5)))).toBeUndefined();
      const { ticket, lines } = await stored(id);
      expect(Object.keys(ticket.notices ?? {}).sort()).toEqual([
        'response.50.300000',
        'response.75.300000',
        'response.90.300000',
      ]);
      const told = lines.filter(isType('notified')).flatMap(({ doc }) => readNoticeText(String(doc?.text)));
      expect(told.map(({ percent }) => percent).sort()).toEqual([50, 75, 90]);
    });

    it('SLA-3 takes excuses for late targets only, and the decision of a supervisor once', async () => {
      const id = await newTicket(ana);
      const excuse = { id, metric: 'response', reason: 'Listrik padam' };
      expect(await act(ana, 'breach.excuse', excuse)).toBe('not_breached');
      expect(await act(ana, 'breach.excuse', { ...excuse, metric: 'entry' })).toBe('metric_unknown');
      world.platform.advance(6 * minute);
      expect(await act(ana, 'breach.excuse', excuse)).toBeUndefined();
      expect(await act(budi, 'breach.decide', { id, metric: 'response', approve: true })).toBe('forbidden');
      const decide = { id, metric: 'response', approve: false };
      expect(await act(boss, 'breach.decide', decide)).toBe('reason_missing');
      expect(await act(boss, 'breach.decide', { ...decide, note: 'Ada genset' })).toBeUndefined();
      expect(await act(boss, 'breach.decide', { ...decide, approve: true })).toBe('excuse_not_pending');
      const { ticket, lines } = await stored(id);
      expect(ticket.excuses).toMatchObject([
        {
          metric: 'response',
          proposedBy: 'u-ana',
          decision: 'refused',
          decidedBy: 'u-super',
          note: 'Ada genset',
        },
      ]);
      expect(lines.filter(isType('excuse_proposed'))).toHaveLength(1);
      expect(lines.filter(isType('excuse_decided'))).toHaveLength(1);
    });

    it('SLA-4 judges what had stopped by the facts of then, in whatever order the work arrives', async () => {
      await enter();
      const id = await newTicket(ana);
      const reportedAt = world.platform.clock();
      world.platform.advance(12 * minute);
      const from = { urgency: 'high', impact: 'medium' };
      const lowered = { id, urgency: 'low', impact: 'low', from };
      expect(await act(boss, 'ticket.prioritise', lowered, reportedAt + 10 * minute)).toBeUndefined();
      expect(await act(ana, 'ticket.reply', { id, text: 'Baik' }, reportedAt + 8 * minute)).toBeUndefined();
      const { ticket } = await stored(id);
      expect(ticket).toMatchObject({ priority: 3, earlier: [{ ...from, until: reportedAt + 10 * minute }] });
      const policy = world.services.policies('madiun', ticket.policy.version, ticket.opd);
      if (policy === undefined) throw new Error('no policy');
      expect(evaluate(policy, ticket, world.platform.clock()).metrics).toMatchObject([
        { metric: 'response', state: 'breached', stoppedAt: reportedAt + 8 * minute },
        { metric: 'resolution', state: 'running' },
      ]);
    });

    it('SLA-5 judges anew under another version, by a supervisor alone', async () => {
      await enter();
      const id = await newTicket(ana);
      const repolicy = { id, version: 1, reason: 'Diputuskan rapat' };
      expect(await act(ana, 'ticket.repolicy', repolicy)).toBe('forbidden');
      expect(await act(boss, 'ticket.repolicy', { ...repolicy, version: 9 })).toBe('policy_unknown');
      expect(await act(boss, 'ticket.repolicy', { ...repolicy, version: 2 })).toBe('version_unchanged');
      expect(await act(boss, 'ticket.repolicy', repolicy)).toBeUndefined();
      const { ticket, lines } = await stored(id);
      expect(ticket.policy).toEqual({ name: 'madiun', version: 1 });
      expect(lines.filter(isType('policy_changed')).map(({ doc }) => [doc?.text, doc?.changes])).toEqual([
        ['Diputuskan rapat', [{ field: 'policyVersion', from: 2, to: 1 }]],
      ]);
    });

    it('SLA-6 reaches the milestones of the pack with the work they stand for', async () => {
      const citra = await deviceOf(world, 'citra');
      const id = await newTicket(citra, {}, 'DISDIK');
      expect(await act(citra, 'ticket.step', { id, step: 'verified' })).toBeUndefined();
      expect(await act(citra, 'ticket.step', { id, step: 'assigned' })).toBe('step_unknown');
      expect(await act(citra, 'ticket.assign', { id, assignee: 'u-teknisi' })).toBeUndefined();
      const { timeline } = (await stored(id)).ticket;
      expect(timeline.flatMap((event) => (event.type === 'step' ? [event.step] : []))).toEqual([
        'entered',
        'verified',
        'assigned',
      ]);
    });

    it('SLA-9 a server that has not heard of a publication reads it before it judges a push by it', async () => {
      const { rows: before } = await sql<{
        version: number;
      }>`SELECT version FROM space WHERE id = 'ref'`.execute(world.database.db);
      const pack = packOf(9, 77);
      const row = {
        id: 'madiun.9',
        pack,
        effectiveFrom: 0,
        publishedAt: world.platform.clock(),
        publishedBy: 'admin',
        publishedByName: 'Admin',
        note: '',
      };
      // Another server process publishes, and its notice has not come: nothing is told here.
      await world.database.db
        .transaction()
        .execute((tx) => writeRows(tx, [{ kind: 'policy', id: row.id, doc: row }]));
      expect(world.services.policiesVersion()).toBeLessThanOrEqual(before[0]?.version ?? 0);
      const id = await newTicket(ana, { reportedAt: world.platform.clock() });
      expect((await stored(id)).ticket.policy).toEqual({ name: 'madiun', version: 9 });
    });

    it('SLA-8 closes without a priority only where no target needs one', async () => {
      const citra = await deviceOf(world, 'citra');
      const unknown = { urgency: null, impact: null };
      for (const [device, opd, refusal] of [
        [citra, 'DISDIK', undefined],
        [ana, 'DINKES', 'incomplete'],
      ] as const) {
        const id = await newTicket(device, unknown, opd);
        expect(await act(device, 'ticket.resolve', { id, solution: 'Selesai' })).toBeUndefined();
        expect(await act(device, 'ticket.close', { id })).toBe(refusal);
      }
    });

    it('SLA-7 closes a ticket whose papers never came, once and not before its time', async () => {
      const citra = await deviceOf(world, 'citra');
      const id = await newTicket(citra, {}, 'DISDIK');
      expect(await act(citra, 'ticket.move', { id, to: 'waiting', reason: 'Surat' })).toBeUndefined();
      expect(await act(citra, 'ticket.expire', { id }, world.platform.clock() + 60 * day)).toBe('not_due');
      world.platform.advance(31 * day);
      await enter();
      const back = await deviceOf(world, 'citra');
      expect(await act(back, 'ticket.expire', { id })).toBeUndefined();
      expect(await act(boss, 'ticket.expire', { id })).toBeUndefined();
      const { ticket, lines } = await stored(id);
      expect(ticket).toMatchObject({
        state: 'cancelled',
        closedAt: world.platform.clock(),
        reason: jabar.completeness.reason,
      });
      expect(lines.filter(isType('cancelled'))).toHaveLength(1);
    });
  });
}
