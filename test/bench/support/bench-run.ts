import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { demoPassword } from '../../../server/demo/fill-database.ts';
import { type DeskBrowser, openBrowser } from '../../e2e/support/browser.ts';
import type { Login } from '../page/contract.ts';
import { type BenchServer, startServer } from './bench-server.ts';
import { buildBenchWeb } from './bench-web.ts';
import { benchFolder, freshFixture } from './fixture.ts';

/** An operator of the demo who works for every office. */
export const operator: Login = { username: 'operator.lina', password: demoPassword };

/** What benches of one run share: servers by number of tickets, the built web folder; browsers with profiles of their own. */
export class BenchRun {
  readonly #say: (text: string) => void;
  readonly #servers = new Map<number, BenchServer>();
  readonly #folders: string[] = [];
  readonly #browsers: DeskBrowser[] = [];
  #web: string | undefined;

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  /** The folder every server of this run serves: the built app and the bench page. */
  async web(): Promise<string> {
    if (this.#web === undefined) {
      this.#web = await buildBenchWeb(this.#say);
      this.#folders.push(this.#web);
    }
    return this.#web;
  }

  /** A running server with so many tickets; the same one until it is stopped. */
  async server(tickets: number): Promise<BenchServer> {
    const running = this.#servers.get(tickets);
    if (running !== undefined) return running;
    const web = await this.web();
    const data = await freshFixture(tickets, this.#say);
    this.#folders.push(data);
    const server = await startServer(data, web);
    this.#servers.set(tickets, server);
    return server;
  }

  /** Stops it; the next `server` starts from the untouched fixture. */
  async stopServer(tickets: number): Promise<void> {
    const server = this.#servers.get(tickets);
    this.#servers.delete(tickets);
    await server?.stop();
  }

  /** A browser with an empty profile. */
  async browser(): Promise<DeskBrowser> {
    mkdirSync(benchFolder, { recursive: true });
    const profile = mkdtempSync(join(benchFolder, 'profile-'));
    this.#folders.push(profile);
    const browser = await openBrowser(profile);
    this.#browsers.push(browser);
    return browser;
  }

  /** Ends everything and removes what this run made. */
  async close(): Promise<void> {
    for (const browser of this.#browsers) await browser.close();
    for (const server of this.#servers.values()) await server.stop();
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }
}
