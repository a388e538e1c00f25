import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Ticket } from '#shared/domain/ticket.ts';
import { openBrowser } from './browser.ts';
import { fillWithDemo } from './demo-data.ts';
import { signIn } from './desk-person.ts';
import { FaultyProxy } from './faulty-proxy.ts';
import { copyOfApp, freePort, ServerProcess } from './server-process.ts';
import { deviceTickets, goTo, openTicketPage, untilConnected } from './ticket-steps.ts';
import type { Desk } from './two-desks.ts';
import { until } from './until.ts';

/** A server with the demo's data and people of several roles at it, each on a line of their own. */
export class StaffedServer {
  readonly #folder: string;
  readonly #server: ServerProcess;
  readonly #desks: ReadonlyMap<string, Desk>;

  private constructor(folder: string, server: ServerProcess, desks: ReadonlyMap<string, Desk>) {
    this.#folder = folder;
    this.#server = server;
    this.#desks = desks;
  }

  static async open(usernames: readonly string[]): Promise<StaffedServer> {
    const folder = mkdtempSync(join(tmpdir(), 'tanggap-e2e-'));
    const store = { data: join(folder, 'data') };
    const web = copyOfApp(folder);
    fillWithDemo(store, 150);
    const port = await freePort();
    const server = new ServerProcess(store, port, web);
    await server.start();
    const desks = new Map<string, Desk>();
    for (const username of usernames) {
      const proxy = await FaultyProxy.open(port);
      const browser = await openBrowser(join(folder, username));
      await signIn(browser.page, proxy.origin, username);
      await untilConnected(browser.page, true);
      desks.set(username, { proxy, browser, page: browser.page });
    }
    return new StaffedServer(folder, server, desks);
  }

  desk(username: string): Desk {
    const desk = this.#desks.get(username);
    if (desk === undefined) throw new Error(`nobody signed in as ${username}`);
    return desk;
  }

  /** What each person saw when a step failed, for whoever has to find out why. */
  async keepPictures(test: string): Promise<void> {
    mkdirSync('test-results', { recursive: true });
    const name = test.replace(/\W+/g, '-').slice(0, 40);
    for (const [person, { page }] of this.#desks)
      await page.screenshot({ path: join('test-results', `${name}-${person}.png`) }).catch(() => undefined);
  }

  async close(): Promise<void> {
    for (const { browser, proxy } of this.#desks.values()) {
      await browser.close();
      await proxy.close();
    }
    await this.#server.stop();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A ticket of low urgency and impact by FRM-002: 48 working hours in the demo's own office. */
export async function register(page: Page, title: string): Promise<Ticket> {
  await fillRegistration(page, title);
  return until('the ticket on the device', async () =>
    (await deviceTickets(page)).find((ticket) => ticket.title === title),
  );
}

/** The same, up to the page that says it is recorded. */
export async function fillRegistration(page: Page, title: string): Promise<void> {
  // The page that says what was saved has the form's own address.
  await goTo(page, '/tiket');
  await goTo(page, '/formulir/frm-002');
  await page.getByRole('textbox', { name: 'Judul Tiket' }).fill(title);
  await page.getByRole('textbox', { name: 'Klien', exact: false }).first().fill('Sri Wahyuni');
  await page.getByLabel('Kategori Tiket').selectOption({ label: 'Insiden - Jaringan' });
  await page.getByRole('textbox', { name: 'Isi Tiket' }).fill('Sambungan di loket sering terputus.');
  for (const group of ['Urgensi', 'Dampak'])
    await page
      .getByRole('radiogroup', { name: group })
      .getByRole('radio', { name: /^Rendah/ })
      .check();
  await page.getByRole('textbox', { name: 'Isi Tiket' }).press('Control+Enter');
  await page.getByRole('heading', { name: /tercatat/ }).waitFor();
}

/** What the ticket's page says of its resolution target. */
export async function resolutionOf(page: Page, ticket: Ticket): Promise<string> {
  await openTicketPage(page, ticket);
  const line = page.getByRole('listitem').filter({ hasText: 'Penyelesaian' }).first();
  return (await line.textContent()) ?? '';
}
