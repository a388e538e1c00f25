import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { firstPullBench } from './first-pull-bench.ts';
import { listBench } from './list-bench.ts';
import { mutationBench } from './mutation-bench.ts';
import { pullPageBench } from './pull-page-bench.ts';
import { pushBench } from './push-bench.ts';
import type { Bench, BenchLine } from './report.ts';
import { returnBench } from './return-bench.ts';
import { slaBench } from './sla-bench.ts';
import { scriptsBench, startBench } from './start-bench.ts';
import { BenchRun } from './support/bench-run.ts';

/**
 * `npm run bench [-- P1 P7 …]`: the figures as they are on this machine, with the goals beside them. Absolute numbers move
 * from machine to machine; the ratios within a run are what counts. `--full` measures RxDB and PouchDB with as many tickets
 * as the product; `--small` tries P1, P2, P11 and P12 out with a tenth of everything.
 */
const benches: readonly Bench[] = [
  firstPullBench,
  pushBench,
  mutationBench,
  startBench,
  listBench,
  slaBench,
  pullPageBench,
  returnBench,
  scriptsBench,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { full: { type: 'boolean', default: false }, small: { type: 'boolean', default: false } },
});
const wanted = positionals.map((id) => id.toUpperCase());
const unknown = wanted.filter((id) => !benches.some((bench) => bench.id === id));
if (unknown.length > 0) {
  process.stderr.write(
    `No bench ${unknown.join(', ')}; there are ${benches.map(({ id }) => id).join(', ')}.\n`,
  );
  process.exit(2);
}

function print({ id, what, figure, ratio, goal, met }: BenchLine): void {
  const verdict = met === undefined ? '      ' : met ? 'met   ' : 'MISSED';
  const compared = ratio === undefined ? '' : ` (${ratio})`;
  const aim = goal === undefined ? '' : `; goal ${goal}`;
  process.stdout.write(`${id.padEnd(4)} ${verdict} ${what}: ${figure}${compared}${aim}\n`);
}

const [load = 0] = loadavg();
process.stdout.write(
  `Load of the machine before the run: ${load.toFixed(1)} on ${availableParallelism()} processors (above 1 each, times are stretched).\n`,
);
const size = values.small ? 'small' : values.full ? 'full' : 'usual';
const run = new BenchRun(size, (text) => process.stderr.write(`${text}\n`));
// Browsers run in process groups of their own and would stay.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void run.close().finally(() => process.exit(1)));
try {
  for (const bench of benches) {
    if (wanted.length > 0 && !wanted.includes(bench.id)) continue;
    await bench.run(print, run);
  }
} finally {
  await run.close();
}
