import type { Page } from 'playwright-core';
import { watchLongTasks, watchPaints } from '../../bench/page/app-watch.ts';
import { paintAfter } from '../../bench/support/app-page.ts';
import { fillRegistration } from '../../e2e/support/staffed-server.ts';
import { goTo } from '../../e2e/support/ticket-steps.ts';

/** How a person at the desk fared while it was busy, ms. */
export interface Usability {
  /** Tasks of the window's thread above 50 ms. */
  readonly blocks: number[];
  /** From a key in the search field to the painted list. */
  readonly searches: number[];
  /** From the page asked for to the list's first rows. */
  readonly opened: number[];
  /** A whole ticket by FRM-002, from the list to "tercatat". */
  readonly registered: number[];
}

const firstCell = '[role=grid] [role=gridcell]';

/** Looks over a person's shoulder: does what people do, and measures how long it takes. */
export class SlowDesk {
  readonly usability: Usability = { blocks: [], searches: [], opened: [], registered: [] };
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async at(page: Page): Promise<SlowDesk> {
    await page.addInitScript(watchLongTasks);
    await page.addInitScript(watchPaints);
    return new SlowDesk(page);
  }

  /** Opens the app, or loads it again, and waits for the list. */
  async open(origin: string): Promise<void> {
    await this.noteBlocks();
    const start = performance.now();
    if (this.#page.url().startsWith(`${origin}/#`)) await this.#page.reload();
    else await this.#page.goto(`${origin}/#/tiket`);
    await this.untilRows();
    this.usability.opened.push(performance.now() - start);
  }

  /** Waits for the first rows of the list; what the list says. */
  async untilRows(): Promise<string> {
    await this.#page.locator(firstCell).first().waitFor({ timeout: 120_000 });
    return (await this.#page.getByRole('grid').textContent()) ?? '';
  }

  /** Types a word letter by letter into the search field, and takes it away. */
  async search(word: string): Promise<void> {
    await goTo(this.#page, '/tiket');
    await this.#page.click('input[type=search]');
    for (const key of [...word, 'Escape']) {
      const ms = await paintAfter(this.#page, () => this.#page.keyboard.press(key));
      if (ms !== undefined) this.usability.searches.push(ms);
    }
  }

  async register(title: string): Promise<void> {
    const start = performance.now();
    await fillRegistration(this.#page, title);
    this.usability.registered.push(performance.now() - start);
    await goTo(this.#page, '/tiket');
  }

  /** Takes over what the page has noted, before it is left. */
  async noteBlocks(): Promise<void> {
    const tasks = await this.#page
      .evaluate(() => (window.longTasks ?? []).splice(0).map(({ duration }) => duration))
      .catch(() => []);
    this.usability.blocks.push(...tasks);
  }
}
