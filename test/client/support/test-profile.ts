import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { DeskStore, SessionService } from '../../../renderer/data/contract.ts';
import { DeskDatabase } from '../../../renderer/data/db/database.ts';
import { readMeta } from '../../../renderer/data/db/meta.ts';
import { ProfileDatabase } from '../../../renderer/data/db/profile-database.ts';
import { RowView } from '../../../renderer/data/db/row-view.ts';
import type { LocalStore } from '../../../renderer/data/local/mutate.ts';
import { PublishedShelf } from '../../../renderer/data/local/published-shelf.ts';
import { openSessionService } from '../../../renderer/data/session.ts';
import { clockIn } from '../../../renderer/data/sync/announcement.ts';
import { CorrectedClock } from '../../../renderer/data/sync/clock.ts';
import { SyncEngine } from '../../../renderer/data/sync/engine.ts';
import { type Environment, timeOrderedId } from '../../../renderer/data/system-environment.ts';
import type { OutboxJournal } from '../../../renderer/platform/device-storage.ts';
import { MemoryHub } from './memory-line.ts';
import { password, type TestServer } from './test-server.ts';

/** What may happen to a request: asked before it is sent, and told the answer before the client gets it. */
export interface Faults {
  before?(path: string): void;
  after?(path: string, response: Response): Response | Promise<Response>;
}

let profiles = 0;

/** One profile on one computer: its IndexedDB, clock and network, and any number of windows. */
export class TestProfile {
  readonly server: TestServer;
  readonly hub = new Map<string, MemoryHub>();
  readonly factory = { indexedDB: new IDBFactory(), IDBKeyRange };
  readonly requests: { readonly path: string; readonly body: unknown }[] = [];
  faults: Faults = {};
  isOnline = true;
  /** The device's clock runs ahead of the server's by so much. */
  skewMs = 0;
  /** So long the device has slept with its counter standing still. */
  asleepMs = 0;
  /** Space the browser says is left; null: it does not say. */
  freeBytes: number | null = null;
  /** The second copy of unsent work, as the desktop app has it. */
  journal: OutboxJournal | null = null;
  /** Whether the browser promises not to throw data away. */
  isKept = true;
  #ids = 0;
  readonly #alone = new Map<string, Promise<unknown>>();
  readonly #number: number;

  constructor(server: TestServer) {
    this.server = server;
    profiles += 1;
    this.#number = profiles;
  }

  readonly environment: Environment = {
    fetch: async (path, init) => {
      if (!this.isOnline) throw new TypeError('no network');
      this.faults.before?.(path);
      const bytes = init.body instanceof Uint8Array ? Buffer.from(init.body) : null;
      const body = typeof init.body === 'string' ? init.body : '';
      this.requests.push({ path, body: body === '' ? null : JSON.parse(body) });
      const answer = await this.server.app.inject({
        method: (init.method ?? 'GET') as 'GET' | 'POST' | 'PATCH',
        url: path,
        headers: init.headers as Record<string, string>,
        ...(bytes === null ? (body === '' ? {} : { payload: body }) : { payload: bytes }),
      });
      const headers = Object.entries(answer.headers).map(
        ([name, value]) => [name, String(value)] as [string, string],
      );
      const response = new Response(new Uint8Array(answer.rawPayload), {
        status: answer.statusCode,
        headers,
      });
      return (await this.faults.after?.(path, response)) ?? response;
    },
    deviceNow: () => this.server.now + this.skewMs,
    monotonicNow: () => this.server.now - this.asleepMs,
    random: () => 0.5,
    sleep: (_ms, signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
    alone: (name, work) => {
      const done = (this.#alone.get(name) ?? Promise.resolve()).then(work, work);
      this.#alone.set(name, done);
      return done;
    },
    newId: () => {
      this.#ids += 1;
      const random = new Uint8Array(10);
      const bytes = new DataView(random.buffer);
      bytes.setUint16(4, this.#number);
      bytes.setUint32(6, this.#ids);
      return timeOrderedId(this.server.now, random);
    },
  };

  /** A window's own session service. */
  session(): SessionService {
    return openSessionService(
      { serverOrigin: 'https://tanggap.example', deviceName: 'test' },
      {
        environment: this.environment,
        factory: this.factory,
        openLine: (userId) => this.hubOf(userId).open(),
        startSync: () => () => undefined,
        pause: async () => undefined,
        storage: {
          journal: this.journal,
          freeBytes: async () => this.freeBytes,
          keep: async () => this.isKept,
          reset: async () => false,
        },
        passwords: {
          make: async (typed) => ({ salt: '', hash: `hash of ${typed}`, iterations: 1 }),
          fits: async (typed, verifier) => verifier.hash === `hash of ${typed}`,
        },
      },
    );
  }

  hubOf(userId: string): MemoryHub {
    const hub = this.hub.get(userId) ?? new MemoryHub();
    this.hub.set(userId, hub);
    return hub;
  }

  async signIn(username: string): Promise<DeskStore> {
    const result = await this.session().signIn(username, password);
    if (!result.ok) throw new Error(`sign-in: ${result.error}`);
    return result.value;
  }

  /** A second window of the same user. */
  async openWindow(): Promise<DeskStore> {
    const store = await this.session().restore();
    if (store === null) throw new Error('nobody is signed in');
    return store;
  }

  /** What the worker of a user has: its own connection to the same database. */
  async worker(userId: string, pageSize?: number): Promise<{ engine: SyncEngine; store: LocalStore }> {
    const db = new DeskDatabase(userId, this.factory);
    const { identity } = await readMeta(db, 'identity');
    if (identity === undefined) throw new Error('no identity');
    const { environment } = this;
    const clock = new CorrectedClock(environment.deviceNow, environment.monotonicNow);
    const { deviceId, deviceCode } = identity;
    const store = {
      db,
      view: new RowView(db),
      shelf: new PublishedShelf(db),
      userId,
      deviceId,
      deviceCode,
      clock,
    };
    const line = this.hubOf(userId).open();
    line.listen((announcement) => {
      const told = clockIn(announcement);
      if (told !== undefined) clock.adopt(told);
    });
    const engine = new SyncEngine({
      store,
      ports: environment,
      tokens: new ProfileDatabase(this.factory).tokenStore(userId),
      announce: (announcement) => line.send(announcement),
      ...(pageSize === undefined ? {} : { pageSize }),
    });
    await engine.start();
    return { engine, store };
  }
}
