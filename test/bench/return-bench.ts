import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { backoffMs } from '../../renderer/data/sync/backoff.ts';
import type { ServerStore } from '../e2e/support/server-process.ts';
import { type Bench, type BenchLine, inMs, median, percentile } from './report.ts';
import type { BenchRun } from './support/bench-run.ts';
import { expectConverged } from './support/morning-check.ts';
import { passNight, plansOf } from './support/night.ts';
import { settleOffices } from './support/returning-office.ts';
import { type DevicePlan, type DeviceReport, eightOClock, type Morning } from './support/returning-plan.ts';

const fleetProgram = fileURLToPath(new URL('./support/returning-fleet.ts', import.meta.url));
const fleets = 2;
/** F40: by then everything is drained, or the bench fails. */
const patienceMs = 600_000;
/** Failures after which the wait between two attempts no longer grows: that of a device that tried all night. */
const manyFailures = 10;

/** Repeatable shares between 0 and 1, evenly spread. */
function sharesFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The devices in processes of their own, so that they wait for each other as little as for the bench. */
async function letReturn(run: BenchRun, plans: readonly DevicePlan[]): Promise<DeviceReport[]> {
  const running = Array.from({ length: fleets }, async (_, at) => {
    const own = plans.filter((_plan, place) => place % fleets === at);
    // JSON knows no infinity, which is when a device that gave up was done.
    const child = fork(fleetProgram, { serialization: 'advanced' });
    run.endsWith(async () => void child.kill('SIGKILL'));
    child.send({ plans: own, patienceMs });
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`a process of devices ended with ${String(code)}`);
    });
    const [reports] = (await Promise.race([once(child, 'message'), ended])) as [DeviceReport[]];
    ended.catch(() => undefined);
    return reports;
  });
  const byId = new Map((await Promise.all(running)).flat().map((report) => [report.deviceId, report]));
  return plans.map(({ deviceId }) => {
    const report = byId.get(deviceId);
    if (report === undefined) throw new Error(`device ${deviceId} did not report`);
    return report;
  });
}

async function morningOn(
  run: BenchRun,
  store: ServerStore,
  processes: number,
  morning: Morning,
  arrival: () => number,
): Promise<DeviceReport[]> {
  const evening = await settleOffices(store, morning);
  const servers = [];
  for (let at = 0; at < processes; at += 1) servers.push(await run.serverOn(store));
  await passNight(servers[0]?.origin ?? '', evening, morning);
  const plans = plansOf(
    evening,
    morning,
    servers.map(({ origin }) => origin),
    arrival,
  );
  const reports = await letReturn(run, plans);
  for (const server of servers) await server.stop();
  if (reports.every(({ convergedAt }) => Number.isFinite(convergedAt)))
    await expectConverged(store, morning, evening, plans, reports);
  return reports;
}

/** From the first arrival until the last device has everybody's work; infinite where one never had. */
function convergence(reports: readonly DeviceReport[]): number {
  const first = Math.min(...reports.map(({ arrivedAt }) => arrivedAt));
  return Math.max(...reports.map(({ convergedAt }) => convergedAt)) - first;
}

function inTime(ms: number): string {
  return Number.isFinite(ms) ? inMs(ms) : `not within ${patienceMs / 1000} s`;
}

function detail(reports: readonly DeviceReport[]): string {
  const waits = reports.map(({ arrivedAt, pushedAt }) => pushedAt - arrivedAt);
  const news = reports.map(({ arrivedAt, caughtUpAt }) => caughtUpAt - arrivedAt);
  const sum = (pick: (report: DeviceReport) => number) => reports.reduce((all, one) => all + pick(one), 0);
  return [
    `from arrival to own work acknowledged ${inTime(median(waits))}, at most ${inTime(Math.max(...waits))}`,
    `to all news ${inTime(median(news))}, at most ${inTime(Math.max(...news))}`,
    `${sum(({ pulls }) => pulls)} pulls, ${sum(({ failures }) => failures)} requests repeated`,
  ].join('; ');
}

function lines(where: string, reports: readonly DeviceReport[], judged: boolean): BenchLine[] {
  const all = convergence(reports);
  const first = Math.min(...reports.map(({ arrivedAt }) => arrivedAt));
  const drained = Math.max(...reports.map(({ pushedAt }) => pushedAt)) - first;
  const late = percentile(
    reports.flatMap(({ pushMs }) => pushMs),
    0.95,
  );
  const id = 'P12';
  const goal = (text: string, met: boolean) => (judged ? { goal: text, met } : {});
  return [
    { id, what: `${where}: all converged`, figure: inTime(all), ...goal('≤ 60 s', all <= 60_000) },
    { id, what: `${where}: a push of 40, p95`, figure: inMs(late), ...goal('< 2 s', late < 2_000) },
    {
      id,
      what: `${where}: none starved (F40): the last has sent its work`,
      figure: inTime(drained),
      ...goal('≤ 600 s', drained <= patienceMs),
    },
    { id, what: `${where}: waits`, figure: detail(reports) },
  ];
}

/** P12 and F40: five hundred devices return after a night. Every row is checked at the end, on the server and on the devices. */
export const returnBench: Bench = {
  id: 'P12',
  async run(report, run) {
    const morning = { ...eightOClock, offices: Math.round(run.scaled(eightOClock.offices)) };
    const count = morning.offices * morning.devicesPerOffice;
    const share = sharesFrom(40);
    // What is left of a wait between two attempts when the server comes back into reach.
    const probing = () => share() * backoffMs(manyFailures, share);
    const postgres = await run.postgres();
    const onPostgres = async (arrival: () => number) =>
      morningOn(run, { url: await postgres.emptyDatabase() }, 2, morning, arrival);
    const name = `${count} devices return (sessions prepared, 40 mutations and 500 rows each)`;
    const spread = await onPostgres(probing);
    for (const line of lines(`${name}, two processes on PostgreSQL`, spread, true)) report(line);
    const atOnce = await onPostgres(() => 0);
    for (const line of lines('the same without the spread of their attempts', atOnce, false)) report(line);
    const folder = mkdtempSync(join(tmpdir(), 'tanggap-bench-'));
    run.endsWith(async () => rmSync(folder, { recursive: true, force: true }));
    const embedded = await morningOn(run, { data: join(folder, 'data') }, 1, morning, probing);
    for (const line of lines('the same on durable PGlite, one process', embedded, false)) report(line);
  },
};
