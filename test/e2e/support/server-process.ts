import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfStale } from '../../../scripts/build-app.ts';
import { until } from './until.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const cli = fileURLToPath(new URL('../../../server/cli/main.ts', import.meta.url));

/** Where the server keeps its data: a PGlite folder, or a PostgreSQL address. */
export type ServerStore = { readonly data: string } | { readonly url: string };

function storeArguments(store: ServerStore): { args: string[]; env: NodeJS.ProcessEnv } {
  const clean: NodeJS.ProcessEnv = { ...process.env };
  delete clean.DATABASE_URL;
  return 'data' in store
    ? { args: ['--data', store.data], env: clean }
    : { args: [], env: { ...clean, DATABASE_URL: store.url } };
}

/** Runs a CLI command to its end, with `input` on its stdin, and returns what it printed on stdout. */
export function runCli(store: ServerStore, args: readonly string[], input = ''): string {
  const { args: where, env } = storeArguments(store);
  return execFileSync(process.execPath, [cli, ...args, ...where], {
    cwd: root,
    env,
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
    input,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Builds the app where it is out of date and copies it to `folder`; returns the copy's path. */
export function copyOfApp(folder: string): string {
  buildIfStale();
  const web = join(folder, 'app');
  cpSync(join(root, 'out', 'renderer'), web, { recursive: true });
  return web;
}

/** A free loopback port. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Arguments beside those every server process gets. */
interface MoreArguments {
  /** Of Node, before the program. */
  readonly node?: readonly string[];
  /** Of `serve`. */
  readonly serve?: readonly string[];
}

/** The real server process, which can be stopped, killed and started again on the same address. */
export class ServerProcess {
  readonly origin: string;
  readonly #store: ServerStore;
  readonly #port: number;
  #child: ChildProcess | null = null;
  #log = '';

  readonly #web: string;
  readonly #more: MoreArguments;

  /** `web` is the folder of the built app: a copy, so that a build meanwhile does not change what this server serves. */
  constructor(store: ServerStore, port: number, web: string, more: MoreArguments = {}) {
    this.#store = store;
    this.#port = port;
    this.#web = web;
    this.#more = more;
    this.origin = `http://localhost:${port}`;
  }

  /** Resolves when it answers, within `patienceMs`. */
  async start(patienceMs = 60_000): Promise<void> {
    const { args, env } = storeArguments(this.#store);
    const { node = [], serve = [] } = this.#more;
    const place = ['--port', String(this.#port), '--host', '127.0.0.1', '--web', this.#web, ...args];
    const child = spawn(process.execPath, [...node, cli, 'serve', ...place, ...serve], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stdout?.on('data', (chunk) => {
      this.#log += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      this.#log += chunk;
    });
    const answered = until(
      'the server to answer',
      async () => {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`the server ended with ${child.exitCode ?? child.signalCode}`);
        const answer = await fetch(`http://127.0.0.1:${this.#port}/healthz`).catch(() => undefined);
        return answer?.ok ? true : undefined;
      },
      patienceMs,
    );
    await answered.catch((error: unknown) => {
      throw new Error(`${error instanceof Error ? error.message : String(error)}:\n${this.#log}`);
    });
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  /** Sends the process a signal it is meant to live through. */
  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  /** True between `start` and the end of the process, whatever ended it. */
  get isRunning(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Everything the process has printed. */
  get log(): string {
    return this.#log;
  }
}
