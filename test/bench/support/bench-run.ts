import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { demoPassword } from '../../../server/demo/fill-database.ts';
import { type DeskBrowser, openBrowser } from '../../e2e/support/browser.ts';
import { freePort, ServerProcess, type ServerStore } from '../../e2e/support/server-process.ts';
import type { Login } from '../page/contract.ts';
import { BenchPostgres } from './bench-postgres.ts';
import { type BenchServer, startServer } from './bench-server.ts';
import { buildBenchWeb } from './bench-web.ts';
import { benchFolder, freshFixture } from './fixture.ts';
import { PeerServer } from './peer-server.ts';
import { ticketsOnServer } from './server-tickets.ts';

/** An operator of the demo who works for every office. */
export const operator: Login = { username: 'operator.lina', password: demoPassword };

/** `small`: a tenth of everything, to try a bench out; `full`: peers measured with 100,000 tickets too. */
export type BenchSize = 'small' | 'usual' | 'full';

/** What benches of one run share: servers by number of tickets, the built web folder; browsers with profiles of their own. */
export class BenchRun {
  readonly size: BenchSize;
  readonly #say: (text: string) => void;
  readonly #servers = new Map<number, BenchServer>();
  readonly #folders: string[] = [];
  readonly #browsers: DeskBrowser[] = [];
  readonly #ends: (() => Promise<void>)[] = [];
  #web: string | undefined;
  #postgres: BenchPostgres | undefined;

  constructor(size: BenchSize, say: (text: string) => void) {
    this.size = size;
    this.#say = say;
  }

  /** So many, or in a small run a tenth of it. */
  scaled(count: number): number {
    return this.size === 'small' ? count / 10 : count;
  }

  /** Tells the person who waits what is under way; no part of the figures. */
  say(text: string): void {
    this.#say(text);
  }

  /** Adds something that must be ended with the run, however it ends; the last added goes first. */
  endsWith(end: () => Promise<void>): void {
    this.#ends.push(end);
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

  /** The PostgreSQL of this run. */
  async postgres(): Promise<BenchPostgres> {
    if (this.#postgres === undefined) {
      const postgres = await BenchPostgres.start();
      this.#postgres = postgres;
      this.endsWith(() => postgres.stop());
    }
    return this.#postgres;
  }

  /** A server process of the product on a database or folder. Ends with the run, or by itself. */
  async serverOn(store: ServerStore): Promise<ServerProcess> {
    const more = { serve: ['--requests-per-minute', '1000000'] };
    const server = new ServerProcess(store, await freePort(), await this.web(), more);
    this.endsWith(() => server.stop('SIGKILL'));
    await server.start();
    return server;
  }

  /** Stops it; the next `server` starts from the untouched fixture. */
  async stopServer(tickets: number): Promise<void> {
    const server = this.#servers.get(tickets);
    this.#servers.delete(tickets);
    await server?.stop();
  }

  /** The server of the peers, with the tickets of a server of the product. Ends with the run, or by itself. */
  async peers(origin: string): Promise<PeerServer> {
    const server = await PeerServer.start(await this.web(), await ticketsOnServer(origin, operator));
    this.endsWith(() => server.stop());
    return server;
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
    for (const end of this.#ends.reverse()) await end();
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }
}
