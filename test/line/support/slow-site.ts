import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import people from '#resources/demo/people.json' with { type: 'json' };
import { operator } from '../../bench/support/bench-run.ts';
import { buildBenchWeb } from '../../bench/support/bench-web.ts';
import { openBrowser } from '../../e2e/support/browser.ts';
import { freePort, runCli, ServerProcess } from '../../e2e/support/server-process.ts';
import { until } from '../../e2e/support/until.ts';
import { ByteLine, type LineQuality } from './byte-line.ts';
import type { Cut } from './cut-plan.ts';
import { type DeskState, deskState } from './desk-state.ts';
import { HeapWatch } from './heap-watch.ts';
import type { LinePlan } from './line-plan.ts';
import { devicePrints, serverPrints } from './row-prints.ts';
import { SlowDesk } from './slow-desk.ts';
import { tellProgress, usabilityLines } from './slow-report.ts';

/** F39: what the window and the worker may hold, MB each; the browser is started with this limit. */
const heapLimit = 512;
const lookEveryMs = 5_000;

/** 256 kbit/s in each direction, and a bad answer time. */
export const slowLine: LineQuality = { bytesPerSecond: 32_000, latencyMs: 300, nextCut: () => null };

/** The app itself comes, data does not: as when the server's data base stands still. */
export const dataStops: LineQuality = {
  bytesPerSecond: null,
  latencyMs: 0,
  nextCut: ({ path }): Cut | null =>
    path.startsWith('/api/') ? { place: 'before', share: 0, streamBytes: 0 } : null,
};

const offices: readonly string[] = [
  people.find(({ username }) => username === operator.username)?.scope ?? [],
].flat();

/** What is done once a share of the rows is there. */
export interface Stage {
  readonly at: number;
  run(): Promise<void>;
}

/** A server, and one browser with little memory behind a line that can be made slow. */
export class SlowSite {
  readonly store: { readonly data: string };
  readonly server: ServerProcess;
  readonly line: ByteLine;
  readonly page: Page;
  readonly desk: SlowDesk;
  readonly #heap: HeapWatch;
  readonly #plan: LinePlan;

  private constructor(
    plan: LinePlan,
    store: { readonly data: string },
    server: ServerProcess,
    line: ByteLine,
    page: Page,
    desk: SlowDesk,
    heap: HeapWatch,
  ) {
    this.#plan = plan;
    this.store = store;
    this.server = server;
    this.line = line;
    this.page = page;
    this.desk = desk;
    this.#heap = heap;
  }

  /** The demo's data, the server running, nobody signed in. */
  static async open(plan: LinePlan): Promise<SlowSite> {
    const { place, say } = plan;
    const store = { data: join(place.folder, 'data') };
    const web = place.keep(await buildBenchWeb(say), async (folder) =>
      rmSync(folder, { recursive: true, force: true }),
    );
    runCli(store, ['demo', '--tickets', '600']);
    const port = await freePort();
    const server = place.keep(new ServerProcess(store, port, web), (one) => one.stop());
    await server.start();
    const line = place.keep(await ByteLine.open(port), (one) => one.close());
    const profile = join(place.folder, 'profile');
    const limit = `--js-flags=--max-old-space-size=${heapLimit}`;
    const { page } = place.keep(await openBrowser(profile, [limit]), (one) => one.close());
    const desk = await SlowDesk.at(page);
    const heap = place.keep(await HeapWatch.open(profile), async (one) => one.close());
    return new SlowSite(plan, store, server, line, page, desk, heap);
  }

  /**
   * Looks on until everything is there, runs the stages on the way, and tells how far it is. Returns what went wrong.
   * @param share how much of what is to come is there, from 0 to 1.
   */
  async follow(share: (state: DeskState) => number, stages: Stage[]): Promise<string[]> {
    const { say, minutes } = this.#plan;
    const faults: string[] = [];
    const started = performance.now();
    let reached = 0;
    for (;;) {
      const state = await deskState(this.page);
      const memory = await this.#heap.look();
      await this.desk.noteBlocks();
      const there = share(state);
      tellProgress(say, { started, there, state, memory, counts: this.line.counts });
      if (there < reached) faults.push(`rows were lost again: ${there} of ${reached}`);
      reached = there;
      const next = stages[0];
      if (next !== undefined && there >= next.at) {
        stages.shift();
        await next.run();
        continue;
      }
      if (state.outbox === 0 && there >= 1 && stages.length === 0) break;
      if (performance.now() - started > minutes * 60_000) {
        faults.push(`not through after ${minutes} minutes`);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
    say(`through after ${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
    const { highest } = this.#heap;
    for (const words of usabilityLines(this.desk.usability, highest)) say(words);
    if (Math.max(highest.page, highest.worker) > heapLimit) faults.push('more memory than allowed');
    return faults;
  }

  /** What a person does while the desk is busy. */
  async tryOut(when: string): Promise<void> {
    await this.desk.search('jaringan');
    await this.desk.register(`Printer loket ${when}`);
  }

  async cutFor(ms: number): Promise<void> {
    this.line.cut();
    await new Promise((resolve) => setTimeout(resolve, ms));
    this.line.mend();
    await this.syncNow();
  }

  async syncNow(): Promise<void> {
    await this.page.getByRole('button', { name: 'Sinkronkan sekarang' }).click();
  }

  /** Whatever the device and the server do not have alike once everything is through. */
  async differences(): Promise<string[]> {
    this.line.become({ ...slowLine, bytesPerSecond: null, latencyMs: 0 });
    await this.syncNow();
    await until('the last of it', async () => ((await deskState(this.page)).outbox === 0 ? true : undefined));
    const state = await deskState(this.page);
    const device = await devicePrints(this.page);
    await this.server.stop();
    const there = await serverPrints(this.store, offices);
    const differing = [...there].filter(([key, print]) => device.get(key) !== print).map(([key]) => key);
    const surplus = [...device.keys()].filter((key) => !there.has(key));
    const faults: string[] = [];
    if (differing.length + surplus.length > 0)
      faults.push(
        `${differing.length} rows differ (${differing[0]}), ${surplus.length} are not on the server (${surplus[0]})`,
      );
    if (state.shadows + state.parked + state.reviews.length > 0)
      faults.push(`left: ${JSON.stringify(state)}`);
    return faults;
  }
}
