import { parseArgs } from 'node:util';
import { findBrowser } from '../../scripts/browser.mjs';
import { seedOf } from '../support/seed.ts';
import type { Tally } from '../support/tally.ts';
import { killClient } from './client-kills.ts';
import type { KillPlan } from './kill-plan.ts';
import { killServer } from './server-kills.ts';

// `npm run test:kills [-- --part server --kills 50 --seed 7 --planted]`: kills the browser with the app (F2) and the server
// (F21) in the middle of their work, 100 and 200 times, and looks whether all that was acknowledged is there afterwards.
// `--seed` repeats the moments of a run. `--planted` plants a mistake the test is there to find; then it fails where it
// finds nothing.
const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    kills: { type: 'string' },
    seed: { type: 'string' },
    planted: { type: 'boolean', default: false },
  },
});
interface Part {
  readonly kills: number;
  readonly kill: (plan: KillPlan) => Promise<Tally>;
  /** Why it cannot be run on this machine; undefined where it can. */
  readonly obstacle: string | undefined;
}
const obstacle = (await findBrowser()) === undefined ? 'no Chromium-like browser' : undefined;
const parts: Readonly<Record<string, Part>> = {
  client: { kills: 100, kill: killClient, obstacle },
  server: { kills: 200, kill: killServer, obstacle: undefined },
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
const seed = seedOf('kills');
const lines: string[] = [];
let isAsWanted = true;
for (const [name, part] of chosen) {
  if (part.obstacle !== undefined) {
    lines.push(`${name}: skipped, ${part.obstacle}`);
    continue;
  }
  const startedAt = performance.now();
  const kills = Number(values.kills ?? part.kills);
  const tally = await part.kill({ kills, seed, isPlanted: values.planted, say });
  isAsWanted &&= tally.isClean !== values.planted;
  lines.push(`${name}: ${tally.line}, ${Math.round((performance.now() - startedAt) / 1000)} s`);
}
say(`${lines.join('; ')} (seed ${seed})`);
if (!isAsWanted) say(values.planted ? 'the planted mistake was not found' : 'something was lost');
process.exit(isAsWanted ? 0 : 1);
