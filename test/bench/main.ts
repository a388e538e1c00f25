import type { Bench, BenchLine } from './report.ts';
import { slaBench } from './sla-bench.ts';

/**
 * `npm run bench [-- P1 P7 …]`: the figures as they are on this machine, with the goals beside them. Absolute numbers move
 * from machine to machine; the ratios within a run are what counts.
 */
const benches: readonly Bench[] = [slaBench];

const wanted = process.argv.slice(2).map((id) => id.toUpperCase());
const unknown = wanted.filter((id) => !benches.some((bench) => bench.id === id));
if (unknown.length > 0) {
  process.stderr.write(
    `No bench ${unknown.join(', ')}; there are ${benches.map(({ id }) => id).join(', ')}.\n`,
  );
  process.exit(2);
}

const print = (line: BenchLine) => {
  const ratio = line.ratio === undefined ? '' : ` (${line.ratio})`;
  process.stdout.write(
    `${line.id.padEnd(4)} ${line.met ? 'met   ' : 'MISSED'} ${line.what}: ${line.figure}${ratio}; goal ${line.goal}\n`,
  );
};

for (const bench of benches) {
  if (wanted.length > 0 && !wanted.includes(bench.id)) continue;
  await bench.run(print);
}
