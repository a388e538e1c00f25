import { spawn, spawnSync } from 'node:child_process';
import { accessSync, chownSync, constants, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A PostgreSQL that lives only as long as the tests that use it. */
export type ThrowawayPostgres = {
  /** Connection address of its empty database, on loopback, without a password. */
  readonly url: string;
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
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const spawning = { cwd: folder, ...account, env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' } };

  const args = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'];
  const made = spawnSync(path.join(bin, `initdb${exe}`), args, { ...spawning, encoding: 'utf8' });
  if (made.status !== 0) {
    remove();
    throw new Error(`initdb failed: ${made.stderr || made.error?.message}`);
  }

  const port = await freePort();
  const sure = options.fsync === true;
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: process.platform === 'win32' ? '' : folder,
    fsync: sure ? 'on' : 'off',
    synchronous_commit: sure ? 'on' : 'off',
    full_page_writes: sure ? 'on' : 'off',
    max_connections: '60',
    shared_buffers: '64MB',
    log_min_messages: 'fatal',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(path.join(bin, `postgres${exe}`), ['-D', data, '-p', String(port), ...flags], {
    ...spawning,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  server.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-4000);
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  // A test run that is killed must not leave a server behind.
  const stopAtExit = () => server.kill('SIGQUIT');
  process.once('exit', stopAtExit);

  const stop = async () => {
    process.off('exit', stopAtExit);
    if (server.exitCode === null && server.signalCode === null) server.kill('SIGINT');
    await ended;
    remove();
  };
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const ready = await waitUntilReady(bin, port, () => server.exitCode === null && server.signalCode === null);
  if (!ready) {
    await stop();
    throw new Error(`PostgreSQL did not start: ${complaint}`);
  }
  return { url, stop };
}

/** Asks `pg_isready` until the server answers (true) or is gone, or a minute has passed (false). */
async function waitUntilReady(bin: string, port: number, isAlive: () => boolean): Promise<boolean> {
  const probe = path.join(bin, `pg_isready${exe}`);
  for (let attempt = 0; attempt < 600 && isAlive(); attempt += 1) {
    const answer = spawnSync(probe, ['-q', '-h', '127.0.0.1', '-p', String(port), '-U', 'postgres']);
    if (answer.status === 0) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}
