import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs, { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pushResponseSchema, sessionSchema } from '#shared/sync/protocol.ts';
import { createTestPlatform, createWorld, password } from '../contract/world.ts';
import { systemPlatform } from '../platform/system-clock.ts';
import { verifyChains } from '../store/verify.ts';
import { FolderLockedError, lockFolder } from './folder-lock.ts';
import { openDatabase } from './open.ts';

const main = join(import.meta.dirname, '..', 'cli', 'main.ts');

/** A server process on a data folder, and the address it listens on. */
async function startServer(data: string): Promise<{ process: ChildProcess; address: string }> {
  const child = spawn(process.execPath, [main, 'serve', '--data', data, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('listening ')) return { process: child, address: line.slice('listening '.length) };
  }
  throw new Error(`server ended with code ${String(child.exitCode)}`);
}

async function post(address: string, path: string, body: unknown, token = '') {
  const response = await fetch(`${address}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

describe('durable data folder', () => {
  let data: string;
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'tanggap-data-'));
  });
  afterEach(() => rmSync(data, { recursive: true, force: true }));

  it('DISK-1 syncs every commit to the disk, and keeps the data when opened again', async () => {
    const database = await openDatabase({ data }, systemPlatform);
    const real = fs.fsyncSync;
    let syncs = 0;
    fs.fsyncSync = (handle) => {
      syncs += 1;
      real(handle);
    };
    syncBuiltinESMExports();
    try {
      for (let round = 1; round <= 5; round += 1) {
        const before = syncs;
        await database.db.transaction().execute((tx) =>
          tx
            .insertInto('meta')
            .values({ key: `round ${round}`, value: 'x' })
            .execute(),
        );
        expect(syncs).toBeGreaterThan(before);
      }
    } finally {
      fs.fsyncSync = real;
      syncBuiltinESMExports();
    }
    await database.close();
    const again = await openDatabase({ data }, systemPlatform);
    const rows = await again.db.selectFrom('meta').selectAll().where('key', 'like', 'round%').execute();
    expect(rows.length).toBe(5);
    await again.close();
  });

  it('DISK-2 starts afresh over a cluster that was never finished', async () => {
    fs.mkdirSync(join(data, 'pg.new'), { recursive: true });
    writeFileSync(join(data, 'pg.new', 'PG_VERSION'), 'half');
    const database = await openDatabase({ data }, systemPlatform);
    expect(existsSync(join(data, 'pg.new'))).toBe(false);
    await database.close();
  });

  it('LOCK-1 F14 refuses a second owner with a clear sentence, and opens when the first is gone', async () => {
    const first = await openDatabase({ data }, systemPlatform);
    await expect(openDatabase({ data }, systemPlatform)).rejects.toThrow(/in use by process \d+/);
    await first.close();
    await (await openDatabase({ data }, systemPlatform)).close();
  });

  it('LOCK-2 F14 takes over from a process that is gone or whose number was reused, not from one that beats', () => {
    const platform = { ...createTestPlatform(), clock: systemPlatform.clock };
    const path = join(data, 'tanggap.lock');
    const write = (owner: object) =>
      writeFileSync(path, JSON.stringify({ pid: 1, host: 'elsewhere', started: '', nonce: 'x', ...owner }));
    write({});
    expect(() => lockFolder(data, platform)).toThrow(FolderLockedError);
    const longAgo = new Date(platform.clock() - 60_000);
    fs.utimesSync(path, longAgo, longAgo);
    lockFolder(data, platform).release();
    const lock = lockFolder(data, platform);
    const mine = JSON.parse(fs.readFileSync(path, 'utf8'));
    write({ ...mine, started: 'another boot:1' });
    lockFolder(data, platform).release();
    lock.release();
    writeFileSync(path, '');
    expect(() => lockFolder(data, platform)).toThrow(FolderLockedError);
  });

  it('LOCK-3 lets exactly one of several newcomers take over a stale lock', async () => {
    const owner = { pid: 2 ** 22 + 1, host: hostname(), started: 'x', nonce: 'dead' };
    writeFileSync(join(data, 'tanggap.lock'), JSON.stringify(owner));
    const children = Array.from({ length: 3 }, () =>
      spawn(process.execPath, [main, 'serve', '--data', data, '--port', '0'], {
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
    const outcomes = await Promise.all(
      children.map(async (child) => {
        const line = once(createInterface({ input: child.stdout }), 'line').then(() => 'listening');
        const end = once(child, 'exit').then(([code]) => `exit ${code}`);
        return Promise.race([line, end]);
      }),
    );
    expect(outcomes.sort()).toEqual(['exit 1', 'exit 1', 'listening']);
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')));
    expect(existsSync(join(data, 'tanggap.lock'))).toBe(false);
  });

  it('PUSH-8 F21 loses nothing acknowledged and keeps no half of a batch when the server is killed', {
    timeout: 180_000,
  }, async () => {
    const world = await createWorld({ data });
    await world.close();
    const size = 40;
    let session: ReturnType<typeof sessionSchema.parse> | undefined;
    let acknowledged = 0;
    for (const answersBeforeKill of [3, 1, 6]) {
      const server = await startServer(data);
      const grant = sessionSchema.parse(
        await post(server.address, 'login', {
          protocol: 1,
          username: 'ana',
          password,
          deviceId: session?.deviceId ?? null,
          deviceName: 'Uji',
        }),
      );
      session = grant;
      expect(grant.lastMutationId).toBeGreaterThanOrEqual(acknowledged);
      expect(grant.lastMutationId % size).toBe(0);
      let next = grant.lastMutationId + 1;
      for (let answers = 0; ; answers += 1) {
        const mutations = Array.from({ length: size }, (_, at) => {
          const id = next + at;
          const number = `INS-DINKES-2611-${grant.deviceCode}-${String(id).padStart(4, '0')}`;
          const now = systemPlatform.clock();
          const args = {
            id: `t-${id}`,
            number,
            kind: 'incident',
            opd: 'DINKES',
            channel: 'telephone',
            title: 'Mati',
            description: 'Mati listrik',
            client: { name: 'Siti' },
            category: 'other',
            urgency: null,
            impact: null,
            reportedAt: now - 60_000,
            forms: [],
          };
          return { id, name: 'ticket.register', args, occurredAt: now, seenServerTime: 0 };
        });
        const sent = post(server.address, 'push', { protocol: 1, mutations }, grant.accessToken);
        if (answers === answersBeforeKill) {
          const gone = once(server.process, 'exit');
          // The request is on its way; a few turns of the loop later the server is somewhere inside the batch.
          for (let turn = 0; turn < 20 * answersBeforeKill; turn += 1) await new Promise(setImmediate);
          server.process.kill('SIGKILL');
          await Promise.allSettled([sent, gone]);
          break;
        }
        const answer = pushResponseSchema.parse(await sent);
        expect(answer.outcomes).toEqual([]);
        acknowledged = answer.lastMutationId;
        next = acknowledged + 1;
      }
    }
    const database = await openDatabase({ data }, systemPlatform);
    const { db } = database;
    const device = await db
      .selectFrom('device')
      .select('last_mutation_id as last')
      .where('id', '=', session?.deviceId ?? '')
      .executeTakeFirstOrThrow();
    expect(device.last).toBeGreaterThanOrEqual(acknowledged);
    expect(device.last % size).toBe(0);
    for (const kind of ['ticket', 'journal'] as const) {
      const rows = await db.selectFrom('stored_row').select('id').where('kind', '=', kind).execute();
      expect(rows.length).toBe(device.last);
    }
    const results = await db.selectFrom('mutation').select('mutation_id').execute();
    expect(results.length).toBe(device.last);
    expect((await verifyChains(db)).faults).toEqual([]);
    await database.close();
  });
});
