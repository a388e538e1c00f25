import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import madiun from '#resources/policies/madiun.json' with { type: 'json' };
import { type Opd, opdSchema, type User, userSchema } from '#shared/domain/reference.ts';
import { type PolicyPack, policyPackSchema } from '#shared/sla/pack.ts';
import { saveAccount } from '../auth/accounts.ts';
import { defaultLoginLimit, type LoginLimit } from '../auth/login-limit.ts';
import { hashPassword } from '../auth/passwords.ts';
import { type Database, type DatabasePlace, openDatabase } from '../db/open.ts';
import type { Patience } from '../db/patience.ts';
import { openFileService } from '../files/file-service.ts';
import type { Scan } from '../files/scanner.ts';
import { createApp } from '../http/app.ts';
import { PolicyFeed } from '../policies/policy-feed.ts';
import { createServices, type Services } from '../services.ts';
import { writeRows } from '../store/rows.ts';
import { createLocalPokes, createSharedPokes } from '../sync/pokes.ts';

/** Where a contract suite finds an empty database; each suite opens one of its own. */
export type PlaceMaker = () => Promise<DatabasePlace>;

/** Friday 20 November 2026, 09:00 WIB: within office hours. */
export const nineOClock = Date.UTC(2026, 10, 20, 2, 0);
export const password = 'rahasia-kantor-2026';
export const testCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A platform whose clock stands still until it is moved, and whose ids and secrets only count. */
export function createTestPlatform() {
  let now = nineOClock;
  let count = 0;
  const next = () => {
    count += 1;
    return count;
  };
  return {
    clock: () => now,
    id: () => `id${String(next()).padStart(8, '0')}`,
    secret: (bytes: number) => `s${String(next()).padStart(Math.ceil((bytes * 4) / 3), '0')}`,
    dice: (below: number) => next() % below,
    /** Moves the clock, also backwards. */
    advance(ms: number) {
      now += ms;
    },
  };
}
export type TestPlatform = ReturnType<typeof createTestPlatform>;

export function testOpd(code: string): Opd {
  return opdSchema.parse({
    code,
    name: `Dinas ${code}`,
    policy: 'madiun',
    letterhead: { lines: ['PEMERINTAH KOTA CONTOH', `DINAS ${code}`, ''], address: 'Jalan 1', city: 'Kota' },
    head: { title: 'Kepala Dinas', name: 'Kepala', nip: '1' },
  });
}

export function testUser(username: string, change: Partial<User> = {}): User {
  return userSchema.parse({
    id: `u-${username}`,
    username,
    name: `Nama ${username}`,
    role: 'operator',
    opd: 'DINKES',
    scope: ['DINKES'],
    ...change,
  });
}

/** The people of every contract suite. All have the same password. */
export const people = [
  testUser('ana'),
  testUser('budi'),
  testUser('citra', { opd: 'DISDIK', scope: ['DISDIK'] }),
  testUser('teknisi', { role: 'technician', opd: 'DISKOMINFO', scope: ['DINKES', 'DISDIK'] }),
  testUser('super', { role: 'supervisor', opd: 'DISKOMINFO', scope: '*' }),
  testUser('admin', { role: 'admin', opd: 'DISKOMINFO', scope: '*' }),
  testUser('warga', { role: 'client' }),
  testUser('mantan', { active: false }),
];

export interface World {
  readonly database: Database;
  readonly services: Services;
  readonly platform: TestPlatform;
  readonly app: FastifyInstance;
  /** Lines of the server's log, for asking what was written and what was not. */
  readonly logged: string[];
  /** Folder of attached files. */
  readonly files: string;
  request(options: InjectOptions): Promise<LightMyRequestResponse>;
  setUser(username: string, change: Partial<User>): Promise<void>;
  close(): Promise<void>;
}

const madiunPack = policyPackSchema.parse(madiun);

/** Madiun's pack under another version and name, with a response target of so many minutes for all. */
export function packOf(version: number, minutes = 5, name = madiunPack.name): PolicyPack {
  const targets = madiunPack.targets.map((target) =>
    target.metric === 'response'
      ? { ...target, durations: { by: [], of: { '*': `PT${minutes}M` } } }
      : target,
  );
  return policyPackSchema.parse({ ...madiunPack, name, version, targets });
}

/** A server with two offices and a few people, on an empty database. */
export async function createWorld(
  place: DatabasePlace,
  options: {
    readonly loginLimit?: Partial<LoginLimit>;
    readonly requestsPerMinute?: number;
    readonly scan?: Scan;
    readonly patience?: Patience;
  } = {},
): Promise<World> {
  const platform = createTestPlatform();
  const database = await openDatabase(place, platform, options.patience);
  const hashed = await hashPassword(password, testCost);
  const more = { mustChange: false, now: platform.clock() };
  await database.db.transaction().execute(async (tx) => {
    const offices = ['DINKES', 'DISDIK', 'DISKOMINFO'].map(testOpd);
    await writeRows(
      tx,
      offices.map((doc) => ({ kind: 'opd' as const, id: doc.code, doc })),
    );
    for (const user of people) await saveAccount(tx, user, hashed, more);
  });
  const logged: string[] = [];
  const pokes = database.url === null ? createLocalPokes() : await createSharedPokes(database.url);
  const policies = await PolicyFeed.open(database.db, [madiunPack]);
  const endFollowing = policies.follow(pokes, (error) => logged.push(String(error)));
  const home = await mkdtemp(join(tmpdir(), 'tanggap-files-'));
  const files = join(home, 'files');
  const services = createServices({
    db: database.db,
    platform,
    policies,
    pokes,
    log: (level, event, facts) => logged.push(JSON.stringify({ level, event, ...facts })),
    loginLimit: {
      ...defaultLoginLimit,
      perAccount: 100,
      perAddress: 1000,
      newDevicesPerDay: 1000,
      ...options.loginLimit,
    },
    passwordCost: testCost,
    files: openFileService(files, options.scan ?? null),
  });
  const app = await createApp({
    services,
    staticDir: null,
    requestsPerMinute: options.requestsPerMinute ?? 1_000_000,
  });
  return {
    database,
    services,
    platform,
    app,
    logged,
    files,
    request: (wanted) => app.inject(wanted),
    async setUser(username, change) {
      const user = people.find((person) => person.username === username);
      if (user === undefined) throw new Error(`no ${username}`);
      const row = { kind: 'user' as const, id: user.id, doc: { ...user, ...change } };
      await database.db.transaction().execute((tx) => writeRows(tx, [row]));
    },
    async close() {
      await app.close();
      await endFollowing();
      await services.pokes.close();
      await database.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
