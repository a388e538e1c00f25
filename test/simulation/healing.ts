import { sql } from 'kysely';
import type { ExchangeEnd } from '../../renderer/data/sync/exchange-end.ts';
import type { SimDesk } from './sim-desk.ts';
import type { SimServer } from './sim-server.ts';
import { staff, type World } from './world.ts';

/** More rounds than this, and it never comes to rest. */
const mostRounds = 4;

/** What the server had when a desk came to the end of an exchange, by `progressOf`. */
type Heard = Map<SimDesk, string>;

/** Everything works again, and everybody exchanges until nothing is left to say. */
export async function heal(world: World): Promise<void> {
  const { desks } = world;
  world.trace('heal');
  world.network.clear();
  await world.server.restart();
  for (const { username } of staff) await world.setRights(username, { active: true });
  for (const desk of desks) {
    await desk.quiet();
    desk.isOnline = true;
    const { process } = desk;
    process.dieAtWrite = process.dieAtCommit = process.fullAtWrite = null;
    if (!desk.isRunning) await world.restartDesk(desk);
  }
  const heard: Heard = new Map();
  await exchangeAll(world, heard);
  // Work that waits for a person who is no longer at the computer is sent when that person comes back.
  const waiting = desks.map(({ no, username }) => ({
    no,
    people: [...(world.guests.get(no) ?? [])].filter((guest) => guest !== username),
  }));
  for (let turn = 0; waiting.some(({ people }) => turn < people.length); turn += 1) {
    for (const desk of desks) {
      const next = waiting.find(({ no }) => no === desk.no)?.people[turn];
      if (next === undefined) continue;
      heard.delete(desk);
      await desk.handOver(next);
    }
    await exchangeAll(world, heard);
  }
}

/** Grows with everything that a device can change on the server. */
async function progressOf({ db }: SimServer): Promise<string> {
  const { rows } = await sql<Record<string, unknown>>`
    SELECT (SELECT sum(version) FROM space) AS versions, (SELECT sum(last_mutation_id) FROM device) AS taken`.execute(
    db,
  );
  return JSON.stringify(rows[0]);
}

/** Rounds of exchanges, up to one after which nobody has anything to tell or to hear. */
async function exchangeAll(world: World, heard: Heard): Promise<void> {
  let present = await progressOf(world.server);
  for (let round = 1; round <= mostRounds; round += 1) {
    for (const desk of world.desks) {
      if (heard.get(desk) === present) continue;
      const end = await exchangeOnce(desk);
      world.trace(`healed ${desk.no} ${JSON.stringify(end)}`);
      present = await progressOf(world.server);
      if (end?.kind === 'done') heard.set(desk, present);
      else if (round === mostRounds)
        world.violations.push({ rule: 'I3', seen: `desk ${desk.no} ends with ${JSON.stringify(end)}` });
    }
  }
}

async function exchangeOnce(desk: SimDesk): Promise<ExchangeEnd | null> {
  const end = await desk.exchangeDirectly();
  if (end?.kind !== 'signed_out') return end;
  await desk.signIn();
  return desk.exchangeDirectly();
}
