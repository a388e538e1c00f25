import { parseArgs } from 'node:util';
import { seedOf } from '../support/seed.ts';
import { workOverRoughLine } from './rough-line.ts';
import type { LinePlan } from './support/line-plan.ts';

// `npm run test:line [-- --part rough --minutes 10 --seed 7]`: real browsers and a real server with a bad line between
// them. `rough` cuts 30 % of the connections while two people work. Exit code 1 where something was lost, doubled or left.
const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string' },
  },
});
const parts: Readonly<Record<string, (plan: LinePlan) => Promise<readonly string[]>>> = {
  rough: workOverRoughLine,
};

const say = (line: string) => void process.stdout.write(`${line}\n`);
const chosen = Object.entries(parts).filter(([name]) => values.part === undefined || values.part === name);
if (chosen.length === 0) {
  process.stderr.write(`No part "${values.part}"; there are ${Object.keys(parts).join(', ')}.\n`);
  process.exit(2);
}
// To exit is to end what was started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
if (values.seed !== undefined) process.env.SEED = values.seed;
const plan = { minutes: Number(values.minutes), seed: seedOf('lines'), say };
const faults: string[] = [];
for (const [name, run] of chosen) {
  say(name);
  const found = await run(plan);
  faults.push(...found);
  for (const fault of found) say(`  ${fault}`);
  say(`${name}: ${found.length === 0 ? 'nothing lost, doubled or left over' : `${found.length} faults`}`);
}
process.exit(faults.length === 0 ? 0 : 1);
