import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { createWorld } from '../../server/contract/world.ts';
import { openDatabase } from '../../server/db/open.ts';
import { systemPlatform } from '../../server/platform/system-clock.ts';
import { serverContent } from '../e2e/support/seen-rows.ts';
import { freePort, runCli, ServerProcess, type ServerStore } from '../e2e/support/server-process.ts';
import { until } from '../e2e/support/until.ts';
import { pause } from '../power/cut-plan.ts';
import { freshDatabase } from '../races/support/race-world.ts';
import { momentsWithGaps } from '../races/support/replica.ts';
import { findPostgres, startPostgres, type ThrowawayPostgres } from '../support/postgres.ts';
import { effectsIn, judge } from '../support/server-judgement.ts';
import { Tally } from '../support/tally.ts';
import { type KillPlan, killWords, patienceMs, type ServerKill, serverRounds } from './kill-plan.ts';
import { ServerLoad } from './server-load.ts';

const plantHook = fileURLToPath(new URL('../simulation/plant-hook.ts', import.meta.url));

interface Place {
  readonly folder: string;
  readonly store: ServerStore;
  /** Null where the server has its embedded database. */
  readonly postgres: ThrowawayPostgres | null;
}

/** Work of one device that stands in another order in a space than it was made. */
async function disorder(store: ServerStore, load: ServerLoad): Promise<string[]> {
  const database = await openDatabase(store, systemPlatform);
  const { db } = database;
  try {
    const { rows: late } = await sql<{ id: string }>`
      SELECT id FROM (
        SELECT id, split_part(id, '.', 3)::int AS number,
          lag(split_part(id, '.', 3)::int) OVER (
            PARTITION BY space, split_part(id, '.', 2) ORDER BY version) AS earlier
        FROM stored_row WHERE kind = 'journal') AS entries
      WHERE earlier > number`.execute(db);
    const { rows: twice } = await sql<{ text: string }>`
      SELECT doc ->> 'text' AS text FROM stored_row
      WHERE kind = 'journal' AND doc ->> 'text' LIKE 'Catatan %' GROUP BY 1 HAVING count(*) > 1`.execute(db);
    const { rows: uneven } = await sql<{ id: string }>`
      SELECT id FROM space WHERE id LIKE 'opd:%' AND chain_no <> (
        SELECT count(*) FROM stored_row WHERE kind = 'journal' AND stored_row.space = space.id)`.execute(db);
    const gaps = await momentsWithGaps(db, load.reader);
    return [
      ...late.map(({ id }) => `${id} stands before what was made earlier`),
      ...twice.map(({ text }) => `"${text}" took effect twice`),
      ...uneven.map(({ id }) => `the chain of ${id} is not as long as its journal`),
      ...(gaps.length === 0 ? [] : [`a reader was shown ${gaps.length} pages with something left out`]),
    ];
  } finally {
    await database.close();
  }
}

/** With nobody at work any more: the database itself, its chains, its order, the files, and what the reader has. */
async function lookAtLast(
  store: ServerStore,
  load: ServerLoad,
): Promise<{ held: Set<string>; faults: string[] }> {
  const { faults: broken } = JSON.parse(runCli(store, ['verify'])) as { faults: unknown[] };
  const content = await serverContent(store);
  const { held, faults } = judge(content);
  const read = load.reader.rows;
  const differing = [...content.rows].filter(([key, row]) => read.get(key) !== row).map(([key]) => key);
  const surplus = [...read.keys()].filter((key) => !content.rows.has(key));
  return {
    held,
    faults: [
      ...faults,
      ...broken.map((fault) => JSON.stringify(fault)),
      ...[...differing, ...surplus].map((key) => `the reader's ${key} is not the server's`),
      ...load.sender.faults,
      ...(await disorder(store, load)),
    ],
  };
}

interface Round {
  readonly server: ServerProcess;
  readonly load: ServerLoad;
  readonly postgres: ThrowawayPostgres | null;
  readonly tally: Tally;
}

/** What was so right before a kill. */
interface Before {
  readonly acknowledged: readonly string[];
  readonly shown: readonly string[];
  readonly note: string;
}

async function killAtWork(
  { server, load, postgres }: Round,
  { kind, after, ms }: ServerKill,
): Promise<Before> {
  const sum = load.sum;
  await until('more work to be acknowledged', () => (load.sum >= sum + after ? true : undefined), patienceMs);
  await pause(ms);
  const { acknowledged, shown } = load;
  const isBoth = kind === 'database' && postgres !== null;
  if (isBoth) await postgres.crash();
  await server.stop('SIGKILL');
  if (isBoth) await postgres.startAgain();
  return { acknowledged, shown, note: isBoth ? 'with PostgreSQL' : 'at work' };
}

/** The server is down: it is started, and killed before or right after it answers. */
async function killAtStart({ server, load }: Round, { ms }: ServerKill): Promise<Before> {
  const { acknowledged, shown } = load;
  const starting = server.start(patienceMs).catch(() => undefined);
  await pause(200 + 20 * ms);
  await server.stop('SIGKILL');
  await starting;
  return { acknowledged, shown, note: 'while it starts' };
}

async function killAll(round: Round, kills: readonly ServerKill[]): Promise<void> {
  const { server, load, tally } = round;
  let since: Before[] = [];
  for (const [at, kill] of kills.entries()) {
    since.push(server.isRunning ? await killAtWork(round, kill) : await killAtStart(round, kill));
    if (kills[at + 1]?.kind === 'start') continue;
    await server.start(patienceMs);
    const [everything, faults] = await load.whileResting(
      async () => [await load.everything(), await load.sender.check('newest')] as const,
    );
    const held = effectsIn(everything.rows.keys());
    for (const { acknowledged, shown, note } of since) {
      const gone = shown.filter((name) => !held.has(name));
      for (const name of gone) faults.push(`a reader was shown ${name}, which is gone`);
      tally.add(acknowledged, (name) => held.has(name), faults.splice(0), note);
    }
    since = [];
  }
}

/** One server on a new database, killed again and again while six devices are at work with it. */
async function run(
  plan: KillPlan,
  kills: readonly ServerKill[],
  place: Place,
  seed: number,
  tally: Tally,
): Promise<void> {
  const { store, postgres, folder } = place;
  const web = path.join(folder, 'web');
  mkdirSync(web);
  await (await createWorld(store)).close();
  const serve = ['--requests-per-minute', '1000000', '--files', path.join(folder, 'files')];
  const node = plan.isPlanted ? ['--import', plantHook] : [];
  const server = new ServerProcess(store, await freePort(), web, { node, serve });
  const endAtExit = () => {
    server.signal('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', endAtExit);
  let load: ServerLoad | undefined;
  try {
    await server.start(patienceMs);
    load = await ServerLoad.open(server.origin);
    load.begin(seed);
    await killAll({ server, load, postgres, tally }, kills);
    await load.end();
    for (const fault of await load.sender.check('all')) tally.fault(fault);
    await server.stop();
    const { held, faults } = await lookAtLast(store, load);
    const { made, sender } = load;
    const missing = made.filter((name) => !held.has(name)).map((name) => `${name} is missing`);
    for (const fault of [...faults, ...missing]) tally.fault(`at last: ${fault}`);
    plan.say(`  at last ${made.length} mutations once each, ${sender.stored} files`);
  } finally {
    load?.giveUp();
    await server.stop('SIGKILL');
    process.off('exit', endAtExit);
  }
}

/** Kills a central server while devices push, read and send files to it; half of the times its database is PostgreSQL. */
export async function killServer(plan: KillPlan): Promise<Tally> {
  const tally = new Tally(plan.say, killWords);
  if (plan.isPlanted) process.env.SIM_PLANT = 'journal-outside-the-transaction';
  const postgres = findPostgres() === undefined ? null : await startPostgres({ fsync: true });
  if (postgres === null) plan.say('no PostgreSQL (initdb, postgres): all kills on the embedded database');
  try {
    for (const [at, kills] of serverRounds(plan).entries()) {
      const isShared = postgres !== null && at % 2 === 1;
      tally.begin(`server on ${isShared ? 'PostgreSQL' : 'PGlite'}`);
      const folder = mkdtempSync(path.join(tmpdir(), 'tanggap-kills-'));
      const place: Place = isShared
        ? { store: { url: await freshDatabase(postgres.url) }, postgres, folder }
        : { store: { data: path.join(folder, 'data') }, postgres: null, folder };
      try {
        await run(plan, kills, place, plan.seed + 10_000 * at, tally);
      } finally {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    }
  } finally {
    await postgres?.stop();
  }
  return tally;
}
