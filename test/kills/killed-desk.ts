import { hash } from 'node:crypto';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { DeskBrowser } from '../e2e/support/browser.ts';
import { demoPassword } from '../e2e/support/desk-person.ts';
import type { FaultyProxy } from '../e2e/support/faulty-proxy.ts';
import { deviceTickets, openTicketPage, untilConnected } from '../e2e/support/ticket-steps.ts';
import { until } from '../e2e/support/until.ts';
import { pause } from '../power/cut-plan.ts';
import { lookAtDesk, openPatiently, pulledPages } from '../power/desk-copy.ts';
import { keptNotes, registerTicket, startWriting } from '../power/person.ts';
import type { Tally } from '../support/tally.ts';
import { type ClientKill, patienceMs } from './kill-plan.ts';

/** A file that was chosen, with what becomes of it. */
interface ChosenFile {
  readonly name: string;
  readonly sha256: string;
}

/** One person's browser on one profile, killed in the middle of everything and started again. */
export class KilledDesk {
  /** Files the screen has said are kept. */
  readonly files: ChosenFile[] = [];
  readonly #folder: string;
  readonly #proxy: FaultyProxy;
  readonly #tally: Tally;
  readonly #prefix: string;
  readonly #isHasty: boolean;
  /** What the screen has said is saved. */
  readonly #kept = new Set<string>();
  readonly #since: string[] = [];
  #browser: DeskBrowser | null = null;
  #ticket: string | null = null;
  #turn = 0;

  constructor(
    folder: string,
    proxy: FaultyProxy,
    tally: Tally,
    options: { readonly prefix: string; readonly isHasty: boolean },
  ) {
    this.#folder = folder;
    this.#proxy = proxy;
    this.#tally = tally;
    this.#prefix = options.prefix;
    this.#isHasty = options.isHasty;
    mkdirSync(folder, { recursive: true });
  }

  get kept(): ReadonlySet<string> {
    return this.#kept;
  }

  /** Starts the browser, works until the moment has come, and kills it. */
  async kill(kill: ClientKill): Promise<void> {
    this.#turn += 1;
    if (kill.kind === 'first pull') {
      const held = this.#proxy.onNextFirstPull(kill.after * 1024);
      const page = await this.#start();
      if (await this.#isAtLogIn(page)) await this.#logIn(page);
      await Promise.race([held, untilConnected(page, true)]);
      await pause(kill.ms);
      const pages = await pulledPages(page).catch(() => 0);
      await this.#end(`first pull, ${pages} pages stored`);
      return;
    }
    const page = await this.open();
    await startWriting(page, `${this.#prefix}${this.#turn}-`, this.#isHasty);
    if (kill.kind === 'attachment') await this.#attach(page, kill);
    else if (kill.kind === 'push received' || kill.kind === 'push answered') await this.#exchange(page, kill);
    else await this.#work(page, kill);
    this.#proxy.mend();
  }

  /**
   * Starts the browser again and waits until the app has its data; what was saved before the kills since the last time
   * is looked for. Resolves with the page, on the ticket of this desk.
   */
  async open(): Promise<Page> {
    const page = await this.#start();
    if (await this.#isAtLogIn(page)) {
      if (this.#ticket !== null) await this.#keepEvidence(page);
      await this.#logIn(page);
    }
    await page.getByText('menunggu dikirim').first().waitFor();
    const mine = (name: string) => name.startsWith(this.#prefix);
    const { held, faults } = await lookAtDesk(page, mine);
    // What is wrong is counted once, at the last kill.
    for (const [at, note] of this.#since.entries())
      this.#tally.add(this.#kept, (name) => held.has(name), at < this.#since.length - 1 ? [] : faults, note);
    this.#since.length = 0;
    if (this.#ticket === null) {
      await untilConnected(page, true);
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      const ticket = await until(
        'a ticket to write on',
        async () =>
          (await deviceTickets(page)).find(
            ({ state, openEscalation }) => state === 'in_progress' && openEscalation === null,
          ),
        patienceMs,
      );
      await openTicketPage(page, ticket);
      this.#ticket = page.url();
    } else {
      await page.goto(this.#ticket);
      await page.getByRole('article').first().waitFor();
    }
    return page;
  }

  /** SIGKILL, whatever it is at. */
  async close(): Promise<void> {
    await this.#browser?.kill();
    this.#browser = null;
  }

  async #start(): Promise<Page> {
    const browser = await openPatiently(path.join(this.#folder, 'profile'));
    this.#browser = browser;
    await browser.page.goto(this.#proxy.origin);
    return browser.page;
  }

  /** The app has forgotten who works here: what was seen and what was on the disk, for whoever has to find out why. */
  async #keepEvidence(page: Page): Promise<void> {
    const place = path.join('test-results', `killed-desk-${process.pid}-${this.#turn}`);
    this.#tally.fault(`the person had to log in again; the profile is kept in ${place}`);
    mkdirSync(place, { recursive: true });
    await page.screenshot({ path: path.join(place, 'page.png') }).catch(() => undefined);
    cpSync(path.join(this.#folder, 'profile'), path.join(place, 'profile'), { recursive: true });
  }

  async #isAtLogIn(page: Page): Promise<boolean> {
    const name = page.getByRole('textbox', { name: 'Nama pengguna' });
    await name.or(page.getByText('menunggu dikirim')).first().waitFor();
    return name.isVisible();
  }

  async #logIn(page: Page): Promise<void> {
    await page.getByRole('textbox', { name: 'Nama pengguna' }).fill('operator');
    await page.locator('input[type=password]').fill(demoPassword);
    await page.keyboard.press('Enter');
  }

  async #end(note: string): Promise<void> {
    await this.close();
    this.#since.push(note);
  }

  /** Counts what the screen says is saved right now, and kills. */
  async #killNow(page: Page, note: string): Promise<void> {
    for (const text of await keptNotes(page)) this.#kept.add(text);
    await this.#end(note);
  }

  async #untilMoreNotes(page: Page, count: number): Promise<void> {
    await until(
      'more notes to be saved',
      async () => ((await keptNotes(page)).length >= count ? true : undefined),
      patienceMs,
    );
  }

  /** Notes in one window, new tickets in another, with a line or without. */
  async #work(page: Page, { kind, after, ms }: ClientKill): Promise<void> {
    if (kind === 'offline') this.#proxy.cut();
    const window = await page.context().newPage();
    let isOver = false;
    const registering = async () => {
      for (let ticket = 1; !isOver; ticket += 1) {
        const title = `Tiket ${this.#prefix}${this.#turn}-${ticket}`;
        this.#kept.add(await registerTicket(window, this.#proxy.origin, title));
      }
    };
    const registered = registering().catch((error: unknown) => {
      if (!isOver) this.#tally.fault(`no more tickets: ${String(error)}`);
    });
    const before = this.#kept.size;
    // On every second time at least one ticket is saved before.
    if (after % 2 === 0)
      await until('a ticket to be saved', () => (this.#kept.size > before ? true : undefined), patienceMs);
    await this.#untilMoreNotes(page, after);
    await pause(ms);
    isOver = true;
    await this.#killNow(page, kind);
    await registered;
  }

  /** In the middle of a push: before the server has it, or while its answer is taken in. */
  async #exchange(page: Page, { kind, ms }: ClientKill): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const strike = () => this.#killNow(page, kind).then(resolve, reject);
      const isBefore = kind === 'push received';
      void this.#proxy
        .onNextPush(isBefore ? { received: () => pause(ms / 4).then(strike) } : {})
        .then(() => (isBefore ? undefined : pause(ms / 4).then(strike)));
    });
  }

  /** A text of 1.5 MB, killed while it is kept or while it is on its way to the server. */
  async #attach(page: Page, { after, ms }: ClientKill): Promise<void> {
    const turn = this.#turn;
    const name = `${this.#prefix}${turn}.txt`;
    const lines = Array.from({ length: 70_000 }, (_, at) => `${this.#prefix}${turn} ${at}\n`);
    const file = path.join(this.#folder, name);
    writeFileSync(file, lines.join(''));
    const panel = page.getByRole('region', { name: 'Lampiran' });
    await panel.locator('input[type=file]').setInputFiles(file);
    const isKept = panel.getByText(name).first();
    // Every second time the kill comes while the file is being kept.
    if (after % 2 === 0) await isKept.waitFor();
    await pause(after % 2 === 0 ? ms * 4 : ms);
    if (await isKept.isVisible()) {
      this.#kept.add(name);
      this.files.push({ name, sha256: hash('sha256', lines.join('')) });
    }
    await this.#killNow(page, after % 2 === 0 ? 'file on its way' : 'file being kept');
  }
}
