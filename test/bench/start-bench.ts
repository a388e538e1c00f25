import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { watchStart } from './page/app-watch.ts';
import { type Bench, inMs, median } from './report.ts';
import { signInToApp, waitForList } from './support/app-page.ts';
import { operator } from './support/bench-run.ts';

const tickets = 100_000;
const starts = 7;

/** P4: the app opened again on a device that has everything. */
export const startBench: Bench = {
  id: 'P4',
  async run(report, run) {
    const { origin } = await run.server(tickets);
    const { page, close } = await run.browser();
    await signInToApp(page, origin, operator, tickets);
    await page.addInitScript(watchStart, tickets);
    const rows: number[] = [];
    const full: number[] = [];
    for (let at = 0; at < starts; at += 1) {
      await page.reload();
      await waitForList(page, tickets);
      const times = await page.evaluate(() => window.startTimes);
      rows.push(times.firstRows - times.scripts);
      full.push(times.fullList - times.scripts);
    }
    await close();
    const report4 = (what: string, times: readonly number[], goal: number) =>
      report({
        id: 'P4',
        what: `scripts loaded to ${what}, 100,000 tickets on the device`,
        figure: inMs(median(times)),
        goal: `≤ ${goal} ms`,
        met: median(times) <= goal,
      });
    report4('first rows', rows, 300);
    report4('full list', full, 700);
  },
};

/** Scripts the page and its worker have asked for so far, by file name. */
async function scriptsOf(page: Page): Promise<string[]> {
  const names = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  const paths = names.map((name) => new URL(name).pathname).filter((path) => path.endsWith('.js'));
  return [...new Set(paths)].filter((path) => path !== '/service-worker.js');
}

function zippedKb(folder: string, paths: readonly string[]): number {
  const sizes = paths.map((path) => gzipSync(readFileSync(join(folder, path))).length);
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
}

/** P14: what the first screen of a signed-in user loads. */
export const scriptsBench: Bench = {
  id: 'P14',
  async run(report, run) {
    const small = 1_000;
    const { origin } = await run.server(small);
    const { page, close } = await run.browser();
    await signInToApp(page, origin, operator, small);
    await page.reload();
    await waitForList(page, small);
    const loaded = await scriptsOf(page);
    const web = await run.web();
    const isWorker = (path: string) => path.includes('/worker-');
    const own = zippedKb(
      web,
      loaded.filter((path) => !isWorker(path)),
    );
    const worker = zippedKb(web, loaded.filter(isWorker));
    await close();
    report({
      id: 'P14',
      what: `scripts of the first screen (the worker's ${worker.toFixed(0)} KB apart), gzip`,
      figure: `${own.toFixed(0)} KB`,
      goal: '≤ 350 KB',
      met: own <= 350,
    });
  },
};
