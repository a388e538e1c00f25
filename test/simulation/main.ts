import { parseArgs } from 'node:util';
import { isOfTheDead } from './crash-store.ts';
import { SimServer } from './sim-server.ts';
import { simulate } from './simulate.ts';

// Plays seeds and says what broke: `npm run sim -- --seed 17` replays one, `--seeds 300 --from 1` plays many.
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '100' },
    /** Seeds by name, joined with commas, in the place of a range. */
    list: { type: 'string' },
    steps: { type: 'string', default: '250' },
    trace: { type: 'boolean', default: false },
    /** Ends at the first broken promise. */
    first: { type: 'boolean', default: false },
  },
});

// What a killed app had begun ends in nothing: nobody is left to hear of it.
process.on('unhandledRejection', (error) => {
  if (!isOfTheDead(error)) throw error;
});

const named = values.seed ?? values.list;
const wanted =
  named === undefined
    ? Array.from({ length: Number(values.seeds) }, (_, at) => Number(values.from) + at)
    : named.split(',').map(Number);
const server = await SimServer.start();
const counts: Record<string, number> = {};
let broken = 0;
let played = 0;
for (const seed of wanted) {
  const outcome = await simulate(server, {
    seed,
    steps: Number(values.steps),
    ...(values.trace ? { onTrace: (line: string) => process.stdout.write(`${line}\n`) } : {}),
  });
  played += 1;
  for (const [what, count] of Object.entries(outcome.counts)) counts[what] = (counts[what] ?? 0) + count;
  if (values.seed !== undefined) process.stdout.write(`trace ${outcome.trace}\n`);
  if (outcome.violations.length === 0) continue;
  broken += 1;
  process.stdout.write(`seed ${seed} (npm run sim -- --seed ${seed}):\n`);
  for (const { rule, seen } of outcome.violations.slice(0, 8))
    process.stdout.write(`  ${rule}: ${seen.slice(0, 600)}\n`);
  if (values.first) break;
}
await server.stop();
process.stdout.write(`${JSON.stringify(counts)}\n${played} seeds, ${broken} broken\n`);
process.exitCode = broken > 0 ? 1 : 0;
