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

function line(what: string, times: readonly number[], aim?: { goal: string; met: boolean }): BenchLine {
  const figure = `${inMs(median(times))} median, ${inMs(percentile(times, 0.95))} p95 of ${times.length}`;
  return { id: 'P5', what, figure, ...aim };
}

function quick(times: readonly number[]) {
  const met = median(times) <= 16 && percentile(times, 0.95) <= 33;
  return { goal: '≤ 16 ms median, ≤ 33 ms p95', met };
}

function sorted(times: readonly number[]) {
  return { goal: '≤ 60 ms', met: median(times) <= 60 };
}

/** A page that does nothing but answer a key and scroll: what machine and browser need in this run without any app. */
const barePage = `data:text/html,<input type=search><section role=grid style="height:600px;overflow:auto">
  <p></p><div style="height:3600000px"></div></section>
  <script>const field = document.querySelector('input');
  field.oninput = () => { document.querySelector('p').textContent = field.value; };</script>`;

async function bareLimits(page: Page): Promise<{ keys: number[]; frames: number[] }> {
  await page.goto(barePage);
  await page.click('input');
  const keys: number[] = [];
  for (const letter of words.join('')) await measured(keys, page, () => page.keyboard.press(letter));
  const frames = await page.evaluate(scrollList, { step: 72, frames: 300 });
  return { keys, frames };
}

/** P5: what an operator's keys and clicks in the real list cost until they are painted. */
export const listBench: Bench = {
  id: 'P5',
  async run(report, run) {
    const { origin } = await run.server(tickets);
    const { page, close } = await run.browser();
    await page.addInitScript(watchPaints);
    const bare = await bareLimits(page);
    report(line('a bare page, key to painted text', bare.keys));
    report(line('a bare page, scrolling, frame to frame', bare.frames));
    await signInToApp(page, origin, operator, tickets);
    await page.reload();
    await waitForList(page, tickets);
    await savedFilters(page).first().click();
    const keys = await typing(page);
    report(line('key in the search field to painted list', keys, quick(keys)));
    for (const [what, step] of [
      ['steady', 72],
      ['fast', 2_880],
    ] as const) {
      const frames = await page.evaluate(scrollList, { step, frames: 300 });
      const met = percentile(frames, 0.95) <= 1000 / 60 + 1;
      const aim = { goal: '60 frames/s', met };
      report(line(`scrolling, ${what} (${step} px a frame), frame to frame`, frames, aim));
    }
    const clicks = await filtering(page);
    report(line('click on a saved filter to painted list', clicks, quick(clicks)));
    const { first, again } = await sorting(page);
    report(line('click on a column for the first time', first, sorted(first)));
    report(line('click on a column sorted before', again, sorted(again)));
    await close();
  },
};
