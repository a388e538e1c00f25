import { demoPassword } from '../../server/demo/fill-database.ts';
import { operator } from '../bench/support/bench-run.ts';
import { benchPagePath } from '../bench/support/bench-web.ts';
import type { LinePlan } from './support/line-plan.ts';
import { addTickets } from './support/many-changes.ts';
import { dataStops, SlowSite, slowLine } from './support/slow-site.ts';

const cutMs = 10_000;

/**
 * F39: a device comes back after 90 days, with 10,000 mutations to send and 100,000 rows to pull over 256 kbit/s, in a
 * browser that may hold 512 MB. Meanwhile a person searches and registers; the line is cut and the page loaded anew.
 */
export async function catchUpOverSlowLine(plan: LinePlan): Promise<readonly string[]> {
  const { say, outbox, tickets } = plan;
  const site = await SlowSite.open(plan);
  const { page, line, desk, server, store } = site;
  await page.goto(`${line.origin}${benchPagePath}`);
  const { tickets: before } = await page.evaluate((login) => window.tanggapBench.receive(login), operator);
  await page.evaluate(([login, count]) => window.tanggapBench.firstPull(login, count), [
    operator,
    before,
  ] as const);
  line.become(dataStops);
  say(`a desk with ${before} tickets; now ${outbox} mutations without a server …`);
  await page.evaluate((count) => window.tanggapBench.fillOutbox(count), outbox);
  await desk.open(line.origin);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await server.stop();
  say(`${tickets} tickets from others …`);
  await addTickets(store, tickets);
  await server.start();

  line.become(slowLine);
  await desk.open(line.origin);
  await site.syncNow();
  const faults = await site.follow(
    ({ changedTickets }) => changedTickets / tickets,
    [
      { at: 0.05, run: () => site.tryOut('sedini mungkin') },
      { at: 0.3, run: () => site.cutFor(cutMs) },
      { at: 0.4, run: () => site.tryOut('di tengah') },
      { at: 0.6, run: () => desk.open(line.origin) },
      { at: 0.65, run: () => site.tryOut('sesudah dimuat ulang') },
      { at: 0.95, run: () => site.tryOut('menjelang akhir') },
    ],
  );
  return [...faults, ...(await site.differences())];
}

/**
 * The same line and browser, and a new device that pulls 100,000 tickets for the first time. The list is there from the
 * first rows on, and they are the newest.
 */
export async function pullFirstOverSlowLine(plan: LinePlan): Promise<readonly string[]> {
  const { say, tickets } = plan;
  const site = await SlowSite.open(plan);
  const { page, line, desk, server, store } = site;
  await server.stop();
  say(`${tickets} tickets …`);
  const newest = await addTickets(store, tickets);
  await server.start();
  line.become(dataStops);
  await page.goto(line.origin);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

  line.become(slowLine);
  await page.fill('input[autocomplete=username]', operator.username);
  await page.fill('input[autocomplete=current-password]', demoPassword);
  await page.click('button[type=submit]');
  const faults: string[] = [];
  const shown = await desk.untilRows();
  if (!newest.some((number) => shown.includes(number)))
    faults.push(`the first rows are not the newest: ${shown.slice(0, 200)}`);
  const found = await site.follow(
    ({ firstPull }) => firstPull,
    [
      { at: 0.05, run: () => site.tryOut('sedini mungkin') },
      { at: 0.3, run: () => site.cutFor(cutMs) },
      { at: 0.4, run: () => site.tryOut('di tengah') },
      { at: 0.6, run: () => desk.open(line.origin) },
      { at: 0.65, run: () => site.tryOut('sesudah dimuat ulang') },
    ],
  );
  return [...faults, ...found, ...(await site.differences())];
}
