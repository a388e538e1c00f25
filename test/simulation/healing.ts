import { sql } from 'kysely';
import type { SimServer } from './sim-server.ts';
import { staff, type World } from './world.ts';

/** More rounds than this, and it never comes to rest. */
const mostRounds = 4;

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
  await exchangeAll(world);
  // Work that waits for a person who is no longer at the computer is sent when that person comes back.
  const waiting = desks.map(({ no, username }) => ({
    no,
    people: [...(world.guests.get(no) ?? [])].filter((guest) => guest !== username),
  }));
  for (let turn = 0; waiting.some(({ people }) => turn < people.length); turn += 1) {
    for (const desk of desks) {
      const next = waiting.find(({ no }) => no === desk.no)?.people[turn];
      if (next !== undefined) await desk.handOver(next);
    }
    await exchangeAll(world);
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

/** Rounds of exchanges, up to one in which everybody came to the end and the server heard nothing new. */
async function exchangeAll(world: World): Promise<void> {
  let before = await progressOf(world.server);
  for (let round = 1; round <= mostRounds; round += 1) {
    const unfinished: string[] = [];
    for (const desk of world.desks) {
      let end = await desk.exchangeDirectly();
      if (end?.kind === 'signed_out') {
        await desk.signIn();
        end = await desk.exchangeDirectly();
      }
      world.trace(`healed ${desk.no} ${JSON.stringify(end)}`);
      if (end?.kind !== 'done') unfinished.push(`desk ${desk.no} ends with ${JSON.stringify(end)}`);
    }
    const after = await progressOf(world.server);
    if (unfinished.length === 0 && after === before) return;
    before = after;
    if (round < mostRounds) continue;
    for (const seen of unfinished) world.violations.push({ rule: 'I3', seen });
  }
}
