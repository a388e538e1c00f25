// Makes a fresh clone runnable: packages, Node 24 and, with --browser, a Chromium to test with.
// Runs before `npm start` and `npm test` on whatever Node the machine has (20 or newer), so: plain JavaScript, no dependencies.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './browser.mjs';
import { reasonToInstall } from './installed-packages.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const isWindows = process.platform === 'win32';
const bundledNode = path.join(root, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node');
const linkedNode = path.join(root, 'node_modules', '.bin', isWindows ? 'node.cmd' : 'node');

function say(text) {
  process.stdout.write(`${text}\n`);
}

/** Runs a program in the open; true when it ended well. */
function run(program, args, options = {}) {
  return spawnSync(program, args, { cwd: root, stdio: 'inherit', ...options }).status === 0;
}

/** npm as the running npm started us, else the one in PATH. */
function npm(args, options = {}) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js')) return run(process.execPath, [cli, ...args], options);
  return run('npm', args, { shell: isWindows, ...options });
}

function installPackages() {
  const reason = reasonToInstall(root);
  if (reason === undefined) return;
  say(`Installing packages, because ${reason} …`);
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  if (npm(['ci', ...quiet])) return;
  say('`npm ci` did not succeed; trying `npm install` without touching the lock file …');
  if (npm(['install', '--no-package-lock', ...quiet])) return;
  say('Packages could not be installed: check the connection to the npm registry and run the command again.');
  process.exit(1);
}

function versionOf(program) {
  if (!existsSync(program)) return undefined;
  const answer = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return answer.status === 0 ? answer.stdout.trim() : undefined;
}

/** The `node` package fetches its binary in an install script, which npm 11 may hold back: then it is done here. */
function repairNode() {
  const isRight = () => versionOf(bundledNode)?.startsWith('v24.') === true;
  if (isRight() && existsSync(linkedNode)) return;
  if (!isRight()) {
    say('Fetching Node 24 …');
    run(process.execPath, ['installArchSpecificPackage.js'], {
      cwd: path.join(root, 'node_modules', 'node'),
    });
  }
  if (isRight() && !existsSync(linkedNode)) npm(['rebuild', 'node', '--ignore-scripts', '--loglevel=error']);
  if (isRight() && existsSync(linkedNode)) return;
  if (Number(process.versions.node.split('.')[0]) >= 24) return;
  say(
    `Node 24 could not be fetched and this machine has ${process.version}: install Node 24 and run the command again.`,
  );
  process.exit(1);
}

async function prepareBrowser() {
  if ((await findBrowser()) !== undefined) return;
  if (process.env.CHROME_PATH) {
    say(`CHROME_PATH names ${process.env.CHROME_PATH}, which cannot be run: correct it or unset it.`);
    return;
  }
  say('No Chromium found; fetching one …');
  const cli = path.join(root, 'node_modules', 'playwright-core', 'cli.js');
  run(existsSync(bundledNode) ? bundledNode : process.execPath, [cli, 'install', 'chromium'], {
    timeout: 300_000,
  });
  if ((await findBrowser()) !== undefined) return;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    const quietly = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 600_000 };
    run('apt-get', ['update', '-qq'], quietly);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quietly);
    if ((await findBrowser()) !== undefined) return;
  }
  say(
    'No browser to test with: install Chrome, Chromium or Edge, or set CHROME_PATH; until then tests that need one are skipped.',
  );
}

installPackages();
repairNode();
if (process.argv.includes('--browser')) await prepareBrowser();
