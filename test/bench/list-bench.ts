import type { Page } from 'playwright-core';
import { scrollList, watchPaints } from './page/app-watch.ts';
import { type Bench, type BenchLine, inMs, median, percentile } from './report.ts';
import { paintAfter, savedFilters, signInToApp, waitForList } from './support/app-page.ts';
import { operator } from './support/bench-run.ts';

const tickets = 100_000;
/** Typed letter by letter; each is a search of its own. */
const words = ['jaringan', 'aplikasi', 'printer', 'absensi', 'server', 'akses', 'siti', 'dinkes', 'email'];
const reloads = 6;

const columns = '[role=grid] [role=columnheader] button';

async function measured(times: number[], page: Page, act: () => Promise<void>): Promise<void> {
  const ms = await paintAfter(page, act);
  if (ms !== undefined) times.push(ms);
}

/** Each letter, and the key that empties the field, until the narrowed list stands there. */
async function typing(page: Page): Promise<number[]> {
  const times: number[] = [];
  await page.click('input[type=search]');
  for (const word of words) {
    for (const letter of word) await measured(times, page, () => page.keyboard.press(letter));
    await measured(times, page, () => page.keyboard.press('Escape'));
  }
  return times;
}

/** The saved filters in turn, under another order each time round, because the last queries are remembered. */
async function filtering(page: Page): Promise<number[]> {
  const times: number[] = [];
  const tabs = savedFilters(page);
  const headers = page.locator(columns);
  for (let round = 0; round < (await headers.count()); round += 1) {
    await headers.nth(round).click();
    for (let at = 1; at <= (await tabs.count()); at += 1)
      await measured(times, page, () => tabs.nth(at % 6).click());
  }
  return times;
}

/** Every column once after each start, when its order has yet to be made; then each again, the other way round. */
async function sorting(page: Page): Promise<{ first: number[]; again: number[] }> {
  const first: number[] = [];
  const again: number[] = [];
  const headers = page.locator(columns);
  for (let round = 0; round < reloads; round += 1) {
    await page.reload();
    await waitForList(page, tickets);
    const count = await headers.count();
    for (const times of [first, again]) {
      for (let at = 0; at < count; at += 1) await measured(times, page, () => headers.nth(at).click());
    }
  }
  return { first, again };
}

function line(what: string, times: readonly number[], goal: string, met: boolean): BenchLine {
  const figure = `${inMs(median(times))} median, ${inMs(percentile(times, 0.95))} p95 of ${times.length}`;
  return { id: 'P5', what, figure, goal, met };
}

/** P5: what an operator's keys and clicks in the real list cost until they are painted. */
export const listBench: Bench = {
  id: 'P5',
  async run(report, run) {
    const { origin } = await run.server(tickets);
    const { page, close } = await run.browser();
    await page.addInitScript(watchPaints);
    await signInToApp(page, origin, operator, tickets);
    await page.reload();
    await waitForList(page, tickets);
    await savedFilters(page).first().click();
    const keys = await typing(page);
    const keysMet = median(keys) <= 16 && percentile(keys, 0.95) <= 33;
    report(line('key in the search field to painted list', keys, '≤ 16 ms median, ≤ 33 ms p95', keysMet));
    for (const [what, step] of [
      ['steady', 72],
      ['fast', 2_880],
    ] as const) {
      const frames = await page.evaluate(scrollList, { step, frames: 300 });
      const met = percentile(frames, 0.95) <= 1000 / 60 + 1;
      report(line(`scrolling, ${what} (${step} px a frame), frame to frame`, frames, '60 frames/s', met));
    }
    const clicks = await filtering(page);
    const clicksMet = median(clicks) <= 16 && percentile(clicks, 0.95) <= 33;
    report(line('click on a saved filter to painted list', clicks, '≤ 16 ms median, ≤ 33 ms p95', clicksMet));
    const { first, again } = await sorting(page);
    report(line('click on a column for the first time', first, '≤ 60 ms', median(first) <= 60));
    report(line('click on a column sorted before', again, '≤ 60 ms', median(again) <= 60));
    await close();
  },
};
