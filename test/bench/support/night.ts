import { maxMutationsPerPush, protocolVersion } from '#shared/sync/protocol.ts';
import { spaceOfOpd } from '#shared/sync/rows.ts';
import { type Evening, nightWork } from './returning-office.ts';
import type { DevicePlan, Morning } from './returning-plan.ts';

/** The work of the night, in batches over HTTP like anybody's. */
export async function passNight(origin: string, evening: Evening, morning: Morning): Promise<void> {
  for (const device of evening.nightShift) {
    const work = nightWork(device, morning.repliesPerOffice);
    for (let from = 0; from < work.length; from += maxMutationsPerPush) {
      const mutations = work.slice(from, from + maxMutationsPerPush);
      const response = await fetch(`${origin}/api/v1/push`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${device.accessToken}` },
        body: JSON.stringify({ protocol: protocolVersion, mutations }),
      });
      const { outcomes } = (await response.json()) as { outcomes?: unknown[] };
      if (outcomes?.length !== 0) throw new Error(`the night's work was not taken: ${response.status}`);
    }
  }
}

/** What each device brings; `arrival` gives the wait before it is there, ms. They are spread over the servers in turn. */
export function plansOf(
  evening: Evening,
  morning: Morning,
  origins: readonly string[],
  arrival: () => number,
): DevicePlan[] {
  const { epoch } = evening;
  return evening.devices.map(({ opd, deviceId, deviceCode, refreshToken }, at) => {
    const own = ['ref', spaceOfOpd(opd)].map((space) => [space, evening.versions.get(space) ?? 0] as const);
    const before = evening.versions.get(spaceOfOpd(opd)) ?? 0;
    const work = morning.devicesPerOffice * morning.mutationsPerDevice;
    return {
      opd,
      deviceId,
      deviceCode,
      refreshToken,
      epoch,
      versions: Object.fromEntries(own),
      // Each mutation that is applied raises its space's version by one.
      target: before + morning.repliesPerOffice + work,
      origin: origins[at % origins.length] ?? '',
      mutations: morning.mutationsPerDevice,
      ticketsOfOffice: morning.repliesPerOffice,
      arrivesAfter: arrival(),
    };
  });
}
