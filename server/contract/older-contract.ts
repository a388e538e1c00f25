import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { olderLines } from '../sync/older.ts';
import { type Archive, monthMs, openArchive } from './archive.ts';
import { deviceOf, type TestDevice } from './device.ts';
import { oldTicket } from './old-tickets.ts';
import { WindowDevice } from './window-device.ts';
import { nineOClock, type PlaceMaker, type World } from './world.ts';

/** What a device asks for beyond its window (rules OLDER-n). */
export function describeOlder(engine: string, makePlace: PlaceMaker): void {
  describe(`older tickets on ${engine}`, () => {
    let world: World;
    let ana: TestDevice;
    let importRows: Archive['importRows'];
    beforeAll(async () => {
      ({ world, ana, importRows } = await openArchive(makePlace));
    });
    afterAll(() => world.close());

    it('OLDER-1 brings whole tickets of a period, newest first, and goes on behind the last', async () => {
      const device = await WindowDevice.firstPull(ana);
      const from = nineOClock - 31 * monthMs;
      const to = nineOClock - 24 * monthMs;
      const lines = await device.older({ from, to });
      const tickets = lines.flatMap((line) =>
        line.line === 'tickets' ? line.rows.filter(({ kind }) => kind === 'ticket').map(({ id }) => id) : [],
      );
      expect(tickets).toEqual([...tickets].sort().reverse());
      expect(tickets).toEqual(expect.arrayContaining(['arsip-75', 'arsip-9', 'arsip-9-a']));
      expect(lines[0]).toMatchObject({ line: 'head', total: tickets.length, epoch: device.cursor.epoch });
      expect(lines.at(-1)).toEqual({ line: 'end', more: false });
      await device.check(world, ['DINKES']);
      const rest = await (await WindowDevice.firstPull(ana)).older({ from, to }, tickets[2]);
      expect(JSON.stringify(rest)).not.toContain(`"${tickets[2]}"`);
      expect(JSON.stringify(rest)).toContain(`"${tickets[3]}"`);
    });

    it('OLDER-2 finds by number, title and client, and brings so many at a time', async () => {
      const many = Array.from({ length: 60 }, (_, at) =>
        oldTicket(`cari-${String(at).padStart(2, '0')}`, nineOClock - 22 * monthMs, {
          title: `Printer macet ${at}`,
          client: { name: "Bu Ratna O'Neil", opd: '', position: '', phone: '', email: '' },
        }),
      ).flat();
      await importRows(many);
      const device = await WindowDevice.firstPull(ana);
      await device.pull();
      const found = async (text: string, after: string | null = null) => {
        const lines = await device.older({ text }, after);
        const ids = lines.flatMap((line) =>
          line.line === 'tickets'
            ? line.rows.filter(({ kind }) => kind === 'ticket').map(({ id }) => id)
            : [],
        );
        return { ids, end: lines.at(-1) };
      };
      const first = await found('printer ratna');
      expect([first.ids.length, first.ids[0], first.end]).toEqual([
        50,
        'cari-59',
        { line: 'end', more: true },
      ]);
      const second = await found('printer ratna', 'cari-10');
      expect([second.ids.length, second.end]).toEqual([10, { line: 'end', more: false }]);
      expect((await found('INS-DINKES-lama-cari-07')).ids).toEqual(['cari-07']);
      expect((await found("o'neil MACET 7")).ids).toEqual(['cari-07']);
      for (const text of ['tidakadayangbegini', "' | ! : * \\ <-> &", '--', '  ', "'); DROP TABLE space; --"])
        expect((await found(text)).ids).toEqual([]);
      await device.check(world, ['DINKES']);
    });

    it('OLDER-3 gives nothing of another office, whatever is asked', async () => {
      const device = await WindowDevice.firstPull(ana);
      for (const wanted of [{ from: 0, to: nineOClock }, { text: 'arsip' }, { ticket: 'disdik-70' }]) {
        const lines = await device.older(wanted);
        expect(JSON.stringify(lines)).not.toContain('disdik');
        expect(JSON.stringify(lines)).not.toContain('DISDIK');
      }
      const client = await deviceOf(world, 'warga');
      const asked = { protocol: 2, since: 0, wanted: { text: 'arsip' }, after: null };
      expect((await client.send('older', asked)).json().error.code).toBe('forbidden');
    });

    it('OLDER-3 goes by the rights of each line, not by those the request began with', async () => {
      await importRows(
        Array.from({ length: 120 }, (_, at) => oldTicket(`hak-${at}`, nineOClock - 40 * monthMs)).flat(),
      );
      const begin = () =>
        olderLines(world.services, ana.session, {
          protocol: 2,
          since: nineOClock - 12 * monthMs,
          wanted: { from: 0, to: nineOClock },
          after: null,
        });
      const moved = begin();
      for (const line of ['head', 'tickets']) expect((await moved.next()).value).toContain(`"${line}"`);
      await world.setUser('ana', { scope: ['DISDIK'] });
      for await (const line of moved) expect(line).not.toContain('opd:DINKES');
      await world.setUser('ana', {});
      const closed = begin();
      for (const line of ['head', 'tickets']) expect((await closed.next()).value).toContain(`"${line}"`);
      await world.setUser('ana', { active: false });
      await expect(closed.next()).rejects.toThrow('may not read');
      await world.setUser('ana', {});
    });

    it('OLDER-4 refuses what is no such request, and is compressed for those who take it', async () => {
      const good = { protocol: 2, since: 0, wanted: { text: 'arsip' }, after: null };
      for (const wrong of [
        { since: -1 },
        { since: undefined },
        { wanted: { text: '' } },
        { wanted: { text: 'a\u0000b' } },
        { wanted: { text: '\ud800' } },
        { wanted: { text: 'x'.repeat(201) } },
        { wanted: { from: 0 } },
        { wanted: { from: -5, to: 3 } },
        { wanted: { from: 0, to: 1, text: 'dua' } },
        { wanted: {} },
        { wanted: null },
        { after: '../x' },
        { after: 7 },
      ]) {
        const answer = await ana.send('older', { ...good, ...wrong });
        expect([answer.statusCode, answer.json().error.code, wrong]).toEqual([400, 'bad_request', wrong]);
      }
      const answer = await world.request({
        method: 'POST',
        url: '/api/v1/older',
        headers: { authorization: `Bearer ${ana.session.accessToken}`, 'accept-encoding': 'gzip' },
        payload: { protocol: 2, since: nineOClock, wanted: { from: 0, to: nineOClock }, after: null },
      });
      expect(answer.headers['content-encoding']).toBe('gzip');
      expect(gunzipSync(answer.rawPayload).toString().trimEnd().endsWith('{"line":"end","more":false}')).toBe(
        true,
      );
    });
  });
}
