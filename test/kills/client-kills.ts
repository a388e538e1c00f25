import { hash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import people from '#resources/demo/people.json' with { type: 'json' };
import { untilSent } from '../e2e/support/desk-person.ts';
import { FaultyProxy } from '../e2e/support/faulty-proxy.ts';
import { deviceRows, type ServerContent, serverContent } from '../e2e/support/seen-rows.ts';
import { copyOfApp, freePort, runCli, ServerProcess } from '../e2e/support/server-process.ts';
import { untilConnected, untilToReview } from '../e2e/support/ticket-steps.ts';
import { until } from '../e2e/support/until.ts';
import { Tally } from '../support/tally.ts';
import { type ClientKill, clientRounds, type KillPlan, killWords, patienceMs } from './kill-plan.ts';
import { KilledDesk } from './killed-desk.ts';

/** The offices the person at the browser works for: of these the device has everything. */
const offices: readonly string[] = [
  people.find(({ username }) => username === 'operator')?.scope ?? [],
].flat();

/** How often the server has each of these names, of a note's text, a ticket's number or a file. */
function timesOf({ rows }: ServerContent): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const [key, row] of rows) {
    const kind = key.slice(0, key.indexOf('|'));
    const doc = JSON.parse(row) as { type?: string; text?: string; number?: string; name?: string };
    const isNote = kind === 'journal' && doc.type === 'noted';
    const name = kind === 'ticket' ? doc.number : isNote ? doc.text : kind === 'attachment' ? doc.name : '';
    if (name) times.set(name, (times.get(name) ?? 0) + 1);
  }
  return times;
}

/** Entries of one device that stand before an earlier one of the same device on the same ticket. */
function disorderIn({ rows }: ServerContent): string[] {
  const seen = [...rows.keys()].flatMap((key) => {
    const [, ticket = '', device = '', number = ''] = /^journal\|(.*)\/j\.(\w+)\.(\d+)\./.exec(key) ?? [];
    const { at = 0 } = JSON.parse(rows.get(key) ?? '{}') as { at?: number };
    return ticket === '' ? [] : [{ place: `${ticket} ${device}`, number: Number(number), at }];
  });
  return [...Map.groupBy(seen, ({ place }) => place)].flatMap(([place, entries]) => {
    const inOrder = entries.toSorted((a, b) => a.number - b.number);
    const isLate = inOrder.some(({ at }, turn) => at < (inOrder[turn - 1]?.at ?? at));
    return isLate ? [`entries of ${place} stand in another order than they were made`] : [];
  });
}

interface Scene {
  readonly server: ServerProcess;
  readonly data: string;
  readonly tally: Tally;
}

/** All that was kept reaches the server, once and in order, and both hold the same at last. */
async function goOn({ server, data, tally }: Scene, desk: KilledDesk): Promise<void> {
  const page = await desk.open();
  await untilConnected(page, true);
  await untilSent(page);
  await untilToReview(page, 0);
  for (const { name, sha256 } of desk.files) {
    const place = path.join(data, 'files', sha256.slice(0, 2), sha256);
    await until(`the bytes of ${name}`, () => (existsSync(place) ? true : undefined), patienceMs);
    if (hash('sha256', readFileSync(place)) !== sha256) tally.fault(`the server has other bytes of ${name}`);
  }
  await server.stop();
  const content = await serverContent({ data }, offices);
  const { mutations } = content;
  await server.start(patienceMs);
  const times = timesOf(content);
  for (const name of desk.kept)
    if (times.get(name) !== 1)
      tally.fault(`at last: "${name}" is on the server ${times.get(name) ?? 0} times`);
  for (const [device, sent] of Map.groupBy(mutations, (mutation) => mutation.device))
    if (sent.some(({ id, refused }, at) => id !== at + 1 || refused))
      tally.fault(`at last: the mutations of ${device} have gaps or refusals`);
  for (const fault of disorderIn(content)) tally.fault(`at last: ${fault}`);
  await until(
    'the device to have what the server has',
    async () => {
      await page.getByRole('button', { name: 'Sinkronkan sekarang' }).click();
      const rows = await deviceRows(page);
      const isSame =
        rows.size === content.rows.size && [...rows].every(([key, row]) => content.rows.get(key) === row);
      return isSame ? true : undefined;
    },
    patienceMs,
  ).catch((error: unknown) => tally.fault(`at last: ${String(error)}`));
}

async function run(plan: KillPlan, scene: Scene, kills: readonly ClientKill[], turn: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tanggap-killed-desk-'));
  const proxy = await FaultyProxy.open(Number(new URL(scene.server.origin).port));
  const desk = new KilledDesk(folder, proxy, scene.tally, {
    prefix: `Catatan ${turn}-`,
    isHasty: plan.isPlanted,
  });
  const endAtExit = () => {
    void desk.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', endAtExit);
  try {
    for (const kill of kills) await desk.kill(kill);
    if (plan.isPlanted) await desk.open();
    else await goOn(scene, desk);
    plan.say(`  at last ${desk.kept.size} notes, tickets and files, once each; ${desk.files.length} files`);
  } finally {
    await desk.close();
    await proxy.close();
    process.off('exit', endAtExit);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Kills a real browser with the built app in the middle of a person's work, and starts it again on the same profile. */
export async function killClient(plan: KillPlan): Promise<Tally> {
  const tally = new Tally(plan.say, killWords);
  const folder = mkdtempSync(path.join(tmpdir(), 'tanggap-kills-'));
  const data = path.join(folder, 'data');
  const web = copyOfApp(folder);
  runCli({ data }, ['demo', '--tickets', '1000']);
  const server = new ServerProcess({ data }, await freePort(), web);
  const endAtExit = () => {
    server.signal('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', endAtExit);
  try {
    await server.start(patienceMs);
    for (const [turn, kills] of clientRounds(plan).entries()) {
      tally.begin('client');
      await run(plan, { server, data, tally }, kills, turn);
    }
  } finally {
    await server.stop('SIGKILL');
    process.off('exit', endAtExit);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  return tally;
}
