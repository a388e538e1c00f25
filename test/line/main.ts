import { parseArgs } from 'node:util';
import { seedOf } from '../support/seed.ts';
import { workOverRoughLine } from './rough-line.ts';
import { catchUpOverSlowLine, pullFirstOverSlowLine } from './slow-line.ts';
import type { LinePlan } from './support/line-plan.ts';
import { Workplace } from './support/workplace.ts';

// `npm run test:line [-- --part rough --minutes 10 --seed 7]`: real browsers and a real server with a bad line between
// them. `rough` cuts 30 % of the connections while two people work; `slow` brings 10,000 mutations and 100,000 rows over
// 256 kbit/s; `first` a first pull of 100,000 tickets. Exit code 1 where something was lost, doubled or left over.
const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    minutes: { type: 'string' },
    outbox: { type: 'string', default: '10000' },
    tickets: { type: 'string', default: '100000' },
    seed: { type: 'string' },
  },
});
const parts: Readonly<Record<string, (plan: LinePlan) => Promise<readonly string[]>>> = {
  rough: workOverRoughLine,
  slow: catchUpOverSlowLine,
  first: pullFirstOverSlowLine,
};
/** People work ten minutes on the rough line; longer than an hour nobody waits on the slow one. */
const defaultMinutes: Readonly<Record<string, number>> = { rough: 10, slow: 60, first: 60 };

const say = (line: string) =>
  void process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
const chosen = Object.entries(parts).filter(([name]) => values.part === undefined || values.part === name);
if (chosen.length === 0) {
  process.stderr.write(`No part "${values.part}"; there are ${Object.keys(parts).join(', ')}.\n`);
  process.exit(2);
}
if (values.seed !== undefined) process.env.SEED = values.seed;
const seed = seedOf('lines');
const faults: string[] = [];
for (const [name, run] of chosen) {
  const place = new Workplace();
  const stop = () => void place.close().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  say(name);
  const plan = {
    minutes: Number(values.minutes ?? defaultMinutes[name]),
    outbox: Number(values.outbox),
    tickets: Number(values.tickets),
    seed,
    place,
    say,
  };
  const found = await run(plan).finally(() => place.close());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  faults.push(...found);
  for (const fault of found) say(`  ${fault}`);
  say(`${name}: ${found.length === 0 ? 'nothing lost, doubled or left over' : `${found.length} faults`}`);
}
process.exit(faults.length === 0 ? 0 : 1);
