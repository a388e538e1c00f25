import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Role } from '#shared/domain/codes.ts';
import type { User } from '#shared/domain/reference.ts';
import type { Row } from '#shared/sync/rows.ts';
import { saveAccount } from '../../../server/auth/accounts.ts';
import { hashPassword } from '../../../server/auth/passwords.ts';
import { type Database, openDatabase } from '../../../server/db/open.ts';
import { openFileService } from '../../../server/files/file-service.ts';
import { createApp } from '../../../server/http/app.ts';
import type { Platform } from '../../../server/platform/platform.ts';
import { PolicyFeed } from '../../../server/policies/policy-feed.ts';
import { loadPolicyPacks } from '../../../server/policies/policy-library.ts';
import { createServices, type Services } from '../../../server/services.ts';
import { startEpoch } from '../../../server/store/meta.ts';
import { writeRows } from '../../../server/store/rows.ts';
import { createLocalPokes } from '../../../server/sync/pokes.ts';
import { nineOClock, testOpd, testUser } from '../../support/desk-in-memory.ts';
import { memoryPlace } from '../../support/memory-place.ts';

export const password = 'sandi-yang-panjang';
const cheap = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The real server over PostgreSQL in memory, with a clock that tests set. */
export class TestServer {
  readonly app: FastifyInstance;
  readonly services: Services;
  readonly #database: Database;
  readonly #clock: { now: number };
  /** Folder of attached files. */
  readonly folder: string;

  constructor(
    app: FastifyInstance,
    services: Services,
    database: Database,
    clock: { now: number },
    folder: string,
  ) {
    this.folder = folder;
    this.app = app;
    this.services = services;
    this.#database = database;
    this.#clock = clock;
  }

  static async start(): Promise<TestServer> {
    const clock = { now: nineOClock };
    let made = 0;
    const platform: Platform = {
      clock: () => clock.now,
      id: () => {
        made += 1;
        return `id${String(made).padStart(10, '0')}`;
      },
      secret: () => {
        made += 1;
        return `secret-of-a-test-${String(made).padStart(20, '0')}`;
      },
      dice: (below) => made % below,
    };
    const database = await openDatabase(memoryPlace(), platform);
    const folder = await mkdtemp(join(tmpdir(), 'tanggap-files-'));
    const policies = await PolicyFeed.open(database.db, loadPolicyPacks('resources/policies'));
    const services = createServices({
      db: database.db,
      platform,
      policies,
      pokes: createLocalPokes(),
      files: openFileService(folder),
      passwordCost: cheap,
      loginLimit: { perAccount: 1000, perAddress: 1000, windowMs: 60_000, newDevicesPerDay: 1000 },
    });
    const app = await createApp({ services, staticDir: null, requestsPerMinute: 1_000_000 });
    const server = new TestServer(app, services, database, clock, folder);
    await server.write(['DINKES', 'DINSOS'].map((code) => ({ kind: 'opd', id: code, doc: testOpd(code) })));
    return server;
  }

  get now(): number {
    return this.#clock.now;
  }

  pass(ms: number): void {
    this.#clock.now += ms;
  }

  async addUser(id: string, role: Role, change: Partial<User> = {}): Promise<User> {
    const user = testUser(id, role, change);
    const hashed = await hashPassword(password, cheap);
    await this.#database.db
      .transaction()
      .execute((tx) => saveAccount(tx, user, hashed, { mustChange: false, now: this.now }));
    return user;
  }

  /** Writes rows as an import would. */
  async write(rows: readonly Row[]): Promise<void> {
    await this.#database.db.transaction().execute((tx) => writeRows(tx, rows));
    await this.services.reloadPolicies();
  }

  /** As after a restore from a back-up. */
  async newEpoch(epoch: string): Promise<void> {
    await startEpoch(this.#database.db, epoch);
  }

  get db(): Database['db'] {
    return this.#database.db;
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.#database.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
