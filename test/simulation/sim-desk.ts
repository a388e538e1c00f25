import type { DeskStore, SessionService } from '../../renderer/data/contract.ts';
import type { LocalStore } from '../../renderer/data/local/mutate.ts';
import type { SyncEngine } from '../../renderer/data/sync/engine.ts';
import type { ExchangeEnd } from '../../renderer/data/sync/exchange-end.ts';
import type { Environment } from '../../renderer/data/system-environment.ts';
import { MemoryHub } from '../client/support/memory-line.ts';
import { type AppProcess, CrashStore, startProcess } from './crash-store.ts';
import { openApp, openWorker } from './desk-app.ts';
import { askDirectly, surroundingsOf } from './desk-surroundings.ts';
import type { SimNetwork } from './network.ts';
import { password, type SimServer } from './sim-server.ts';

/** How a killed app ended: by itself, or with the power of the whole computer. */
export type Ending = 'kill' | 'power';

/** One computer with one profile: its storage, its clock, its app while it runs, and the person at it. */
export class SimDesk {
  readonly no: number;
  #username: string;
  readonly #server: SimServer;
  readonly #network: SimNetwork;
  readonly #store: CrashStore;
  #process: AppProcess = startProcess();
  #hub = new MemoryHub();
  /** Who holds a lock of the profile by name; a dead process gives its locks back. */
  #locks = new Map<string, Promise<unknown>>();
  #windows: DeskStore[] = [];
  /** The service of the first window. */
  #service: SessionService | null = null;
  #engine: SyncEngine | null = null;
  #local: LocalStore | null = null;
  #exchange: Promise<ExchangeEnd> | null = null;
  #lastEnd: ExchangeEnd | null = null;
  /** The app whose requests go straight to the server: no faults on them. */
  #direct: AppProcess | null = null;
  isOnline = true;
  /** The computer's clock runs ahead of true time by so much. */
  skewMs = 0;

  constructor(
    no: number,
    username: string,
    server: SimServer,
    network: SimNetwork,
    store: CrashStore = new CrashStore(),
  ) {
    this.no = no;
    this.#username = username;
    this.#server = server;
    this.#network = network;
    this.#store = store;
  }

  /** Who works here now. */
  get username(): string {
    return this.#username;
  }

  get isRunning(): boolean {
    return this.#process.alive && this.#windows.length > 0;
  }

  get isExchanging(): boolean {
    return this.#exchange !== null;
  }

  get lastEnd(): ExchangeEnd | null {
    return this.#lastEnd;
  }

  get windows(): readonly DeskStore[] {
    return this.#windows;
  }

  get process(): AppProcess {
    return this.#process;
  }

  get store(): CrashStore {
    return this.#store;
  }

  get local(): LocalStore {
    if (this.#local === null) throw new Error(`desk ${this.no} has no store`);
    return this.#local;
  }

  readonly #environment: Environment = surroundingsOf({
    no: () => this.no,
    now: () => this.#server.now,
    skewMs: () => this.skewMs,
    locks: () => this.#locks,
    ask: (path, init) => {
      if (!this.#process.alive) return new Promise(() => undefined);
      if (this.#direct === this.#process) return askDirectly(this.#server, path, init);
      if (!this.isOnline) return Promise.reject(new TypeError('no network'));
      return this.#network.fetch(this.no, this.#process, path, init);
    },
  });

  #session(): SessionService {
    return openApp(this.no, this.#environment, this.#store.open(this.#process), this.#hub);
  }

  /** The person logs in; the line is good while it lasts. False where the server does not let the person in. */
  async signIn(): Promise<boolean> {
    return this.directly(async () => {
      this.#service ??= this.#session();
      const result = await this.#service.signIn(this.#username, password);
      // The page stays with the person until a log-in succeeds; here the app is started again, as by somebody impatient.
      if (!result.ok && result.error === 'storage') await this.end('kill');
      if (!result.ok) return false;
      if (!this.#windows.includes(result.value)) this.#windows = [result.value];
      await this.#openWorker(result.value.me.id);
      return true;
    });
  }

  /** Does something while requests go straight to the server. */
  async directly<T>(work: () => Promise<T>): Promise<T> {
    const process = this.#process;
    this.#direct = process;
    try {
      return await work();
    } finally {
      if (this.#direct === process) this.#direct = null;
      await this.#store.settled();
    }
  }

  /** The app is started again on what the disk holds; without a remembered user it asks for a log-in. */
  async restart(): Promise<boolean> {
    this.#process = startProcess();
    this.#hub = new MemoryHub();
    this.#locks = new Map();
    this.#service = this.#session();
    const store = await this.#service.restore();
    await this.#store.settled();
    if (store === null) return this.signIn();
    this.#username = store.me.id;
    this.#windows = [store];
    await this.#openWorker(store.me.id);
    return true;
  }

  /** The person leaves, unsent work waits on the computer, and another one logs in; false where that fails. */
  async handOver(to: string): Promise<boolean> {
    const service = this.#service;
    if (service === null || this.isExchanging) return false;
    this.#process.dieAtWrite = this.#process.dieAtCommit = this.#process.fullAtWrite = null;
    // The worker ends with its windows; what the first window cannot close, the others leave behind.
    await this.directly(() => service.signOut(true));
    this.#windows = [];
    this.#service = null;
    this.#engine = null;
    this.#username = to;
    await this.#store.settled();
    return this.signIn();
  }

  /** A second window of the same person. */
  async openWindow(): Promise<void> {
    const store = await this.#session().restore();
    await this.#store.settled();
    if (store !== null) this.#windows.push(store);
  }

  async #openWorker(userId: string): Promise<void> {
    const factory = this.#store.open(this.#process);
    const { store, engine } = await openWorker(userId, this.#environment, factory, this.#hub);
    this.#local = store;
    this.#engine = engine;
    await engine.start();
    await this.#store.settled();
  }

  /** The worker begins an exchange; it goes on when the network moves its requests. */
  startExchange(): void {
    const process = this.#process;
    if (this.#engine === null || !process.alive) return;
    // Asked again while one is running, as by a poke: the two must be one.
    this.#exchange = this.#engine.exchange();
    this.#exchange.then(
      (end) => this.#exchangeEnded(process, end),
      () => this.#exchangeEnded(process, null),
    );
  }

  #exchangeEnded(process: AppProcess, end: ExchangeEnd | null): void {
    if (this.#process !== process) return;
    this.#exchange = null;
    this.#lastEnd = end;
  }

  /** Resolves when the desk waits for the network, or has nothing to do, or is dead; nothing is on its way to the disk. */
  async quiet(): Promise<void> {
    const process = this.#process;
    while (process.alive && this.#exchange !== null && !this.#network.isWaiting(this.no, process)) {
      await Promise.race([this.#network.posted(this.no), this.#exchange.catch(() => null), process.died]);
      await this.#store.settled();
    }
    await this.#store.settled();
    if (!process.alive) await this.#bury();
  }

  /** Runs a step of the app; null where it died on the way. */
  async run<T>(work: () => Promise<T>): Promise<{ readonly value: T } | null> {
    const process = this.#process;
    const outcome = await Promise.race([
      work().then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      ),
      process.died.then(() => null),
    ]);
    await this.#store.settled();
    if (!process.alive) {
      await this.#bury();
      return null;
    }
    if (outcome !== null && 'error' in outcome) throw outcome.error;
    return outcome;
  }

  /** The app ends without warning; with the power, what was not flushed is gone as well. */
  async end(how: Ending): Promise<void> {
    this.#process.die();
    await this.#bury();
    if (how === 'power') this.#store.cutPower();
  }

  async #bury(): Promise<void> {
    this.#store.abortOpen();
    this.#windows = [];
    this.#service = null;
    this.#engine = null;
    this.#exchange = null;
    this.#lastEnd = null;
    await this.#store.settled();
  }

  /** One whole exchange on a good line. */
  async exchangeDirectly(): Promise<ExchangeEnd | null> {
    const engine = this.#engine;
    return engine === null ? null : this.directly(() => engine.exchange());
  }
}
