import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarDaysSchema } from '#shared/sla/hours.ts';
import { officeSetSchema, publishedCalendarSchema, publishedPolicySchema } from '#shared/sync/admin.ts';
import { errorResponseSchema, protocolVersion } from '#shared/sync/protocol.ts';
import { referenceSpace } from '#shared/sync/rows.ts';
import { publishShipped } from '../policies/seed.ts';
import { writeRows } from '../store/rows.ts';
import { deviceOf, docOf, type TestDevice } from './device.ts';
import { createWorld, type PlaceMaker, packOf, type World } from './world.ts';

const newYear = { holidays: [{ date: '2027-01-01', name: 'Tahun Baru', decree: 'SKB', kind: 'national' }] };
const hour = 3_600_000;

/** What administrators publish (rules ADM-n). */
export function describeAdministration(engine: string, makePlace: PlaceMaker): void {
  describe(`administration on ${engine}`, () => {
    let world: World;
    let admin: TestDevice;
    let boss: TestDevice;
    let ana: TestDevice;
    beforeAll(async () => {
      world = await createWorld(await makePlace());
      const shipped = { packs: [packOf(1)], national: null };
      await publishShipped(world.database.db, shipped, world.platform.clock(), world.services.log);
      await world.services.reloadPolicies();
      admin = await deviceOf(world, 'admin');
      boss = await deviceOf(world, 'super');
      ana = await deviceOf(world, 'ana');
    });
    afterAll(() => world.close());

    const send = (device: TestDevice, what: string, body: object) =>
      device.send(`admin/${what}`, { protocol: protocolVersion, note: '', ...body });
    const policy = async (body: object) =>
      publishedPolicySchema.parse((await send(admin, 'policies', { effectiveFrom: null, ...body })).json());
    const calendar = async (body: object, device = admin) =>
      publishedCalendarSchema.parse((await send(device, 'calendars', { days: newYear, ...body })).json());
    const refusal = async (sent: ReturnType<typeof send>) => {
      const answer = await sent;
      return { status: answer.statusCode, ...errorResponseSchema.parse(answer.json()).error };
    };
    const idsOf = async (kind: 'policy' | 'calendar') =>
      (
        await world.database.db
          .selectFrom('stored_row')
          .select('id')
          .where('kind', '=', kind)
          .orderBy('id')
          .execute()
      ).map(({ id }) => id);

    it('ADM-1 lets administrators publish, and nobody else', async () => {
      const before = [await idsOf('policy'), await idsOf('calendar')];
      const teknisi = await deviceOf(world, 'teknisi');
      const warga = await deviceOf(world, 'warga');
      const pack = { pack: packOf(2), effectiveFrom: null };
      for (const device of [ana, teknisi, warga, boss])
        expect(await refusal(send(device, 'policies', pack))).toMatchObject({
          status: 403,
          code: 'forbidden',
        });
      const national = { opd: null, revision: 1, days: newYear };
      for (const device of [ana, teknisi, warga, boss])
        expect((await refusal(send(device, 'calendars', national))).code).toBe('forbidden');
      const office = { opd: 'DINKES', policy: 'madiun', levels: {} };
      for (const device of [ana, teknisi, warga, boss])
        expect((await refusal(send(device, 'offices', office))).code).toBe('forbidden');
      const nobody = world.request({ method: 'POST', url: '/api/v1/admin/policies', payload: {} });
      expect((await nobody).json().error.code).toBe('unauthenticated');
      expect([await idsOf('policy'), await idsOf('calendar')]).toEqual(before);
    });

    it('ADM-2 publishes the next version of a pack: stamped here, for every device, in force at once', async () => {
      await admin.pullAll();
      await ana.pullAll();
      const early = ana.registration();
      await ana.push(early);
      world.platform.advance(hour);
      for (const device of [ana, admin, boss]) await device.refresh();
      const now = world.platform.clock();
      const { row } = await policy({ pack: packOf(2), note: 'Perwal baru' });
      const stamp = { publishedAt: now, publishedBy: 'u-admin', publishedByName: 'Nama admin' };
      expect(row).toMatchObject({ id: 'madiun.2', effectiveFrom: now, note: 'Perwal baru', ...stamp });
      expect(docOf(await ana.pullAll(), 'policy', 'madiun.2')).toEqual(row);
      expect(world.services.policies('madiun')?.pack.version).toBe(2);
      const late = ana.registration();
      const offline = ana.registration({ reportedAt: now - 1 });
      await ana.push(late, offline);
      const changes = await ana.pullAll();
      const versionOf = ({ args }: { args: unknown }) =>
        docOf(changes, 'ticket', (args as { id: string }).id)?.policy;
      expect(versionOf(late)).toEqual({ name: 'madiun', version: 2 });
      // Reported before the version held: opened under the one before.
      expect(versionOf(offline)).toEqual({ name: 'madiun', version: 1 });
      expect(world.services.policies('madiun', { inForceAt: now - 1 })?.pack.version).toBe(1);
    });

    it('ADM-3 tells an author who saw another version the present one, and writes nothing', async () => {
      const before = await idsOf('policy');
      for (const version of [1, 2, 4])
        expect(
          await refusal(send(admin, 'policies', { pack: packOf(version), effectiveFrom: null })),
        ).toMatchObject({ status: 409, code: 'version_changed', expected: 2 });
      const unknown = { pack: packOf(2, 5, 'kota-lain'), effectiveFrom: null };
      expect(await refusal(send(admin, 'policies', unknown))).toMatchObject({ expected: 0 });
      expect(await idsOf('policy')).toEqual(before);
    });

    it('ADM-3 lets one of two administrators at once through', async () => {
      const other = await deviceOf(world, 'admin');
      const bodies = [packOf(3, 6), packOf(3, 7)].map((pack) => ({ pack, effectiveFrom: null }));
      const answers = await Promise.all(
        [admin, other].map((device, at) => send(device, 'policies', bodies[at] ?? {})),
      );
      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
      const lost = answers.find(({ statusCode }) => statusCode === 409);
      expect(lost?.json().error).toMatchObject({ code: 'version_changed', expected: 3 });
      const won = answers.find(({ statusCode }) => statusCode === 200)?.json().row;
      expect(world.services.policies('madiun', 3)?.pack).toEqual(won.pack);
    });

    it('ADM-4 refuses a version that would hold from before the one it follows', async () => {
      const { effectiveFrom } = (await policy({ pack: packOf(1, 9, 'sendiri'), effectiveFrom: 5000 })).row;
      expect(effectiveFrom).toBe(5000);
      const early = { pack: packOf(2, 9, 'sendiri'), effectiveFrom: 4999 };
      expect(await refusal(send(admin, 'policies', early))).toMatchObject({
        status: 400,
        code: 'bad_request',
        field: 'effectiveFrom',
      });
      const later = world.platform.clock() + 24 * hour;
      await policy({ pack: packOf(2, 9, 'sendiri'), effectiveFrom: later });
      expect(world.services.policies('sendiri', { inForceAt: later - 1 })?.pack.version).toBe(1);
      expect(world.services.policies('sendiri', { inForceAt: later })?.pack.version).toBe(2);
    });

    it('ADM-5 never changes what is published', async () => {
      const { db } = world.database;
      const row = await db
        .selectFrom('stored_row')
        .select('doc')
        .where('id', '=', 'madiun.2')
        .executeTakeFirstOrThrow();
      const doc = publishedPolicySchema.shape.row.parse(row.doc);
      const again = { kind: 'policy' as const, id: doc.id, doc: { ...doc, note: 'diam-diam diganti' } };
      await expect(db.transaction().execute((tx) => writeRows(tx, [again]))).rejects.toThrow('never changed');
      await expect(db.deleteFrom('stored_row').where('kind', '=', 'policy').execute()).rejects.toThrow(
        'never changed',
      );
      const after = await db
        .selectFrom('stored_row')
        .select('doc')
        .where('id', '=', 'madiun.2')
        .executeTakeFirstOrThrow();
      expect(after.doc).toEqual(row.doc);
    });

    it('ADM-6 publishes days off: the state by administrators, an office also by its supervisor', async () => {
      const now = world.platform.clock();
      const { row } = await calendar({ opd: null, revision: 1, note: 'SKB' });
      expect(row).toMatchObject({ id: 'national.1', opd: null, revision: 1, appliesFrom: now });
      expect(row.days).toEqual(calendarDaysSchema.parse(newYear));
      await world.setUser('super', { scope: ['DINKES'] });
      const lead = await deviceOf(world, 'super');
      const own = { holidays: [{ date: '2026-11-23', name: 'Hari jadi', kind: 'local' }] };
      const office = await calendar({ opd: 'DINKES', revision: 1, days: own }, lead);
      expect(office.row).toMatchObject({ id: 'DINKES.1', publishedBy: 'u-super' });
      const foreign = { opd: 'DISDIK', revision: 1, days: own };
      expect((await refusal(send(lead, 'calendars', foreign))).code).toBe('forbidden');
      expect((await refusal(send(lead, 'calendars', { ...foreign, opd: null }))).code).toBe('forbidden');
      await world.setUser('super', {});
      const pulled = await ana.pullAll();
      expect(docOf(pulled, 'calendar', 'national.1')).toEqual(row);
      expect(docOf(pulled, 'calendar', 'DINKES.1')).toEqual(office.row);
      const monday = Date.UTC(2026, 10, 23, 3);
      const isOpen = (opd?: string) =>
        world.services.policies('madiun', 1, opd)?.calendars.get('office')?.open.isOpen(monday);
      expect([isOpen('DINKES'), isOpen('DISDIK'), isOpen()]).toEqual([false, true, true]);
    });

    it('ADM-6 counts revisions of each office by themselves', async () => {
      expect(
        await refusal(send(admin, 'calendars', { opd: 'DINKES', revision: 1, days: newYear })),
      ).toMatchObject({ status: 409, code: 'version_changed', expected: 1 });
      expect(
        await refusal(send(admin, 'calendars', { opd: 'DISDIK', revision: 2, days: newYear })),
      ).toMatchObject({ expected: 0 });
      world.platform.advance(1000);
      const { row } = await calendar({ opd: 'DINKES', revision: 2 });
      expect(row).toMatchObject({ id: 'DINKES.2', appliesFrom: world.platform.clock() });
      // With the clock put back, a revision still applies from after the one it follows.
      world.platform.advance(-500);
      expect((await calendar({ opd: 'DINKES', revision: 3 })).row.appliesFrom).toBe(row.appliesFrom);
      world.platform.advance(500);
      expect(
        await refusal(send(admin, 'calendars', { opd: 'TIADA', revision: 1, days: newYear })),
      ).toMatchObject({
        status: 404,
        code: 'not_found',
      });
    });

    it('ADM-7 sets pack and levels of an office, and keeps what else is known of it', async () => {
      const before = docOf(await boss.pullAll(), 'opd', 'DISDIK');
      const levels = { '1': ['u-citra'], '3': ['u-super', 'u-admin'] };
      const answer = await send(admin, 'offices', { opd: 'DISDIK', policy: 'sendiri', levels });
      expect(officeSetSchema.parse(answer.json()).row).toEqual({ ...before, policy: 'sendiri', levels });
      expect(docOf(await boss.pullAll(), 'opd', 'DISDIK')).toMatchObject({ policy: 'sendiri', levels });
      const wrong = [
        [{ opd: 'TIADA', policy: 'madiun', levels: {} }, 'not_found', 'opd'],
        [{ opd: 'DISDIK', policy: 'tidak-ada', levels: {} }, 'bad_request', 'policy'],
        [
          { opd: 'DISDIK', policy: 'madiun', levels: { '2': ['u-ana', 'u-tiada'] } },
          'bad_request',
          'levels.2.1',
        ],
        [{ opd: 'DISDIK', policy: 'madiun', levels: { '10': [] } }, 'bad_request', 'levels.10'],
      ] as const;
      for (const [body, code, field] of wrong)
        expect(await refusal(send(admin, 'offices', body))).toMatchObject({ code, field });
      expect(await boss.pullAll()).toEqual([]);
    });

    it('ADM-8 names the place of what is wrong, and stores nothing of it', async () => {
      const before = [await idsOf('policy'), await idsOf('calendar')];
      const pack = packOf(4);
      const [target] = pack.targets;
      const clash = { from: '2027-02-01', to: '2027-03-01', hours: {} };
      const wrong = [
        ['policies', { pack: { ...pack, timeZone: 'Mars/Utara' }, effectiveFrom: null }, 'pack.timeZone'],
        [
          'policies',
          { pack: { ...pack, targets: [{ ...target, calendar: { default: 'none' } }] }, effectiveFrom: null },
          'pack.targets.0.calendar.default',
        ],
        ['policies', { pack, effectiveFrom: 'kemarin' }, 'effectiveFrom'],
        ['policies', { pack: { ...pack, title: 'a\u0000b' }, effectiveFrom: null }, 'pack.title'],
        ['policies', { pack: { ...pack, name: 'p'.repeat(61) }, effectiveFrom: null }, 'pack.name'],
        [
          'calendars',
          { opd: null, revision: 2, days: { holidays: [{ date: '2027-02-30' }] } },
          'days.holidays.0.date',
        ],
        ['calendars', { opd: null, revision: 2, days: { periods: [clash, clash] } }, 'days.periods.1'],
        ['calendars', { opd: 'dinkes', revision: 1, days: newYear }, 'opd'],
      ] as const;
      for (const [what, body, field] of wrong)
        expect(await refusal(send(admin, what, body))).toMatchObject({
          status: 400,
          code: 'bad_request',
          field,
        });
      const large = { pack: { ...pack, rulings: ['x'.repeat(1_100_000)] }, effectiveFrom: null };
      expect((await refusal(send(admin, 'policies', large))).code).toBe('too_large');
      const old = admin.send('admin/policies', { protocol: 0, note: '', pack, effectiveFrom: null });
      expect((await refusal(old)).code).toBe('client_too_old');
      expect([await idsOf('policy'), await idsOf('calendar')]).toEqual(before);
    });

    it('ADM-9 pokes the reference space, after the commit', async () => {
      const heard: string[][] = [];
      let hear: () => void = () => undefined;
      const end = world.services.pokes.subscribe((spaces) => {
        heard.push([...spaces]);
        hear();
      });
      const told = new Promise<void>((resolve) => {
        hear = resolve;
      });
      const { row } = await policy({ pack: packOf(4) });
      await told;
      end();
      expect([...new Set(heard.flat())]).toEqual([referenceSpace]);
      expect(docOf(await ana.pullAll(), 'policy', 'madiun.4')).toEqual(row);
    });
  });
}
