import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Archive, monthMs, openArchive } from './archive.ts';
import { deviceOf, type TestDevice } from './device.ts';
import { dayMs, oldTicket } from './old-tickets.ts';
import { WindowDevice } from './window-device.ts';
import type { PlaceMaker, World } from './world.ts';

const reason = 'salah lapor';

/** Devices with windows through any order of events (rule PULL-10). */
export function describeWindowOrder(engine: string, makePlace: PlaceMaker, seed: number): void {
  describe(`windows in any order on ${engine}`, () => {
    let world: World;
    let ana: TestDevice;
    let boss: TestDevice;
    let importRows: Archive['importRows'];
    beforeAll(async () => {
      ({ world, ana, boss, importRows } = await openArchive(makePlace));
    });
    afterAll(() => world.close());

    it('PULL-10 never leaves a device with a part of a ticket, whatever happens in whatever order', async () => {
      let state = seed;
      const dice = (below: number) => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
      };
      const devices = [await WindowDevice.firstPull(ana), await WindowDevice.firstPull(ana, 2)];
      const known = (await WindowDevice.firstPull(ana, 1200)).tickets;
      let made = 0;
      for (let step = 0; step < 90; step += 1) {
        const id = known[dice(known.length)] ?? '';
        const what = dice(8);
        if (what === 0) {
          made += 1;
          const age = dice(30) * monthMs;
          await importRows(oldTicket(`acak-${made}`, world.platform.clock() - age));
          known.push(`acak-${made}`);
        } else if (what === 1) {
          const register = ana.registration();
          await ana.push(register);
          known.push((register.args as { id: string }).id);
        } else if (what <= 3) await boss.push(boss.mutation('ticket.note', { id, text: `langkah ${step}` }));
        else if (what === 4) await boss.push(boss.mutation('ticket.cancel', { id, reason }));
        else if (what === 5) await boss.push(boss.mutation('ticket.reopen', { id, reason }));
        else if (what === 6) {
          // Sometimes back. Sessions do not outlive such leaps.
          world.platform.advance(dice(90) * dayMs - 20 * dayMs);
          ana = await deviceOf(world, 'ana');
          boss = await deviceOf(world, 'super');
          for (const device of devices) device.device = ana;
        } else {
          const device = devices[dice(devices.length)];
          const more = await device?.page(1 + dice(5));
          if (more?.more === false) await device?.check(world, ['DINKES']);
          if (dice(3) === 0) await device?.older({ ticket: id });
          if (dice(12) === 0) devices.push(await WindowDevice.firstPull(ana, 1 + dice(13)));
        }
      }
      for (const device of devices) {
        await device.pull(1 + dice(9));
        await device.check(world, ['DINKES']);
        // What the window lacks, fetched: everything there is.
        await device.older({ from: 0, to: device.cursor.since ?? 0 });
        await device.check(world, ['DINKES']);
        expect(device.tickets).toEqual((await WindowDevice.firstPull(ana, 1200)).tickets);
      }
    });
  });
}
