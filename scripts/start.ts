// Starts everything on this computer: builds the app where it is out of date, fills an empty database with demo data,
// runs the server, and opens the desktop app, or says which address to open in a browser.
// Options: --port 8420, --data .data/demo, --browser (no desktop app; also TANGGAP_NO_ELECTRON=1).
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale } from './build-app.ts';
import { electronBinary, fetchElectron } from './electron-binary.ts';
import { freePortFrom } from './free-port.ts';

const root = path.join(import.meta.dirname, '..');
const cli = path.join(root, 'server', 'cli', 'main.ts');
const host = '127.0.0.1';
const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '8420' },
    data: { type: 'string', default: path.join('.data', 'demo') },
    browser: { type: 'boolean', default: process.env.TANGGAP_NO_ELECTRON === '1' },
  },
});
const data = path.resolve(root, options.data);
const logInsFile = `${data}-log-ins.txt`;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Says why it cannot go on, and ends. */
function giveUp(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

/** Fills an empty data folder with demo data, and keeps what it said about the log-ins for later starts. */
function seedWhenEmpty(): void {
  if (existsSync(data) && readdirSync(data).length > 0) return;
  say('Filling an empty database with demo data …');
  mkdirSync(path.dirname(data), { recursive: true });
  const seeded = spawnSync(process.execPath, [cli, 'demo', '--data', data], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (seeded.status !== 0)
    giveUp(`The demo data could not be made. Look above for the reason; the data folder is ${data}`);
  writeFileSync(logInsFile, seeded.stdout);
}

/** Waits until the server says that it is well; false when it ended or two minutes passed. */
async function isServerReady(server: ChildProcess, origin: string): Promise<boolean> {
  for (
    let attempt = 0;
    attempt < 1200 && server.exitCode === null && server.signalCode === null;
    attempt += 1
  ) {
    const answer = await fetch(`${origin}/healthz`).catch(() => undefined);
    if (answer?.ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

/** The Electron program, fetched where that is possible; otherwise one sentence says why there is none. */
function desktopProgram(): string | undefined {
  if (options.browser) return undefined;
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    say('There is no display here, so the desktop app is not opened.');
    return undefined;
  }
  const present = electronBinary();
  if (present !== undefined) return present;
  say('Fetching Electron …');
  const fetched = fetchElectron(90_000);
  if (fetched === undefined)
    say('Electron could not be fetched from github.com, so the desktop app is not opened.');
  return fetched;
}

function openDesktop(program: string, origin: string): ChildProcess {
  // Chromium's own sandbox refuses to run as root; anyone else keeps it.
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  return spawn(program, [...asRoot, root], {
    stdio: 'inherit',
    env: { ...env, TANGGAP_SERVER_ORIGIN: origin, TANGGAP_USER_DATA: `${data}-desktop` },
  });
}

try {
  buildIfStale(say);
} catch (error) {
  giveUp(error instanceof Error ? error.message : String(error));
}
seedWhenEmpty();

const wanted = Number(options.port);
if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535)
  giveUp(`--port ${options.port} is no port number`);
const port = await freePortFrom(wanted, host);
if (port === undefined) giveUp(`No free port from ${wanted} on; name another with --port`);
if (port !== wanted) say(`Port ${wanted} is taken; using ${port}.`);

const origin = `http://${host}:${port}`;
const server = spawn(
  process.execPath,
  [cli, 'serve', '--data', data, '--port', String(port), '--host', host],
  {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  },
);
const children = new Set<ChildProcess>([server]);

let isStopping = false;
async function stopAll(code: number): Promise<void> {
  // A second Ctrl+C does not wait.
  if (isStopping) process.exit(1);
  isStopping = true;
  const running = [...children].filter((child) => child.exitCode === null && child.signalCode === null);
  const ends = running.map((child) => once(child, 'exit'));
  for (const child of running) child.kill('SIGTERM');
  await Promise.all(ends);
  process.exit(code);
}
process.on('SIGINT', () => void stopAll(0));
process.on('SIGTERM', () => void stopAll(0));
server.once('exit', (code) => {
  if (!isStopping) giveUp(`The server ended (${code}). Look above for the reason.`);
});

if (!(await isServerReady(server, origin))) {
  process.stderr.write('The server did not become ready.\n');
  await stopAll(1);
}

const program = desktopProgram();
say(`\nTanggap runs at ${origin}/`);
say(`Its data is in ${data} (delete that folder while it is stopped to begin anew).`);
if (existsSync(logInsFile)) say(`\n${readFileSync(logInsFile, 'utf8').trim()}`);
if (program === undefined) {
  say(`\nOpen ${origin}/ in a browser. Ctrl+C stops the server.`);
} else {
  say('\nClosing the window, or Ctrl+C, stops everything.');
  const desktop = openDesktop(program, origin);
  children.add(desktop);
  desktop.once('error', () => {
    children.delete(desktop);
    say(`The desktop app could not be started; open ${origin}/ in a browser.`);
  });
  desktop.once('exit', () => void stopAll(0));
}
