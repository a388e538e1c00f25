import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { type JournalEntry, journalEntrySchema } from '#shared/domain/journal.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { type DeskBrowser, openBrowser } from './browser.ts';
import { fillWithDemo } from './demo-data.ts';
import { signIn, untilSent } from './desk-person.ts';
import { FaultyProxy } from './faulty-proxy.ts';
import { type SeenRows, type ServerContent, serverContent } from './seen-rows.ts';
import { copyOfApp, freePort, runCli, ServerProcess, type ServerStore } from './server-process.ts';
import { deviceTickets, openTicketPage, untilConnected } from './ticket-steps.ts';

/** One operator with a browser and a line to the server of their own. */
export interface Desk {
  readonly proxy: FaultyProxy;
  readonly browser: DeskBrowser;
  readonly page: Page;
}

/** Two operators who work on the same tickets, and the server between them. */
export class TwoDesks {
  readonly rizki: Desk;
  readonly lina: Desk;
  readonly server: ServerProcess;
  readonly #folder: string;
  readonly #store: ServerStore;
  readonly #tickets: Ticket[];

  private constructor(
    folder: string,
    store: ServerStore,
    server: ServerProcess,
    desks: { rizki: Desk; lina: Desk },
    tickets: Ticket[],
  ) {
    this.#folder = folder;
    this.#store = store;
    this.server = server;
    this.rizki = desks.rizki;
    this.lina = desks.lina;
    this.#tickets = tickets;
  }

  static async open(): Promise<TwoDesks> {
    const folder = mkdtempSync(join(tmpdir(), 'tanggap-e2e-'));
    const store = { data: join(folder, 'data') };
    const web = copyOfApp(folder);
    fillWithDemo(store, 150);
    const port = await freePort();
    const server = new ServerProcess(store, port, web);
    await server.start();
    const sitDown = async (username: string): Promise<Desk> => {
      const proxy = await FaultyProxy.open(port);
      const browser = await openBrowser(join(folder, username));
      await signIn(browser.page, proxy.origin, username);
      await untilConnected(browser.page, true);
      return { proxy, browser, page: browser.page };
    };
    const desks = { rizki: await sitDown('operator'), lina: await sitDown('operator.lina') };
    const tickets = (await deviceTickets(desks.rizki.page)).filter(
      ({ state, openEscalation }) => state === 'in_progress' && openEscalation === null,
    );
    return new TwoDesks(folder, store, server, desks, tickets);
  }

  get desks(): readonly Desk[] {
    return [this.rizki, this.lina];
  }

  /** A ticket in hand that no test has worked with, opened at both desks. */
  async freshTicket(): Promise<Ticket> {
    const ticket = this.#tickets.pop();
    if (ticket === undefined) throw new Error('no ticket left');
    for (const { page } of this.desks) await openTicketPage(page, ticket);
    return ticket;
  }

  /** What the server's database holds, read past the server while it stands still; it must not run. */
  readStore(): Promise<ServerContent> {
    return serverContent(this.#store);
  }

  /** The same, with the server stopped before and started after. */
  async onTheServer(): Promise<ServerContent> {
    await this.server.stop();
    const content = await this.readStore();
    await this.server.start();
    for (const { page } of this.desks) {
      await syncNow(page);
      await untilConnected(page, true);
    }
    return content;
  }

  /** Runs a command of the administrator while the server stands still. */
  async administer(args: readonly string[], input = ''): Promise<void> {
    await this.server.stop();
    runCli(this.#store, args, input);
    await this.server.start();
  }

  /** What each person saw when a step failed, for whoever has to find out why. */
  async keepPictures(test: string): Promise<void> {
    mkdirSync('test-results', { recursive: true });
    const name = test.replace(/\W+/g, '-').slice(0, 40);
    for (const [person, { page }] of Object.entries({ rizki: this.rizki, lina: this.lina }))
      await page.screenshot({ path: join('test-results', `${name}-${person}.png`) }).catch(() => undefined);
  }

  async close(): Promise<void> {
    for (const { browser, proxy } of this.desks) {
      await browser.close();
      await proxy.close();
    }
    await this.server.stop();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Presses "Sinkronkan sekarang": the tests do not wait for a back-off. */
export async function syncNow(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sinkronkan sekarang' }).click();
}

export async function leaveNetwork({ proxy, page }: Desk): Promise<void> {
  proxy.cut();
  await untilConnected(page, false);
}

/** The network is back, and everything that waited is sent. */
export async function comeBack({ proxy, page }: Desk): Promise<void> {
  proxy.mend();
  await syncNow(page);
  await untilConnected(page, true);
  await untilSent(page);
}

/** Journal entries whose text contains `text`. */
export function journalWith({ rows }: { readonly rows: SeenRows }, text: string): JournalEntry[] {
  return [...rows]
    .filter(([key]) => key.startsWith('journal|'))
    .map(([, row]) => journalEntrySchema.parse(JSON.parse(row)))
    .filter((entry) => entry.text.includes(text));
}

/** Each device's mutations are 1, 2, 3 … without a gap or a repetition. */
export function expectExactlyOnce({ mutations }: ServerContent): void {
  for (const sent of Map.groupBy(mutations, ({ device }) => device).values())
    expect(sent.map(({ id }) => id)).toEqual(sent.map((_, at) => at + 1));
}
