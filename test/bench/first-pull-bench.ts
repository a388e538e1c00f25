import type { Page } from 'playwright-core';
import { watchLongTasks } from './page/app-watch.ts';
import type { FirstPull, Streamed } from './page/contract.ts';
import { peerPulls } from './peer-pull-bench.ts';
import { type Bench, inMs, median } from './report.ts';
import { signInToApp } from './support/app-page.ts';
import { type BenchRun, operator } from './support/bench-run.ts';
import { benchPagePath } from './support/bench-web.ts';

const rounds = 3;

interface Round {
  readonly received: Streamed;
  readonly plain: Streamed;
  readonly product: FirstPull;
}

/** One of the ways, in a fresh browser: what a store writes in the background after it was filled would slow the next. */
async function inFreshBrowser<T>(
  run: BenchRun,
  origin: string,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const browser = await run.browser();
  try {
    await browser.page.goto(`${origin}${benchPagePath}`);
    return await work(browser.page);
  } finally {
    await browser.close();
  }
}

/** The three ways after one another, from the same server. */
async function runRound(run: BenchRun, tickets: number): Promise<Round> {
  const { origin } = await run.server(tickets);
  const fresh = <T>(work: (page: Page) => Promise<T>) => inFreshBrowser(run, origin, work);
  const received = await fresh((page) =>
    page.evaluate((login) => window.tanggapBench.receive(login), operator),
  );
  const plain = await fresh((page) =>
    page.evaluate((login) => window.tanggapBench.plainStream(login), operator),
  );
  const product = await fresh((page) =>
    page.evaluate(([login, expected]) => window.tanggapBench.firstPull(login, expected), [
      operator,
      received.tickets,
    ] as const),
  );
  return { received, plain, product };
}

/** The first pull as a person sees it, in the real app: how long its window did not answer. */
async function longestBlock(run: BenchRun, tickets: number): Promise<{ longest: number; count: number }> {
  const { origin } = await run.server(tickets);
  const browser = await run.browser();
  try {
    const { page } = browser;
    await page.addInitScript(watchLongTasks);
    await signInToApp(page, origin, operator, tickets);
    return await page.evaluate(() => {
      const after = window.longTasks.filter(({ startTime }) => startTime >= window.signedInAt);
      return { longest: Math.max(0, ...after.map(({ duration }) => duration)), count: after.length };
    });
  } finally {
    await browser.close();
  }
}

/** P1: the first pull against the plain stream into Dexie, in the same browser, and beside RxDB and PouchDB. */
export const firstPullBench: Bench = {
  id: 'P1',
  async run(report, run) {
    const tickets = run.scaled(100_000);
    const many = tickets.toLocaleString('en');
    const all: Round[] = [];
    for (let round = 0; round < rounds; round += 1) all.push(await runRound(run, tickets));
    const of = (pick: (round: Round) => number) => median(all.map(pick));
    const size = all[0]?.received.megabytes.toFixed(0);
    const received = of(({ received: { ms } }) => ms);
    const plain = of(({ plain: { ms } }) => ms);
    const stored = of(({ product }) => product.storedMs);
    const share = of(({ plain: { ms }, product }) => product.storedMs / ms);
    const rows = of(({ product }) => product.firstRowsMs);
    const listed = of(({ product }) => product.listedMs);
    report({
      id: 'P1',
      what: `receive and parse ${many} tickets (${size} MB), nothing stored`,
      figure: inMs(received),
    });
    report({
      id: 'P1',
      what: 'plain stream into Dexie with 6 indexes',
      figure: inMs(plain),
      ratio: `receiving is ${(received / plain).toFixed(2)} of it`,
    });
    report({
      id: 'P1',
      what: 'first pull, everything stored strictly',
      figure: inMs(stored),
      ratio: `${share.toFixed(2)} × the plain stream`,
      goal: '≤ 0.3 ×',
      met: share <= 0.3,
    });
    report({ id: 'P1', what: 'first pull, whole list in memory', figure: inMs(listed) });
    report({
      id: 'P1',
      what: 'first pull, first rows usable',
      figure: inMs(rows),
      goal: '≤ 0.7 s',
      met: rows <= 700,
    });
    const block = await longestBlock(run, tickets);
    report({
      id: 'P1',
      what: 'first pull in the app, longest block of the window',
      figure: block.count === 0 ? 'none above 50 ms' : `${inMs(block.longest)}, ${block.count} above 50 ms`,
      goal: '≤ 50 ms',
      met: block.longest <= 50,
    });
    await peerPulls(report, run, run.scaled(10_000), rounds);
    if (run.size === 'full') await peerPulls(report, run, tickets, 1);
  },
};
