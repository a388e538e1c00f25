import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import people from '#resources/demo/people.json' with { type: 'json' };
import { operator } from '../bench/support/bench-run.ts';
import { benchPagePath, buildBenchWeb } from '../bench/support/bench-web.ts';
import { openBrowser } from '../e2e/support/browser.ts';
import { freePort, runCli, ServerProcess } from '../e2e/support/server-process.ts';
import { until } from '../e2e/support/until.ts';
import { ByteLine, type LineQuality } from './support/byte-line.ts';
import type { Cut } from './support/cut-plan.ts';
import { deskState } from './support/desk-state.ts';
import { HeapWatch } from './support/heap-watch.ts';
import type { LinePlan } from './support/line-plan.ts';
import { addTickets } from './support/many-changes.ts';
import { devicePrints, serverPrints } from './support/row-prints.ts';
import { SlowDesk } from './support/slow-desk.ts';
import { tellProgress, usabilityLines } from './support/slow-report.ts';

const offices: readonly string[] = [
  people.find(({ username }) => username === operator.username)?.scope ?? [],
].flat();

/** 256 kbit/s. */
const slow: LineQuality = { bytesPerSecond: 32_000, latencyMs: 300, nextCut: () => null };
/** F39: what the window and the worker may hold, MB each; the browser is started with this limit. */
const heapLimit = 512;
const lookEveryMs = 5_000;

/** The app itself comes, data does not: as when the server stands still. */
const dataLine: LineQuality = {
  bytesPerSecond: null,
  latencyMs: 0,
  nextCut: ({ path }): Cut | null =>
    path.startsWith('/api/') ? { place: 'before', share: 0, streamBytes: 0 } : null,
};

/**
 * F39: a device comes back after 90 days, with 10,000 mutations to send and 100,000 rows to pull over 256 kbit/s, in a
 * browser that may hold 512 MB. Meanwhile a person searches and registers; the line is cut and the page loaded anew.
 */
export async function catchUpOverSlowLine(plan: LinePlan): Promise<readonly string[]> {
  const { place, say, outbox, tickets } = plan;
  const store = { data: join(place.folder, 'data') };
  const web = place.keep(await buildBenchWeb(say), async (folder) =>
    rmSync(folder, { recursive: true, force: true }),
  );
  runCli(store, ['demo', '--tickets', '600']);
  const port = await freePort();
  const server = place.keep(new ServerProcess(store, port, web), (one) => one.stop());
  await server.start();
  const line = place.keep(await ByteLine.open(port), (one) => one.close());
  const profile = join(place.folder, 'profile');
  const limit = `--js-flags=--max-old-space-size=${heapLimit}`;
  const browser = place.keep(await openBrowser(profile, [limit]), (one) => one.close());
  const { page } = browser;

  await page.goto(`${line.origin}${benchPagePath}`);
  const { tickets: before } = await page.evaluate((login) => window.tanggapBench.receive(login), operator);
  await page.evaluate(([login, count]) => window.tanggapBench.firstPull(login, count), [
    operator,
    before,
  ] as const);
  line.become(dataLine);
  say(`a desk with ${before} tickets; now ${outbox} mutations without a server …`);
  await page.evaluate((count) => window.tanggapBench.fillOutbox(count), outbox);
  const desk = await SlowDesk.at(page);
  await desk.open(line.origin);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await server.stop();
  say(`${tickets} tickets from others …`);
  await addTickets(store, tickets);
  await server.start();

  const expected = before + tickets;
  line.become(slow);
  const heap = place.keep(await HeapWatch.open(profile), async (one) => one.close());
  const started = performance.now();
  await desk.open(line.origin);
  await page.getByRole('button', { name: 'Sinkronkan sekarang' }).click();
  const faults: string[] = [];
  const stages = [
    { at: 0.05, run: () => tryOut(desk, 'sedini mungkin') },
    { at: 0.3, run: () => cutFor(line, page, 10_000) },
    { at: 0.4, run: () => tryOut(desk, 'di tengah') },
    { at: 0.6, run: () => desk.open(line.origin) },
    { at: 0.65, run: () => tryOut(desk, 'sesudah dimuat ulang') },
    { at: 0.95, run: () => tryOut(desk, 'menjelang akhir') },
  ];
  let reached = 0;
  for (;;) {
    const state = await deskState(page);
    const memory = await heap.look();
    await desk.noteBlocks();
    const share = (state.changedTickets - 1) / tickets;
    tellProgress(say, { started, state, memory, counts: line.counts, expected });
    if (state.changedTickets < reached)
      faults.push(`rows were lost again: ${state.changedTickets} of ${reached}`);
    reached = state.changedTickets;
    const stage = stages[0];
    if (stage !== undefined && share >= stage.at) {
      stages.shift();
      await stage.run();
      continue;
    }
    if (state.outbox === 0 && share >= 1 && stages.length === 0) break;
    if (performance.now() - started > plan.minutes * 60_000) {
      faults.push(`not through after ${plan.minutes} minutes`);
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  const seconds = (performance.now() - started) / 1000;
  say(`through after ${(seconds / 60).toFixed(1)} minutes`);
  for (const words of usabilityLines(desk.usability, heap.highest)) say(words);
  if (Math.max(heap.highest.page, heap.highest.worker) > heapLimit) faults.push('more memory than allowed');
  return [...faults, ...(await differences(page, line, server, store, desk))];
}

/** What a person does while the desk is busy. */
async function tryOut(desk: SlowDesk, when: string): Promise<void> {
  await desk.search('jaringan');
  await desk.register(`Printer loket ${when}`);
}

async function cutFor(line: ByteLine, page: Page, ms: number): Promise<void> {
  line.cut();
  await new Promise((resolve) => setTimeout(resolve, ms));
  line.mend();
  await page.getByRole('button', { name: 'Sinkronkan sekarang' }).click();
}

/** Whatever the device and the server do not have alike once everything is through. */
async function differences(
  page: Page,
  line: ByteLine,
  server: ServerProcess,
  store: { readonly data: string },
  desk: SlowDesk,
): Promise<string[]> {
  line.become({ ...slow, bytesPerSecond: null, latencyMs: 0 });
  await page.getByRole('button', { name: 'Sinkronkan sekarang' }).click();
  await until('the last of it', async () => ((await deskState(page)).outbox === 0 ? true : undefined));
  const state = await deskState(page);
  const device = await devicePrints(page);
  await server.stop();
  const there = await serverPrints(store, offices);
  const differing = [...there].filter(([key, print]) => device.get(key) !== print).map(([key]) => key);
  const surplus = [...device.keys()].filter((key) => !there.has(key));
  const faults: string[] = [];
  if (differing.length + surplus.length > 0)
    faults.push(`${differing.length} rows differ, ${surplus.length} are not on the server: ${differing[0]}`);
  if (state.shadows + state.parked + state.reviews.length > 0) faults.push(JSON.stringify(state));
  void desk;
  return faults;
}
