import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';

// `npm run test:races [-- --rounds 40]`: the races on PostgreSQL, so many times as long as in the ordinary suite.
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20' } } });
const root = path.join(import.meta.dirname, '..', '..');
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--project', 'pg', '--no-file-parallelism', 'test/races'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, TANGGAP_RACE_ROUNDS: values.rounds } },
);
process.exitCode = status ?? 1;
