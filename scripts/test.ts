// Runs every suite, one after the other, and ends with one line that sums them up.
// `npm test -- unit pg` runs those suites only; other words are file filters (`npm test -- shared/sla`).
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findPostgres } from '../test/support/postgres.ts';
import { findBrowser } from './browser.mjs';
import { electronBinary } from './electron-binary.ts';
import {
  addOutcomes,
  countVitest,
  nothing,
  type Outcome,
  outcomeLine,
  type VitestReport,
} from './suite-outcome.ts';

const root = path.join(import.meta.dirname, '..');
const typeProjects = ['shared', 'server', 'electron', 'renderer', 'test', '.'];
const longestSuiteMs = 20 * 60_000;

type Suite = {
  readonly name: string;
  readonly title: string;
  /** Test files of the suite, to count what is skipped as a whole. */
  readonly files: string;
  /** Why the suite cannot run here; undefined when it can. */
  readonly obstacle: () => string | undefined;
};

const browser = await findBrowser();
const withoutBrowser = () => (browser === undefined ? 'no Chromium-like browser' : undefined);

const suites: readonly Suite[] = [
  { name: 'unit', title: 'Unit, property and PGlite tests', files: '', obstacle: () => undefined },
  {
    name: 'pg',
    title: 'Tests on a real PostgreSQL',
    files: '{server,test}/**/*.pg.test.ts',
    obstacle: withoutPostgres,
  },
  {
    name: 'simulation',
    title: 'Simulation of devices, line and server; planted bugs',
    files: '',
    obstacle: () => undefined,
  },
  {
    name: 'e2e',
    title: 'End to end, in the browser',
    files: 'test/e2e/**/*.e2e.ts',
    obstacle: withoutBrowser,
  },
  {
    name: 'stand-in',
    title: 'Built desktop app on the stand-in',
    files: 'test/electron/**/*.test.ts',
    obstacle: withoutBrowser,
  },
  {
    name: 'electron',
    title: 'Desktop app in Electron',
    files: 'test/electron/**/*.electron.ts',
    obstacle: () => (electronBinary() === undefined ? 'no Electron binary' : undefined),
  },
];

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function heading(text: string): void {
  say(`\n── ${text} ${'─'.repeat(Math.max(3, 76 - text.length))}`);
}

/** Runs a program from node_modules on this Node, in the open; resolves with its exit code (null: killed). */
function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, 'node_modules', program), ...args], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
      timeout: longestSuiteMs,
    });
    child.once('error', () => resolve(null));
    child.once('exit', (code) => resolve(code));
  });
}

/** On Debian as root PostgreSQL is installed where it is missing; elsewhere its tests are skipped. */
function withoutPostgres(): string | undefined {
  if (findPostgres() !== undefined) return undefined;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    const options = {
      stdio: 'ignore',
      timeout: 600_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    } as const;
    say('PostgreSQL is missing; installing it …');
    spawnSync('apt-get', ['update', '-qq'], options);
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'postgresql'], options);
  }
  return findPostgres() === undefined ? 'no PostgreSQL (initdb, postgres)' : undefined;
}

/** Types, lint, boundaries and unused code: each check counts as one. */
async function verify(): Promise<Outcome> {
  heading('Types, lint, boundaries, unused code');
  const checks: [string, string, string[]][] = [
    ...typeProjects.map((project): [string, string, string[]] => [
      `types ${project}`,
      'typescript/bin/tsc',
      ['-p', project],
    ]),
    ['lint', '@biomejs/biome/bin/biome', ['check', '.', '--diagnostic-level=warn']],
    [
      'boundaries',
      'dependency-cruiser/bin/dependency-cruiser.mjs',
      ['--config', '.dependency-cruiser.cjs', 'shared', 'renderer', 'electron', 'server'],
    ],
    ['unused', 'knip/bin/knip.js', []],
  ];
  let sum = nothing;
  for (const [name, program, args] of checks) {
    const passed = (await run(program, args)) === 0;
    say(`${passed ? 'passed' : 'FAILED'}: ${name}`);
    sum = addOutcomes(
      sum,
      passed ? { ...nothing, passed: 1 } : { ...nothing, failed: 1, failures: [`the check “${name}”`] },
    );
  }
  return sum;
}

async function runSuite(suite: Suite, filters: readonly string[]): Promise<Outcome> {
  heading(suite.title);
  const obstacle = suite.obstacle();
  if (obstacle !== undefined) {
    say(`skipped: ${obstacle}`);
    return { ...nothing, skipped: globSync(suite.files, { cwd: root }).length };
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'tanggap-report-'));
  const file = path.join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const args = ['run', '--project', suite.name, '--passWithNoTests', ...reporters, ...filters];
    const code = await run('vitest/vitest.mjs', args, browser === undefined ? {} : { CHROME_PATH: browser });
    const report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as VitestReport) : undefined;
    return countVitest(report, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const words = process.argv.slice(2);
const names = new Set(['verify', ...suites.map((suite) => suite.name)]);
const chosen = words.filter((word) => names.has(word));
const filters = words.filter((word) => !names.has(word));
const isChosen = (name: string) =>
  chosen.length > 0 ? chosen.includes(name) : name !== 'verify' || filters.length === 0;

const startedAt = performance.now();
const outcomes: [string, Outcome][] = [];
if (isChosen('verify')) outcomes.push(['verify', await verify()]);
for (const suite of suites.filter(({ name }) => isChosen(name)))
  outcomes.push([suite.name, await runSuite(suite, filters)]);

heading('Summary');
for (const [name, outcome] of outcomes) say(`${name.padEnd(10)} ${outcomeLine(outcome)}`);
const total = outcomes.reduce((sum, [, outcome]) => addOutcomes(sum, outcome), nothing);
for (const failure of total.failures) say(`FAILED ${failure}`);
say(`took ${Math.round((performance.now() - startedAt) / 1000)} s\n`);
say(outcomeLine(total));
process.exit(total.failed > 0 ? 1 : 0);
