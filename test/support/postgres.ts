import { spawnSync } from 'node:child_process';
import {
  accessSync,
  appendFileSync,
  chownSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';

/** A PostgreSQL that lives only as long as the tests that use it. */
export type ThrowawayPostgres = {
  /** Connection address of its empty database, on loopback, without a password. */
  readonly url: string;
  /** SIGKILL to the postmaster and every process it has started. */
  readonly crash: () => Promise<void>;
  /** Starts it again on the same address and data after `crash`. Throws where it does not come up within a minute. */
  readonly startAgain: () => Promise<void>;
  /** Stops the server and removes its folder. */
  readonly stop: () => Promise<void>;
};

type Account = { readonly uid: number; readonly gid: number } | undefined;

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const exe = process.platform === 'win32' ? '.exe' : '';

/** Folder with `initdb` and `postgres`: PG_BIN, the newest in the usual places, or PATH; undefined where there is none. */
export function findPostgres(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const newestFirst = (root: string, tail: string[]): string[] => {
    if (!existsSync(root)) return [];
    const versions = readdirSync(root).sort((a, b) => Number.parseFloat(b) - Number.parseFloat(a));
    return versions.map((version) => path.join(root, version, ...tail));
  };
  const places = [
    ...(env.PG_BIN ? [env.PG_BIN] : []),
    ...newestFirst('/usr/lib/postgresql', ['bin']),
    ...newestFirst(path.join(env.PROGRAMFILES ?? 'C:\\Program Files', 'PostgreSQL'), ['bin']),
    ...(env.PGBIN ? [env.PGBIN] : []),
    ...(env.PATH ?? '').split(path.delimiter),
  ];
  return places.find(
    (place) =>
      isExecutable(path.join(place, `initdb${exe}`)) && isExecutable(path.join(place, `postgres${exe}`)),
  );
}

/** PostgreSQL refuses to run as root: then it runs as `postgres` or, where there is none, as `nobody`. */
function unprivilegedAccount(): Account {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const id = (flag: string) =>
      Number.parseInt(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout, 10);
    const [uid, gid] = [id('-u'), id('-g')];
    if (Number.isInteger(uid) && Number.isInteger(gid)) return { uid, gid };
  }
  throw new Error('running as root, and neither the account postgres nor nobody exists');
}

/** A loopback port nobody listens on at the moment. */
async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** Settings of a server that is fast or, with `sure`, as durable as a real one. */
function settingsText(port: number, folder: string, sure: boolean): string {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: process.platform === 'win32' ? '' : folder,
    fsync: sure ? 'on' : 'off',
    synchronous_commit: sure ? 'on' : 'off',
    full_page_writes: sure ? 'on' : 'off',
    max_connections: '60',
    shared_buffers: '64MB',
    log_min_messages: 'fatal',
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} = '${value}'\n`)
    .join('');
}

/** Process ids of everything the server has started, its background writers included. */
async function backendsOf(url: string): Promise<number[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('SELECT pid FROM pg_stat_activity');
    return rows.map(({ pid }) => pid);
  } finally {
    await client.end();
  }
}

/** SIGKILL to each; one that is gone already is no matter. */
function killAll(processes: readonly number[]): void {
  for (const id of processes) {
    try {
      process.kill(id, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/**
 * Creates a database cluster in a temporary folder and starts it. `fsync` off (the default) is faster and enough for all
 * tests but those about power cuts. Throws where PostgreSQL is not installed or does not start.
 */
export async function startPostgres(options: { readonly fsync?: boolean } = {}): Promise<ThrowawayPostgres> {
  const bin = findPostgres();
  if (bin === undefined) throw new Error('PostgreSQL (initdb, postgres) is not installed');
  const account = unprivilegedAccount();
  const folder = mkdtempSync(path.join(tmpdir(), 'tanggap-pg-'));
  if (account) chownSync(folder, account.uid, account.gid);
  const data = path.join(folder, 'data');
  const log = path.join(folder, 'server.log');
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const run = (program: string, args: readonly string[]) =>
    // Not a pipe: the server inherits it from pg_ctl and would keep it open.
    spawnSync(path.join(bin, `${program}${exe}`), args, {
      cwd: folder,
      ...account,
      env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
      stdio: 'ignore',
    }).status === 0;

  if (
    !run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'])
  ) {
    remove();
    throw new Error(`initdb of ${bin} failed`);
  }
  const port = await freePort();
  appendFileSync(path.join(data, 'postgresql.conf'), settingsText(port, folder, options.fsync === true));

  const shutDown = () => run('pg_ctl', ['stop', '-D', data, '-m', 'immediate', '-w', '-s']);
  const start = () => run('pg_ctl', ['start', '-D', data, '-l', log, '-w', '-t', '60', '-s']);
  const complaint = () => (existsSync(log) ? readFileSync(log, 'utf8').slice(-4000) : '');
  if (!start()) {
    const words = complaint();
    shutDown();
    remove();
    throw new Error(`PostgreSQL did not start: ${words}`);
  }
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const removeAll = () => {
    shutDown();
    remove();
  };
  // A test run that ends early must not leave a server behind.
  process.once('exit', removeAll);
  return {
    url,
    async crash() {
      const postmaster = Number.parseInt(readFileSync(path.join(data, 'postmaster.pid'), 'utf8'), 10);
      killAll([postmaster, ...(await backendsOf(url))]);
    },
    async startAgain() {
      // It is refused as long as one of the killed server's processes still holds its shared memory.
      for (let attempt = 1; !start(); attempt += 1) {
        if (attempt === 120) throw new Error(`PostgreSQL did not start again: ${complaint()}`);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    },
    async stop() {
      process.off('exit', removeAll);
      removeAll();
    },
  };
}
