import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endSession } from '../auth/sessions.ts';
import { snapshotLines } from '../sync/snapshot.ts';
import { startOfWindow } from '../sync/window.ts';
import { type Archive, monthMs, openArchive } from './archive.ts';
import { deviceOf, type TestDevice } from './device.ts';
import { oldTicket } from './old-tickets.ts';
import { WindowDevice } from './window-device.ts';
import { nineOClock, type PlaceMaker, type World } from './world.ts';

/** Windows, and what they leave out (rules SNAP-5 to SNAP-6, PULL-10 to PULL-13). */
export function describeWindow(engine: string, makePlace: PlaceMaker): void {
  describe(`window on ${engine}`, () => {
    let world: World;
    let ana: TestDevice;
    let boss: TestDevice;
    let importRows: Archive['importRows'];
    beforeAll(async () => {
      ({ world, ana, boss, importRows } = await openArchive(makePlace));
    });
    afterAll(() => world.close());

    it('SNAP-5 begins a window a day before whole months, by the months of UTC', () => {
      expect(startOfWindow(nineOClock, 13)).toBe(Date.UTC(2025, 8, 30));
      expect(startOfWindow(Date.UTC(2026, 11, 31, 23, 59), 13)).toBe(Date.UTC(2025, 9, 31));
      expect(startOfWindow(nineOClock, 1200)).toBe(0);
    });

    it('SNAP-5 leaves out what was over before, whole, and brings everything else as the head says', async () => {
      const device = await WindowDevice.firstPull(ana);
      expect(device.cursor.since).toBe(startOfWindow(nineOClock, 13));
      const arsip = device.tickets.filter((id) => id.startsWith('arsip'));
      expect(arsip).toEqual(Array.from({ length: 14 }, (_, at) => `arsip-${100 - at}`).sort());
      expect(device.tickets).toContain('terbuka');
      await device.check(world, ['DINKES']);
      const all = await WindowDevice.firstPull(boss);
      await all.check(world, ['DINKES', 'DISDIK']);
      // Without the fields everything comes, as before.
      const whole = await ana.snapshot();
      expect(JSON.stringify(whole)).toContain('"arsip-61"');
      expect(JSON.stringify(whole)).not.toContain('"since"');
    });

    it('SNAP-6 goes on behind any row, by the window of the first head', async () => {
      const keys = async (more: object) => {
        const answer = await ana.send('snapshot', { protocol: 2, after: null, ...more });
        return answer.body
          .trimEnd()
          .split('\n')
          .flatMap((text): string[] => {
            const { line, kind, docs } = JSON.parse(text);
            return line === 'rows'
              ? docs.map((doc: { id?: string; code?: string }) => `${kind} ${doc.id ?? doc.code}`)
              : [];
          });
      };
      // Everything, so that ids of which one begins the other are among them.
      for (const since of [0, startOfWindow(nineOClock, 13)]) {
        const all = await keys({ since });
        const byKind = all.map((key) => key.split(' ')[0]);
        for (const kind of new Set(byKind)) {
          const own = all.filter((_, at) => byKind[at] === kind);
          expect(own).toEqual([...own].sort().reverse());
        }
        for (let at = 0; at < all.length; at += 7) {
          const [kind, id] = (all[at] ?? '').split(' ');
          expect(await keys({ after: { kind, id }, since })).toEqual(all.slice(at + 1));
        }
      }
    });

    it.each([
      ['everything', {}],
      ['a window', { since: nineOClock - 200 * monthMs }],
    ])('SNAP-7 sends %s by the rights of each line, not by those it began with', async (_, more) => {
      const begin = async (who: string) => {
        const { session } = await deviceOf(world, who);
        const sessionId = session.refreshToken.split('.', 1).join();
        const reader = { user: session.user, deviceId: session.deviceId, sessionId };
        const lines = snapshotLines(world.services, reader, { protocol: 2, after: null, ...more });
        expect((await lines.next()).value).toContain('"head"');
        return { lines, reader };
      };
      const rest = async (lines: AsyncGenerator<string>) => {
        let text = '';
        for await (const line of lines) text += line;
        return text;
      };
      const moved = await begin('ana');
      await world.setUser('ana', { scope: ['DISDIK'] });
      const left = await rest(moved.lines);
      expect(left).toContain('"end"');
      expect(left).not.toMatch(/arsip-|disdik-/);
      await world.setUser('ana', {});
      const narrowed = await begin('super');
      await world.setUser('super', { scope: ['DISDIK'] });
      expect(await rest(narrowed.lines)).toMatch(/^(?!.*arsip-).*disdik-/s);
      await world.setUser('super', {});
      const closed = await begin('ana');
      await world.setUser('ana', { active: false });
      await expect(rest(closed.lines)).rejects.toThrow('may not read');
      await world.setUser('ana', {});
      const loggedOut = await begin('ana');
      await endSession(world.services.db, loggedOut.reader.sessionId);
      await expect(rest(loggedOut.lines)).rejects.toThrow('may not read');
    });

    it('SNAP-5 refuses windows that are none, and does not mind those of the future', async () => {
      for (const wrong of [
        { since: -1 },
        { since: 1.5 },
        { since: '2025' },
        { since: 9e15 },
        { since: null },
        { months: 0 },
        { months: 1e9 },
        { months: -13 },
      ]) {
        const answer = await ana.send('snapshot', { protocol: 2, after: null, ...wrong });
        expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'bad_request']);
      }
      for (const wrong of [{ since: -1 }, { since: 'x' }, { base: { 'opd:DINKES': -1 } }, { base: 7 }]) {
        const cursor = { ...ana.cursor, ...wrong };
        const answer = await ana.send('pull', { protocol: 2, cursor, outcomesAfter: 0 });
        expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'bad_request']);
      }
      const future = await ana.send('snapshot', { protocol: 2, after: null, since: 8.64e15 });
      expect(future.statusCode).toBe(200);
      expect(future.body).toContain('"terbuka"');
      expect(future.body).not.toContain('"arsip-100"');
      const forged = {
        epoch: ana.session.epoch,
        versions: { 'opd:DISDIK': 1, 'opd:DINKES': 0 },
        since: 0,
        base: { 'opd:DISDIK': 0, 'opd:DINKES': 1_000_000, __: 3 },
      };
      const answer = await ana.send('pull', { protocol: 2, cursor: forged, outcomesAfter: 0 });
      expect(answer.statusCode).toBe(200);
      expect(answer.body).not.toContain('"space":"opd:DISDIK"');
    });

    it('PULL-10 PULL-11 brings an old ticket whole when it changes, beside the changes of the page', async () => {
      const device = await WindowDevice.firstPull(ana);
      expect(device.tickets).not.toContain('arsip-70');
      await boss.push(boss.mutation('ticket.note', { id: 'arsip-70', text: 'ditanyakan lagi' }));
      const page = await device.page();
      expect(page.changes.map(({ kind }) => kind)).toEqual(['journal']);
      expect(page.unchanged?.map(({ kind }) => kind).sort()).toEqual([
        'journal',
        'journal',
        'journal',
        'ticket',
      ]);
      await device.check(world, ['DINKES']);
      await boss.push(boss.mutation('ticket.reopen', { id: 'arsip-69', reason: 'belum selesai' }));
      await boss.push(boss.mutation('ticket.note', { id: 'arsip-69', text: 'lagi' }));
      await device.pull(1);
      await device.check(world, ['DINKES']);
      // One that is not over is on every device: its changes come alone.
      await boss.push(boss.mutation('ticket.note', { id: 'arsip-69', text: 'dan lagi' }));
      expect((await device.page()).unchanged).toBeUndefined();
      await device.check(world, ['DINKES']);
      // A device without a window gets what it always got.
      await ana.pullAll();
      await boss.push(boss.mutation('ticket.note', { id: 'arsip-68', text: 'tanpa jendela' }));
      expect((await ana.pullPage()).changes.length).toBe(1);
    });

    it('PULL-12 leaves out old tickets that are new to the device, and says so; a new space comes by the window', async () => {
      const device = await WindowDevice.firstPull(ana);
      await importRows(oldTicket('arsip-impor', nineOClock - 20 * monthMs));
      await importRows(oldTicket('arsip-impor-baru', nineOClock - 2 * monthMs));
      await device.pull();
      expect([device.tickets.includes('arsip-impor'), device.tickets.includes('arsip-impor-baru')]).toEqual([
        false,
        true,
      ]);
      expect(device.leftOut).toBe(true);
      await world.setUser('ana', { scope: ['DINKES', 'DISDIK'] });
      for (let at = 0; at < 3; at += 1) await device.page(2);
      // Woken, and one that gets old, while the pages of the new space are on their way.
      await boss.push(boss.mutation('ticket.note', { id: 'disdik-61', text: 'bangun' }));
      await boss.push(boss.mutation('ticket.note', { id: 'disdik-100', text: 'bangun' }));
      await device.pull(3);
      expect(device.tickets).not.toContain('disdik-80');
      expect(device.tickets).toEqual(expect.arrayContaining(['disdik-61', 'disdik-95']));
      await device.check(world, ['DINKES', 'DISDIK']);
      await world.setUser('ana', {});
      await device.pull();
      await device.check(world, ['DINKES']);
    });

    it('PULL-13 looks at many rows that are left out in one request, and moves on all the same', async () => {
      const device = await WindowDevice.firstPull(ana);
      const rows = Array.from({ length: 30 }, (_, at) =>
        oldTicket(`gudang-${at}`, nineOClock - 25 * monthMs),
      ).flat();
      await importRows(rows);
      let pages = 0;
      for (;;) {
        const page = await device.page(1);
        pages += 1;
        expect(page.changes).toEqual([]);
        if (!page.more) break;
      }
      expect(pages).toBeGreaterThan(2);
      expect(pages).toBeLessThan(15);
      // One change larger than everything that is looked at travels whole.
      await importRows(oldTicket('besar', nineOClock, {}, 60));
      expect((await device.page(1)).changes.length).toBe(61);
      await device.check(world, ['DINKES']);
    });
  });
}
