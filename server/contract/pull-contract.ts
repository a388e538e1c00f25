import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Change } from '#shared/sync/protocol.ts';
import { rowKinds } from '#shared/sync/rows.ts';
import { startEpoch } from '../store/meta.ts';
import { verifyChains } from '../store/verify.ts';
import { deviceOf, docOf, type TestDevice } from './device.ts';
import { createWorld, type PlaceMaker, type World } from './world.ts';

const key = ({ kind, id }: Pick<Change, 'kind' | 'id'>) => `${kind} ${id}`;

/** Pulling, the first pull and pokes (rules PULL-n, SNAP-n, POKE-n). */
export function describePull(engine: string, makePlace: PlaceMaker): void {
  describe(`pull on ${engine}`, () => {
    let world: World;
    let ana: TestDevice;
    let citra: TestDevice;
    let boss: TestDevice;
    beforeAll(async () => {
      world = await createWorld(await makePlace());
      ana = await deviceOf(world, 'ana');
      citra = await deviceOf(world, 'citra');
      boss = await deviceOf(world, 'super');
      for (let round = 0; round < 12; round += 1) {
        const register = ana.registration();
        const { id } = register.args as { id: string };
        await ana.push(
          register,
          ana.mutation('ticket.note', { id, text: `catatan ${round}` }),
          ana.mutation('ticket.move', { id, to: 'in_progress' }),
        );
        await citra.push(citra.registration({}, 'DISDIK'));
      }
    });
    afterAll(() => world.close());

    const fresh = (device: TestDevice) => {
      device.cursor = { epoch: device.session.epoch, versions: {} };
      return device;
    };
    const versionOf = async ({ kind, id }: Change) =>
      (
        await world.database.db
          .selectFrom('stored_row')
          .select('version')
          .where('kind', '=', kind)
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
      ).version;

    it('PULL-1 tells what changed behind the cursor, and nothing the second time', async () => {
      const all = await fresh(ana).pullAll();
      expect(all.filter(({ kind }) => kind === 'ticket').length).toBe(12);
      expect(await ana.pullAll()).toEqual([]);
      const register = ana.registration();
      await ana.push(register);
      const { id } = register.args as { id: string };
      expect((await ana.pullAll()).map(({ kind }) => kind).sort()).toEqual(['journal', 'ticket']);
      expect(docOf(await fresh(ana).pullAll(), 'ticket', id)).toMatchObject({ id });
    });

    it.each([1, 2, 3, 4, 5, 6, 7, 100])('PULL-2 F31 never splits a version at pages of %i', async (limit) => {
      const whole = new Map((await fresh(boss).pullAll()).map((change) => [key(change), change]));
      fresh(boss);
      const seen = new Map<string, Change>();
      const done = new Set<string>();
      for (;;) {
        const page = await boss.pullPage(limit);
        const here = new Set<string>();
        for (const change of page.changes) {
          seen.set(key(change), change);
          here.add(`${change.space} ${await versionOf(change)}`);
        }
        for (const version of here) expect(done.has(version)).toBe(false);
        for (const version of here) done.add(version);
        if (here.size > 1) expect(page.changes.length).toBeLessThanOrEqual(limit);
        if (!page.more) break;
      }
      expect(new Map([...seen].sort())).toEqual(new Map([...whole].sort()));
    });

    it('PULL-9 F36 misses nothing where the clock of the server is put back in between', async () => {
      await fresh(boss).pullAll();
      const before = ana.registration();
      await ana.push(before);
      const version = (await boss.pullPage()).cursor.versions['opd:DINKES'] ?? 0;
      world.platform.advance(-3_600_000);
      const { id } = before.args as { id: string };
      await ana.push(ana.registration(), ana.mutation('ticket.note', { id, text: 'satu jam sebelumnya' }));
      const page = await boss.pullPage();
      world.platform.advance(3_600_000);
      expect(page.cursor.versions['opd:DINKES']).toBeGreaterThan(version);
      expect(page.changes.filter(({ kind }) => kind === 'journal')).toHaveLength(2);
      expect(await boss.pullAll()).toEqual([]);
      // The journal goes on in the order of arrival, and its chain holds.
      expect((await verifyChains(world.database.db)).faults).toEqual([]);
    });

    it('PULL-3 sends a gone row as a tombstone', async () => {
      await fresh(ana).pullAll();
      const gone = { kind: 'ticket', id: 't-gone', space: 'opd:DINKES' } as const;
      const space = world.database.db.updateTable('space').where('id', '=', gone.space);
      await space.set((eb) => ({ version: eb('version', '+', 1) })).execute();
      const { version } = await world.database.db
        .selectFrom('space')
        .select('version')
        .where('id', '=', gone.space)
        .executeTakeFirstOrThrow();
      await world.database.db
        .insertInto('stored_row')
        .values({ ...gone, version, doc: null, deleted: true })
        .execute();
      expect(await ana.pullAll()).toEqual([{ ...gone, doc: null }]);
      const rows = (await ana.snapshot()).flatMap((line) => (line.line === 'rows' ? line.docs : []));
      expect(rows.some((doc) => doc.id === gone.id)).toBe(false);
    });

    it('PULL-4 F33 refuses a cursor that is ahead of the space', async () => {
      const cursor = { ...ana.cursor, versions: { 'opd:DINKES': 1_000_000 } };
      expect(await ana.pullError(cursor)).toMatchObject({ status: 409, code: 'cursor_ahead' });
    });

    it('PULL-5 gives each reader the reference data and the offices of the scope, no more', async () => {
      const spacesOf = (changes: Change[]) => [...new Set(changes.map(({ space }) => space))].sort();
      expect(spacesOf(await fresh(ana).pullAll())).toEqual(['opd:DINKES', 'ref']);
      expect(spacesOf(await fresh(citra).pullAll())).toEqual(['opd:DISDIK', 'ref']);
      expect(spacesOf(await fresh(boss).pullAll())).toEqual(['opd:DINKES', 'opd:DISDIK', 'ref']);
      const forged = { epoch: ana.session.epoch, versions: { 'opd:DISDIK': 0, ref: 0 } };
      const answer = await ana.send('pull', { protocol: 1, cursor: forged, outcomesAfter: 0 });
      expect(answer.body).not.toContain('"space":"opd:DISDIK"');
      expect(answer.json().droppedSpaces).toEqual(['opd:DISDIK']);
      expect((await citra.snapshot()).some((line) => JSON.stringify(line).includes('DINKES-26'))).toBe(false);
      const client = await deviceOf(world, 'warga');
      for (const path of ['pull', 'push', 'snapshot'])
        expect((await client.send(path, { protocol: 1 })).json().error.code).toBe('forbidden');
    });

    it('PULL-6 F34 drops a space that left the scope, and sends a new one from its beginning', async () => {
      await fresh(ana).pullAll();
      await world.setUser('ana', { scope: ['DISDIK'] });
      const page = await ana.pullPage();
      expect(page.droppedSpaces).toEqual(['opd:DINKES']);
      expect(page.changes.filter(({ space }) => space === 'opd:DISDIK').length).toBe(24);
      expect(Object.keys(page.cursor.versions).sort()).toEqual(['opd:DISDIK', 'ref']);
      await world.setUser('ana', {});
      await fresh(ana).pullAll();
    });

    it('PULL-7 tells refusals above the asked number, and the last number the server has', async () => {
      const bad = ana.mutation('ticket.note', { id: 'nowhere', text: 'x' });
      await ana.push(bad);
      const page = await ana.pullPage(1000, bad.id - 1);
      expect(page.lastMutationId).toBe(bad.id);
      expect(page.outcomes).toEqual([
        { id: bad.id, status: 'refused', refusal: { code: 'ticket_not_found', field: 'id' } },
      ]);
      expect((await ana.pullPage(1000, bad.id)).outcomes).toEqual([]);
    });

    it('SNAP-1 streams head, kinds in order with the newest id first, end; as much as the head says', async () => {
      const lines = await boss.snapshot();
      const [head, end] = [lines[0], lines.at(-1)];
      expect([head?.line, end?.line]).toEqual(['head', 'end']);
      const kinds: string[] = [];
      let total = 0;
      for (const line of lines) {
        if (line.line !== 'rows') continue;
        kinds.push(line.kind);
        total += line.docs.length;
        const ids = line.docs.map((doc) => String(line.kind === 'opd' ? doc.code : doc.id));
        expect(ids).toEqual([...ids].sort().reverse());
      }
      expect(kinds).toEqual(rowKinds.filter((kind) => kinds.includes(kind)));
      expect(head).toMatchObject({ total });
      const pulled = (await fresh(boss).pullAll()).filter(({ doc }) => doc !== null);
      expect(pulled.length).toBe(total);
      if (head?.line === 'head') boss.cursor = head.cursor;
      expect(await boss.pullAll()).toEqual([]);
    });

    it('SNAP-2 goes on behind the last row a device has', async () => {
      const docs = async (after: unknown) =>
        (await ana.snapshot(after)).flatMap((line) =>
          line.line === 'rows' ? line.docs.map((doc) => `${line.kind} ${String(doc.id ?? doc.code)}`) : [],
        );
      const all = await docs(null);
      for (const at of [0, 5, all.length - 2]) {
        const [kind, id] = (all[at] ?? '').split(' ');
        expect(await docs({ kind, id })).toEqual(all.slice(at + 1));
      }
    });

    it('SNAP-3 is compressed for those who take it', async () => {
      const answer = await world.request({
        method: 'POST',
        url: '/api/v1/snapshot',
        headers: { authorization: `Bearer ${ana.session.accessToken}`, 'accept-encoding': 'gzip' },
        payload: { protocol: 1, after: null },
      });
      expect(answer.headers['content-encoding']).toBe('gzip');
      const { gunzipSync } = await import('node:zlib');
      expect(gunzipSync(answer.rawPayload).toString().trimEnd().endsWith('{"line":"end"}')).toBe(true);
    });

    it('SNAP-4 brings by the ordinary pull what changed while the stream ran', async () => {
      const [head] = await ana.snapshot();
      const { db } = world.database;
      const ticket = await db
        .selectFrom('stored_row')
        .select('id')
        .where('kind', '=', 'ticket')
        .where('space', '=', 'opd:DINKES')
        .where('deleted', '=', false)
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow();
      await ana.push(ana.mutation('ticket.note', { id: ticket.id, text: 'selagi mengalir' }));
      const resumed = await ana.snapshot({ kind: 'ticket', id: ticket.id });
      expect(JSON.stringify(resumed[0])).not.toBe(JSON.stringify(head));
      if (head?.line === 'head') ana.cursor = head.cursor;
      expect((await ana.pullAll()).map(({ doc }) => doc?.text)).toEqual(['selagi mengalir']);
    });

    it('TIME-2 carries the server time in every answer, also in refusals', async () => {
      const now = world.platform.clock();
      const answers = [
        await ana.send('push', { protocol: 1, mutations: [] }),
        await ana.send('pull', { protocol: 1, cursor: ana.cursor, outcomesAfter: 0 }),
        await ana.send('pull', {}),
        await ana.send('nowhere', {}),
        await world.request({ method: 'GET', url: '/healthz' }),
        await world.request({ method: 'GET', url: '/api/v1/%' }),
      ];
      for (const answer of answers) expect(answer.json().serverTime).toBe(now);
      expect((await ana.snapshot())[0]).toMatchObject({ serverTime: now });
    });

    it('POKE-1 tells a connected reader which of its spaces moved, and ends when the server closes', async () => {
      const address = await world.app.listen({ port: 0, host: '127.0.0.1' });
      const abort = new AbortController();
      const response = await fetch(`${address}/api/v1/events`, {
        headers: { authorization: `Bearer ${ana.session.accessToken}` },
        signal: abort.signal,
      });
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      let heard = '';
      const hear = async (part: string) => {
        while (!heard.includes(part)) heard += (await reader?.read())?.value ?? '';
      };
      await hear('event: hello');
      await citra.push(citra.registration({}, 'DISDIK'));
      await ana.push(ana.registration());
      await hear('event: poke');
      expect(heard).toContain('"spaces":["opd:DINKES"]');
      expect(heard).not.toContain('DISDIK');
      abort.abort();
    });

    it('PULL-8 F33 refuses the cursor of another epoch', async () => {
      await fresh(ana).pullAll();
      await startEpoch(world.database.db, 'after-restore');
      expect(await ana.pullError(ana.cursor)).toMatchObject({ status: 409, code: 'cursor_epoch' });
    });
  });
}
