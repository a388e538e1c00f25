import { SimDesk } from './sim-desk.ts';
import { hour, minute, type World, year } from './world.ts';

// What goes wrong, or is changed by others, in one step of a run.

/** The app ends without warning, or is started again. */
export async function endApp(world: World, desk: SimDesk): Promise<void> {
  if (!desk.isRunning) {
    await world.restartDesk(desk);
    return;
  }
  const how = world.random.pick(['kill', 'power'] as const);
  world.trace(`end ${desk.no} ${how}`);
  world.count(how);
  await desk.end(how);
  world.cursors.delete(desk.no);
}

/** Something goes wrong on the device soon: a kill inside a transaction, right after a commit, or a full disk. */
export function armDevice(world: World, desk: SimDesk): void {
  const { process } = desk;
  const after = 1 + world.random.below(25);
  const what = world.random.pick(['dieAtWrite', 'dieAtCommit', 'fullAtWrite', 'space'] as const);
  if (what === 'space') process.fullAtWrite = null;
  else process[what] = after;
  world.trace(`arm ${desk.no} ${what} ${after}`);
  world.count(what);
}

/** The server is killed at one of its next statements, backed up, put back from the back-up, or given history. */
export async function touchServer(world: World): Promise<void> {
  const { random, server } = world;
  const what = random.below(11);
  if (what === 10) {
    await world.importHistory();
    world.count('history imported');
  } else if (what < 5) {
    const after = random.below(30);
    server.dieAtStatement(after);
    world.trace(`server dies at ${after}`);
    world.count('server killed');
  } else if (what < 7 || !server.hasBackup) {
    await server.backUp();
    world.trace('back-up');
    world.count('back-up');
  } else {
    await server.restore();
    world.cursors.clear();
    world.trace('restored');
    world.count('restored');
  }
}

export function touchClock(world: World, desk: SimDesk): void {
  const { random } = world;
  desk.skewMs += Math.round((random.next() - 0.5) * random.pick([4 * minute, 4 * hour, 4 * year]));
  world.trace(`clock ${desk.no} ${desk.skewMs}`);
  world.count('clock set');
}

/** An administrator takes an office from somebody, gives one, or closes an account for a while. */
export async function changeRights(world: World): Promise<void> {
  const { random } = world;
  const desk = random.pick(world.desks);
  const scope = random.pick([['DINKES'], ['DINSOS'], ['DINKES', 'DINSOS']]);
  const active = random.chance(0.8);
  await world.setRights(desk.username, { scope, active });
  world.trace(`rights ${desk.username} ${scope} ${active}`);
  world.count('rights changed');
}

/** Another person sits down at the computer, or the profile is copied to a new one. */
export async function changePeople(world: World, desk: SimDesk): Promise<void> {
  if (!desk.isRunning || desk.isExchanging) return;
  const { random } = world;
  if (random.chance(0.25) && world.desks.length < 8) {
    await copyProfile(world, desk);
    return;
  }
  const next = random.pick(world.people.filter((username) => username !== desk.username));
  const before = desk.username;
  const entered = await desk.handOver(next);
  world.trace(`hand over ${desk.no} to ${next} ${entered}`);
  world.count('handed over');
  world.guests.set(desk.no, new Set([...(world.guests.get(desk.no) ?? []), desk.username, before]));
  world.cursors.delete(desk.no);
  if (!entered) await endApp(world, desk);
}

async function copyProfile(world: World, desk: SimDesk): Promise<void> {
  await desk.quiet();
  const no = world.desks.length;
  const twin = new SimDesk(no, desk.username, world.server, world.network, await desk.store.copy());
  world.desks.push(twin);
  world.heardAt.set(no, world.heardAt.get(desk.no) ?? 0);
  world.trace(`copied ${desk.no} to ${no}`);
  world.count('profile copied');
}
