import { parseArgs } from 'node:util';
import { seedOf } from '../support/seed.ts';
import type { Tally } from '../support/tally.ts';
import { cutClient } from './client-cuts.ts';
import { obstacleToCuts } from './cut-disk.ts';
import type { CutPlan } from './cut-plan.ts';
import { cutServer } from './server-cuts.ts';

// `npm run test:power [-- --cuts 50 --part client --relaxed]`: cuts the power under the app (F1) and under the server (F13), and
// looks whether all that was acknowledged is there afterwards. `SEED` repeats the moments of a run. `--relaxed` plants
// the mistake the test is there to find; then it fails where nothing is lost.
const { values } = parseArgs({
  options: {
    cuts: { type: 'string', default: '50' },
    part: { type: 'string' },
    relaxed: { type: 'boolean', default: false },
  },
});
const parts: Readonly<Record<string, (plan: CutPlan) => Promise<Tally>>> = {
  client: cutClient,
  server: cutServer,
};

const say = (line: string) => void process.stdout.write(`${line}\n`);
const chosen = Object.entries(parts).filter(([name]) => values.part === undefined || values.part === name);
if (chosen.length === 0) {
  process.stderr.write(`No part "${values.part}"; there are ${Object.keys(parts).join(', ')}.\n`);
  process.exit(2);
}
const obstacle = obstacleToCuts();
if (obstacle !== undefined) {
  say(`skipped: ${obstacle}`);
  process.exit(0);
}
// To exit is to end what was started and to unmount what was mounted.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const plan = { cuts: Number(values.cuts), isRelaxed: values.relaxed, seed: seedOf('power cuts'), say };
const tallies: [string, Tally][] = [];
for (const [name, cut] of chosen) tallies.push([name, await cut(plan)]);
say(tallies.map(([name, { line }]) => `${name}: ${line}`).join('; '));
const isAsWanted = tallies.every(([, { isClean }]) => isClean !== values.relaxed);
if (!isAsWanted) say(values.relaxed ? 'the planted mistake was not found' : 'something was lost');
process.exit(isAsWanted ? 0 : 1);
