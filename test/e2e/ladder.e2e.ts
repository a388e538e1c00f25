import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { journalEntrySchema } from '#shared/domain/journal.ts';
import { readNoticeText } from '#shared/domain/notice-text.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { ladderOf } from '#shared/sla/ladder.ts';
import { calendarRowSchema, policyRowSchema } from '#shared/sla/published.ts';
import { isOver } from '../../renderer/data/local/list-page.ts';
import { createPolicyShelf } from '../../renderer/data/policies.ts';
import { type DeskBrowser, openBrowser } from './support/browser.ts';
import { fillWithDemo } from './support/demo-data.ts';
import { demoPassword, signIn, untilSent } from './support/desk-person.ts';
import { deviceRows } from './support/seen-rows.ts';
import { copyOfApp, freePort, ServerProcess } from './support/server-process.ts';
import { deviceTickets, untilConnected } from './support/ticket-steps.ts';
import { until } from './support/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'tanggap-ladder-'));
const minute = 60_000;
const day = 24 * 60 * minute;

interface Shown {
  readonly title: string;
  readonly body: string;
}
declare global {
  interface Window {
    noticesShown: Shown[];
  }
}

/** Stands before the page's scripts: notes notifications instead of showing them. */
function noteNotifications(): void {
  window.noticesShown = [];
  class Notification extends EventTarget {
    static permission = 'granted';
    constructor(title: string, { body }: { body: string }) {
      super();
      window.noticesShown.push({ title, body });
    }
    close(): void {}
  }
  Object.assign(window, { Notification });
}

const shownOn = (page: Page) => page.evaluate(() => window.noticesShown);

/** An incident of high priority under the Tangerang pack: its clocks run day and night, and it tells at any hour. */
async function register(page: Page, title: string): Promise<Ticket> {
  await page.keyboard.press('c');
  await page.getByRole('heading', { name: 'FRM-002 Pencatatan' }).waitFor();
  await page.getByRole('textbox', { name: /^Judul Tiket/ }).fill(title);
  await page
    .getByRole('textbox', { name: /^Klien/ })
    .first()
    .fill('Sulastri');
  await page.getByRole('combobox', { name: /^Kategori Tiket/ }).selectOption({ label: 'Insiden - Aplikasi' });
  await page.getByRole('textbox', { name: /^Isi Tiket/ }).fill('Aplikasi tidak dapat dibuka.');
  for (const group of ['Urgensi', 'Dampak']) {
    const radios = page.getByRole('radiogroup', { name: new RegExp(`^${group}`) });
    await radios.getByRole('radio', { name: /^Tinggi/ }).check();
  }
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: /^Tiket INS-\S+ tercatat/ }).waitFor();
  await page.keyboard.press('Escape');
  return until('the ticket on the device', async () =>
    (await deviceTickets(page)).find((ticket) => ticket.title === title),
  );
}

/** Which steps the ticket's journal says were told, line by line. */
async function toldLines(page: Page, ticket: Ticket) {
  const entries = [...(await deviceRows(page))]
    .filter(([key]) => key.startsWith('journal|'))
    .map(([, row]) => journalEntrySchema.parse(JSON.parse(row)));
  return entries
    .filter((entry) => entry.ticketId === ticket.id && entry.type === 'notified')
    .map(({ text }) =>
      readNoticeText(text ?? '')
        .map(({ metric, percent, told }) => `${metric} ${percent} ${told.join()}`)
        .sort(),
    );
}

/** Shares of what the engine says the desk is told of in a time, of each ticket and metric the highest. */
async function dueBetween(page: Page, from: number, to: number): Promise<number[]> {
  const rows = [...(await deviceRows(page))];
  const read = <T>(kind: string, schema: { parse(row: unknown): T }): T[] =>
    rows.filter(([key]) => key.startsWith(`${kind}|`)).map(([, row]) => schema.parse(JSON.parse(row)));
  const shelf = createPolicyShelf();
  shelf.replace(read('policy', policyRowSchema), read('calendar', calendarRowSchema));
  return (await deviceTickets(page)).flatMap((ticket) => {
    const policy = shelf.find(ticket.policy.name, ticket.policy.version, ticket.opd);
    const steps = policy === undefined || isOver(ticket.state) ? [] : ladderOf(policy, ticket, from);
    const told = steps.filter(
      ({ tell, tellAt }) => tell.includes('operator') && tellAt > from && tellAt <= to,
    );
    const shares = Map.groupBy(told, ({ metric }) => metric);
    return [...shares.values()].map((each) => Math.max(...each.map(({ at }) => at)));
  });
}

describe('a browser that sleeps for three days, without a server', () => {
  let server: ServerProcess;
  let desk: DeskBrowser;
  let page: Page;
  let second: Page;
  let first: Ticket;

  beforeAll(async () => {
    const web = copyOfApp(folder);
    const store = { data: join(folder, 'data') };
    fillWithDemo(store, 60);
    server = new ServerProcess(store, await freePort(), web);
    await server.start();
    desk = await openBrowser(join(folder, 'browser'));
    page = desk.page;
    await page.context().addInitScript(noteNotifications);
    await page.clock.install();
    await signIn(page, server.origin, 'operator.tangerang');
    await untilConnected(page, true);
    first = await register(page, 'Aplikasi izin usaha mati');
    await untilSent(page);
    second = await page.context().newPage();
    await second.goto(server.origin);
    await second.getByText('menunggu dikirim').first().waitFor();
    await server.stop();
  });
  afterAll(async () => {
    await desk?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    mkdirSync('test-results', { recursive: true });
    const open = page.isClosed() ? second : page;
    await open.screenshot({ path: join('test-results', 'ladder.png') }).catch(() => undefined);
  });

  it('LAD-2 LAD-5 tells each step once, in one of two tabs, and writes it down', async () => {
    // The reported instant is a whole minute: the clock is moved to where the ticket is, not by a fixed time.
    const passed = (await page.evaluate(() => Date.now())) - first.reportedAt;
    await page.clock.fastForward(9 * minute + 2_000 - passed);
    const shown = await until('the warning', async () => {
      const now = await shownOn(page);
      return now.length > 0 ? now : undefined;
    });
    expect(shown.map(({ title }) => title)).toEqual([`Respons: 90% waktu terpakai – ${first.number}`]);
    expect(shown[0]?.body).toMatch(/^Sisa waktu 1 m\. Tenggat .+ WIB\.\nAplikasi izin usaha mati$/);
    const lines = await until('the line in the journal', async () => {
      const told = await toldLines(page, first);
      return told.length > 0 ? told : undefined;
    });
    expect(lines).toEqual([['response 90 operator']]);
    expect(await shownOn(second)).toEqual([]);
  });

  it('LAD-3 LAD-5 wakes in the tab that is left to the right states and one summary', async () => {
    const other = await register(page, 'Aplikasi absensi mati');
    const before = await second.evaluate(() => Date.now());
    await page.close();
    // The tab that took over looks for what came due meanwhile, after a moment for the exchange.
    await second.clock.fastForward(minute / 6);
    await second.clock.fastForward(3 * day);
    const shown = await until('the summary', async () => {
      const now = await shownOn(second);
      return now.length > 0 ? now : undefined;
    });
    const due = await dueBetween(second, before, await second.evaluate(() => Date.now()));
    const late = due.filter((share) => share >= 1).length;
    expect(late).toBeGreaterThanOrEqual(6);
    expect(shown).toEqual([
      {
        title: `${due.length} tenggat lewat atau mendekat selama komputer tertidur atau aplikasi tertutup`,
        body: `${late} terlambat, ${due.length - late} peringatan`,
      },
    ]);
    // Three days without the server are the limit (F23): what came due is told all the same, and shown behind the password.
    await second.getByRole('heading', { name: 'Layar terkunci' }).waitFor();
    await second.getByLabel('Kata sandi', { exact: true }).fill(demoPassword);
    await second.getByRole('button', { name: 'Buka', exact: true }).click();
    for (const { number } of [first, other]) {
      const row = second.getByRole('row').filter({ hasText: number });
      expect(await row.locator('[data-column="due"]').textContent()).toContain('lewat');
    }
    const allLate = ['handling 100 operator', 'resolution 100 operator', 'response 100 operator'];
    for (const [ticket, lines] of [
      [first, [['response 90 operator'], allLate]],
      [other, [allLate]],
    ] as const) {
      const written = await until('the lines in the journal', async () => {
        const told = await toldLines(second, ticket);
        return told.length >= lines.length ? told : undefined;
      });
      expect(written).toEqual(lines);
    }
    await second.clock.fastForward(minute);
    await second.clock.runFor(5_000);
    expect(await shownOn(second)).toHaveLength(1);
  });
});
