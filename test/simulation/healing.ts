import { staff, type World } from './world.ts';

/** Everything works again, and everybody exchanges until nothing is left to say. */
export async function heal(world: World): Promise<void> {
  const { desks } = world;
  world.trace('heal');
  world.network.clear();
  await world.server.restart();
  for (const desk of desks) {
    await desk.quiet();
    desk.isOnline = true;
    const { process } = desk;
    process.dieAtWrite = process.dieAtCommit = process.fullAtWrite = null;
    for (const { username } of staff) await world.setRights(username, { active: true });
    if (!desk.isRunning) await world.restartDesk(desk);
  }
  await exchangeAll(world);
  // Work that waits for a person who is no longer at the computer is sent when that person comes back.
  for (const desk of desks) {
    for (const username of world.guests.get(desk.no) ?? []) {
      if (username === desk.username) continue;
      await desk.handOver(username);
      await exchangeAll(world);
    }
  }
}

async function exchangeAll(world: World): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    for (const desk of world.desks) {
      let end = await desk.exchangeDirectly();
      if (end?.kind === 'signed_out') {
        await desk.signIn();
        end = await desk.exchangeDirectly();
      }
      world.trace(`healed ${desk.no} ${JSON.stringify(end)}`);
      if (round === 3 && end?.kind !== 'done')
        world.violations.push({ rule: 'I3', seen: `desk ${desk.no} ends with ${JSON.stringify(end)}` });
    }
  }
}
