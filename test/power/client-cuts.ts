import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DeskBrowser } from '../e2e/support/browser.ts';
import { signIn, untilSent } from '../e2e/support/desk-person.ts';
import { type ServerContent, serverContent } from '../e2e/support/seen-rows.ts';
import {
  copyOfApp,
  freePort,
  runCli,
  ServerProcess,
  type ServerStore,
} from '../e2e/support/server-process.ts';
import { deviceTickets, openTicketPage, untilConnected, untilToReview } from '../e2e/support/ticket-steps.ts';
import { until } from '../e2e/support/until.ts';
import { Tally } from '../support/tally.ts';
import { CutDisk, type DiskCopy } from './cut-disk.ts';
import { type CutMoment, type CutPlan, cutWords, pause, runsOf } from './cut-plan.ts';
import { forgetOwner, lookAtProfile, openPatiently } from './desk-copy.ts';
import { keptNotes, registerTicket, startWriting } from './person.ts';

/** The planted mistake: the built app asks the browser for no more than it gives by itself. */
function relax(app: string): void {
  const strict = /chromeTransactionDurability:([`'"])strict\1/g;
  let edits = 0;
  for (const name of readdirSync(path.join(app, 'assets')).filter((file) => file.endsWith('.js'))) {
    const file = path.join(app, 'assets', name);
    const source = readFileSync(file, 'utf8');
    const relaxed = source.replace(strict, () => {
      edits += 1;
      return 'chromeTransactionDurability:"relaxed"';
    });
    if (relaxed !== source) writeFileSync(file, relaxed);
  }
  if (edits === 0) throw new Error('the built app asks for strict durability nowhere');
}

/** Signs in on a new profile and waits until app and data are on the device, as on a PC that was in use yesterday. */
async function settleIn(profile: string, origin: string): Promise<string> {
  const browser = await openPatiently(profile);
  try {
    const { page } = browser;
    await signIn(page, origin, 'operator');
    await untilConnected(page, true);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const tickets = await deviceTickets(page);
    const ticket = tickets.find(({ state, openEscalation }) => state === 'in_progress' && !openEscalation);
    if (ticket === undefined) throw new Error('no ticket to write on');
    await openTicketPage(page, ticket);
    return page.url();
  } finally {
    await browser.kill();
  }
}

interface Desk {
  readonly server: ServerProcess;
  readonly store: ServerStore;
  readonly tally: Tally;
}

/** After the last cut of a disk the browser goes on with what the disk held, and everything reaches the server once. */
async function goOn({ server, store, tally }: Desk, profile: string, kept: readonly string[]): Promise<void> {
  forgetOwner(profile);
  await server.start();
  const browser = await openPatiently(profile);
  try {
    await browser.page.goto(server.origin);
    await untilConnected(browser.page, true);
    await untilSent(browser.page);
    await untilToReview(browser.page, 0);
  } finally {
    await browser.kill();
    await server.stop();
  }
  const content = await serverContent(store);
  for (const [name, times] of timesOnServer(content, kept))
    if (times !== 1) tally.fault(`after going on: "${name}" is on the server ${times} times`);
  for (const [device, sent] of Map.groupBy(content.mutations, (mutation) => mutation.device))
    if (sent.some(({ id }, at) => id !== at + 1)) tally.fault(`the mutations of ${device} have gaps`);
}

function timesOnServer({ rows }: ServerContent, names: readonly string[]): ReadonlyMap<string, number> {
  const times = new Map(names.map((name) => [name, 0]));
  for (const [key, row] of rows) {
    const { type, text, number } = JSON.parse(row) as { type?: string; text?: string; number?: string };
    const name = key.startsWith('ticket|') ? number : type === 'noted' ? text : undefined;
    const known = name === undefined ? undefined : times.get(name);
    if (name !== undefined && known !== undefined) times.set(name, known + 1);
  }
  return times;
}

/** One person on a new disk: notes in one window, new tickets in another, on every second disk without a server. */
async function run(
  desk: Desk,
  { isRelaxed }: CutPlan,
  moments: readonly CutMoment[],
  turn: number,
): Promise<void> {
  const { server, tally } = desk;
  const disk = CutDisk.open();
  const profile = path.join(disk.box, 'profile');
  const prefix = `Catatan ${turn}-`;
  const numbers: string[] = [];
  let browser: DeskBrowser | undefined;
  let isOver = false;
  const endAtExit = () => {
    server.signal('SIGKILL');
    void browser?.kill();
  };
  process.once('exit', endAtExit);
  try {
    await server.start();
    const address = await settleIn(profile, server.origin);
    disk.settle();
    if (turn % 2 === 1) await server.stop();
    browser = await openPatiently(profile);
    const { page, context } = browser;
    await page.goto(address);
    await page.getByRole('article').first().waitFor();
    await startWriting(page, prefix);
    const window = await context.newPage();
    const registering = async () => {
      for (let ticket = 1; !isOver; ticket += 1)
        numbers.push(await registerTicket(window, server.origin, `Tiket ${turn}-${ticket}`));
    };
    const registered = registering().catch((error: unknown) => (isOver ? undefined : Promise.reject(error)));
    registered.catch(async (error: unknown) => {
      tally.fault(`no more tickets: ${String(error)}`);
      // What the person saw, for whoever has to find out why.
      mkdirSync('test-results', { recursive: true });
      await window.screenshot({ path: 'test-results/power-new-ticket.png' }).catch(() => undefined);
    });
    const copies: { copy: DiskCopy; kept: readonly string[] }[] = [];
    for (const [at, { after, ms, kind }] of moments.entries()) {
      const before = (await keptNotes(page)).length;
      await until('more notes to be saved', async () =>
        (await keptNotes(page)).length >= before + after ? true : undefined,
      );
      if (kind === 'write-back' || kind === 'both') disk.writeBackSome(ms);
      await pause(ms);
      const kept = [...numbers, ...(await keptNotes(page))];
      const copy = disk.cut(() => {
        isOver = at === moments.length - 1;
        if (isOver) void browser?.kill();
      });
      copies.push({ copy, kept });
    }
    await browser.kill();
    for (const [at, { copy, kept }] of copies.entries()) {
      const copied = path.join(copy.mount(), 'profile');
      const { held, faults } = await lookAtProfile(copied, server.origin, (name) => name.startsWith(prefix));
      tally.add(kept, (name) => held.has(name), faults);
      if (at < copies.length - 1) copy.release();
      else if (!isRelaxed) {
        await server.stop();
        await goOn(desk, copied, kept);
      }
    }
  } finally {
    isOver = true;
    await browser?.kill();
    await server.stop();
    process.off('exit', endAtExit);
    disk.close();
  }
}

/** Cuts the power of a PC while a person works in the built app in a real browser. */
export async function cutClient(plan: CutPlan): Promise<Tally> {
  const tally = new Tally(plan.say, cutWords);
  const folder = mkdtempSync(path.join(tmpdir(), 'tanggap-power-server-'));
  try {
    const web = copyOfApp(folder);
    if (plan.isRelaxed) relax(web);
    const store = { data: path.join(folder, 'data') };
    runCli(store, ['demo', '--tickets', '60']);
    const server = new ServerProcess(store, await freePort(), web);
    for (const [at, moments] of runsOf(plan).entries()) {
      tally.begin(`client ${at % 2 === 1 ? 'without' : 'with'} a server`);
      await run({ server, store, tally }, plan, moments, at);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  return tally;
}
