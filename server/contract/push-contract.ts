import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { mutations } from '#shared/mutations/registry.ts';
import { startEpoch } from '../store/meta.ts';
import { verifyChains } from '../store/verify.ts';
import { deviceOf, docOf, idOf, newTicket, type TestDevice, ticketOf } from './device.ts';
import { createWorld, type PlaceMaker, type World } from './world.ts';

/** Pushing: once, in order, all of a batch or nothing (rules PUSH-n). */
export function describePush(engine: string, makePlace: PlaceMaker): void {
  describe(`push on ${engine}`, () => {
    let world: World;
    let ana: TestDevice;
    let budi: TestDevice;
    beforeAll(async () => {
      world = await createWorld(await makePlace());
      ana = await deviceOf(world, 'ana');
      budi = await deviceOf(world, 'budi');
    });
    afterAll(() => world.close());

    const counts = async () => {
      const { db } = world.database;
      const { rows } = await sql<object>`
        SELECT (SELECT count(*) FROM stored_row) AS rows, (SELECT count(*) FROM mutation) AS results`.execute(
        db,
      );
      const spaces = await db.selectFrom('space').selectAll().orderBy('id').execute();
      return JSON.stringify([rows, spaces]);
    };

    it('PUSH-1 applies a batch in order, each mutation once, with one version and a chained journal', async () => {
      const register = ana.registration();
      const { id } = register.args as { id: string };
      const start = ana.mutation('ticket.move', { id, to: 'in_progress' });
      const answer = await ana.push(register, start);
      expect(answer).toMatchObject({ lastMutationId: 2, outcomes: [] });
      const rows = await world.database.db
        .selectFrom('stored_row')
        .select(['kind', 'version', 'space'])
        .where('id', 'like', `${id}%`)
        .orderBy('version')
        .orderBy('kind')
        .execute();
      expect(rows.map((row) => [row.kind, row.version, row.space])).toEqual([
        ['journal', 1, 'opd:DINKES'],
        ['journal', 2, 'opd:DINKES'],
        ['ticket', 2, 'opd:DINKES'],
      ]);
      expect(await ticketOf(ana, id)).toMatchObject({ state: 'in_progress', registeredBy: 'u-ana' });
      expect((await verifyChains(world.database.db)).faults).toEqual([]);
    });

    it('PUSH-2 F16 answers a repeat after a lost answer as the first time, and changes nothing', async () => {
      const good = ana.registration();
      const bad = ana.mutation('ticket.move', { id: 'nowhere', to: 'waiting', reason: 'x' });
      const first = await ana.push(good, bad);
      const before = await counts();
      const again = await ana.push(good, bad);
      expect(again.outcomes).toEqual(first.outcomes);
      expect(again.lastMutationId).toBe(first.lastMutationId);
      expect(await counts()).toBe(before);
      const next = ana.registration();
      expect((await ana.push(bad, next)).lastMutationId).toBe(next.id);
    });

    it('PUSH-2 F17 gives twenty identical pushes at once one effect', async () => {
      const batch = [ana.registration(), ana.registration()];
      const answers = await Promise.all(Array.from({ length: 20 }, () => ana.push(...batch)));
      expect(new Set(answers.map((answer) => answer.lastMutationId)).size).toBe(1);
      const id = idOf(batch[0]);
      const journal = await world.database.db
        .selectFrom('stored_row')
        .select('id')
        .where('kind', '=', 'journal')
        .where('id', 'like', `${id}/%`)
        .execute();
      expect(journal.length).toBe(1);
    });

    it('PUSH-3 F18 refuses a gap, before the batch and within it, and names the number it expects', async () => {
      const before = await counts();
      const next = ana.lastId + 1;
      const early = { ...ana.registration(), id: next + 1 };
      expect(await ana.pushError(early)).toMatchObject({ status: 409, code: 'mutation_gap', expected: next });
      const inside = [
        { ...early, id: next },
        { ...early, id: next + 2 },
      ];
      expect(await ana.pushError(...inside)).toMatchObject({ code: 'mutation_gap', expected: next });
      expect(await counts()).toBe(before);
      ana.lastId = next - 1;
    });

    it('PUSH-4 refuses a known number with other content', async () => {
      const sent = ana.registration();
      await ana.push(sent);
      const before = await counts();
      const changes = [
        { ...sent, args: { ...(sent.args as object), title: 'Lain' } },
        { ...sent, name: 'ticket.note' },
        { ...sent, occurredAt: sent.occurredAt + 1 },
      ];
      for (const changed of changes)
        expect(await ana.pushError(changed)).toMatchObject({ status: 409, code: 'mutation_changed' });
      expect(await counts()).toBe(before);
    });

    it('PUSH-5 refuses one in the middle without a trace of it, and goes on', async () => {
      const id = await newTicket(ana);
      const batch = [
        ana.mutation('ticket.note', { id, text: 'satu' }),
        ana.mutation('ticket.close', { id, note: 'tidak boleh' }),
        ana.mutation('tidak.ada', {}),
        ana.mutation('ticket.note', { id, text: '' }),
        ana.mutation('ticket.note', { id, text: 'dua' }),
      ];
      const answer = await ana.push(...batch);
      expect(answer.lastMutationId).toBe(batch[4]?.id);
      expect(answer.outcomes.map(({ id: at, status, refusal }) => [at, status, refusal?.code])).toEqual([
        [batch[1]?.id, 'refused', 'illegal_move'],
        [batch[2]?.id, 'refused', 'unknown_mutation'],
        [batch[3]?.id, 'refused', 'invalid_arguments'],
      ]);
      const journal = await world.database.db
        .selectFrom('stored_row')
        .select('doc')
        .where('kind', '=', 'journal')
        .where('id', 'like', `${id}/%`)
        .execute();
      const texts = journal.map((row) => (row.doc as { text: string }).text);
      expect(texts.sort()).toEqual(['', 'dua', 'satu']);
    });

    it.each(['refuses', 'throws'])('PUSH-5 drops what a mutator wrote before it %s', async (way) => {
      const id = await newTicket(ana, { title: 'Utuh' });
      const before = await ticketOf(ana, id);
      const versions = () => world.database.db.selectFrom('space').selectAll().orderBy('id').execute();
      const spaces = await versions();
      const careless = vi.spyOn(mutations['ticket.note'], 'apply').mockImplementation((tx, args) => {
        const ticket = tx.ticket(args.id);
        if (ticket !== undefined) tx.putTicket({ ...ticket, title: 'Bocor' });
        if (way === 'throws') throw new Error('broken invariant');
        return { ok: false, error: { code: 'forbidden' } };
      });
      const note = ana.mutation('ticket.note', { id, text: 'x' });
      const see = ana.mutation('ticket.edit', {
        id,
        changes: [{ field: 'title', from: 'Utuh', to: 'Utuh' }],
      });
      const answer = await ana.push(note, see).finally(() => careless.mockRestore());
      expect(answer.outcomes.map(({ id: at, refusal }) => [at, refusal?.code])).toEqual([
        [note.id, way === 'throws' ? 'failed' : 'forbidden'],
      ]);
      expect(await ticketOf(ana, id)).toMatchObject({ title: before?.title });
      const raised = (await versions()).map((space, at) => space.version - (spaces[at]?.version ?? 0));
      expect(raised.reduce((sum, by) => sum + by, 0)).toBe(1);
    });

    it('PUSH-6 merges two people changing different fields', async () => {
      const id = await newTicket(ana, { title: 'Lama' });
      const edit = (field: string, from: string, to: string) => ({ id, changes: [{ field, from, to }] });
      await ana.push(ana.mutation('ticket.edit', edit('title', 'Lama', 'Baru')));
      await budi.push(budi.mutation('ticket.edit', edit('clientPhone', '', '0812')));
      expect(await ticketOf(ana, id)).toMatchObject({ title: 'Baru', client: { phone: '0812' } });
    });

    it('PUSH-6 F25 lets the later arrival win the same field and journals the other value for its author', async () => {
      const id = await newTicket(ana, { title: 'Lama' });
      const edit = (to: string) => ({ id, changes: [{ field: 'title', from: 'Lama', to }] });
      await ana.push(ana.mutation('ticket.edit', edit('Versi Ana')));
      await budi.push(budi.mutation('ticket.edit', edit('Versi Budi')));
      ana.cursor = { epoch: ana.session.epoch, versions: {} };
      const changes = await ana.pullAll();
      expect(docOf(changes, 'ticket', id)).toMatchObject({ title: 'Versi Budi' });
      const lost = changes.filter(({ doc }) => doc?.type === 'overwritten' && doc.ticketId === id);
      expect(lost.map(({ doc }) => [doc?.forUser, doc?.changes])).toEqual([
        ['u-ana', [{ field: 'title', from: 'Versi Ana', to: 'Versi Budi' }]],
      ]);
    });

    it('PUSH-9 F27 gives a ticket number once', async () => {
      const first = ana.registration();
      const { number } = first.args as { number: string };
      const second = ana.registration({ number });
      const both = await ana.push(first, second);
      expect(both.outcomes[0]?.refusal?.code).toBe('number_taken');
      const third = await ana.push(ana.registration({ number }));
      expect(third.outcomes[0]?.refusal?.code).toBe('number_taken');
      const foreign = await budi.push(budi.registration({ number: number.replace(/\d{4}$/, '9001') }));
      expect(foreign.outcomes[0]?.refusal?.code).toBe('number_invalid');
      // Rescued from another device of the same person.
      const other = await deviceOf(world, 'ana');
      const rescued = await other.push(other.registration({ number: number.replace(/\d{4}$/, '9002') }));
      expect(rescued.outcomes).toEqual([]);
    });

    it('PUSH-9 F15 EPOCH-1 a number on paper stays with its work, and its code with nobody else, when a back-up lacks the device', async () => {
      const restored = await createWorld(await makePlace());
      const { db } = restored.database;
      const lost = await deviceOf(restored, 'ana');
      const printed = lost.registration();
      expect((await lost.push(printed)).outcomes).toEqual([]);
      // The back-up was made before the device was enrolled.
      const { deviceId, deviceCode } = lost.session;
      await db.transaction().execute(async (tx) => {
        await sql`SET LOCAL session_replication_role = replica`.execute(tx);
        await sql`DELETE FROM session WHERE device_id = ${deviceId}`.execute(tx);
        await sql`DELETE FROM mutation WHERE device_id = ${deviceId}`.execute(tx);
        await sql`DELETE FROM device WHERE id = ${deviceId}`.execute(tx);
        await sql`DELETE FROM stored_row WHERE space = 'opd:DINKES'`.execute(tx);
      });
      await startEpoch(db, 'after-restore');
      const other = await deviceOf(restored, 'budi');
      const again = await deviceOf(restored, 'ana');
      expect(other.session.deviceCode).not.toBe(deviceCode);
      expect(again.session.deviceCode).not.toBe(deviceCode);
      again.lastId += 1;
      expect((await again.push({ ...printed, id: again.lastId })).outcomes).toEqual([]);
      const { number } = printed.args as { number: string };
      expect(await ticketOf(again, idOf(printed))).toMatchObject({ number });
      const made = number.replace(`-${deviceCode}-`, `-${other.session.deviceCode}-`);
      const foreign = await again.push(again.registration({ number: made }));
      expect(foreign.outcomes[0]?.refusal?.code).toBe('number_invalid');
      await restored.close();
    });

    it('PUSH-10 lets one broken mutator stop neither the batch nor the queue', async () => {
      const id = await newTicket(ana);
      await world.database.db
        .updateTable('stored_row')
        .set({ doc: JSON.stringify({ broken: true }) })
        .where('kind', '=', 'opd')
        .where('id', '=', 'DISKOMINFO')
        .execute();
      const boss = await deviceOf(world, 'super');
      const answer = await boss.send('push', {
        protocol: 1,
        mutations: [
          boss.registration({}, 'DISKOMINFO'),
          boss.mutation('ticket.note', { id, text: 'tetap masuk' }),
        ],
      });
      expect(answer.statusCode).toBe(200);
      expect(answer.json().outcomes).toMatchObject([{ id: 1, refusal: { code: 'failed' } }]);
      expect(world.logged.some((line) => line.includes('mutation_failed'))).toBe(true);
      expect(world.logged.join()).not.toContain('tetap masuk');
    });

    it('PUSH-14 the same work under another number takes effect once, with the outcome of the first', async () => {
      const device = await deviceOf(world, 'ana');
      const registration = device.registration();
      const { id } = registration.args as { id: string };
      expect((await device.push(registration)).outcomes).toEqual([]);
      const note = device.mutation('ticket.note', { id, text: 'sekali saja' });
      expect((await device.push(note)).outcomes).toEqual([]);
      const copy = { ...note, id: note.id + 1 };
      const answer = await device.push(copy);
      expect(answer).toMatchObject({
        lastMutationId: copy.id,
        outcomes: [{ id: copy.id, status: 'applied' }],
      });
      const { rows } = await sql<{ count: number }>`
        SELECT count(*)::int AS count FROM stored_row WHERE kind = 'journal' AND doc ->> 'text' = 'sekali saja'`.execute(
        world.database.db,
      );
      expect(rows[0]?.count).toBe(1);
    });

    it('PUSH-14 the same work twice within one push takes effect once', async () => {
      const device = await deviceOf(world, 'ana');
      const id = await newTicket(device);
      const note = device.mutation('ticket.note', { id, text: 'sekali dalam satu kiriman' });
      const copy = { ...note, id: note.id + 1 };
      device.lastId = copy.id;
      const refused = device.mutation('ticket.move', { id, to: 'waiting' });
      const again = { ...refused, id: refused.id + 1 };
      expect(await device.push(note, copy, refused, again)).toMatchObject({
        lastMutationId: again.id,
        outcomes: [
          { id: copy.id, status: 'applied' },
          { id: refused.id, status: 'refused', refusal: { code: 'reason_missing' } },
          { id: again.id, status: 'refused', refusal: { code: 'reason_missing' } },
        ],
      });
      const { rows } = await sql<{ count: number }>`
        SELECT count(*)::int AS count FROM stored_row
        WHERE kind = 'journal' AND doc ->> 'text' = 'sekali dalam satu kiriman'`.execute(world.database.db);
      expect(rows[0]?.count).toBe(1);
    });

    it('PUSH-15 a push of another life of the server is told to start over, and changes nothing', async () => {
      const device = await deviceOf(world, 'ana');
      const registration = device.registration();
      const sent = { protocol: 2, mutations: [registration], epoch: 'another life' };
      const answer = await device.send('push', sent);
      expect([answer.statusCode, answer.json().error.code]).toEqual([409, 'cursor_epoch']);
      expect((await device.push(registration)).lastMutationId).toBe(registration.id);
    });

    it('PUSH-11 takes an empty push as a question for the last number', async () => {
      expect((await ana.push()).lastMutationId).toBe(ana.lastId);
    });
  });
}
