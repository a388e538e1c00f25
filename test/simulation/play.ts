import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const hook = fileURLToPath(new URL('plant-hook.ts', import.meta.url));

/** What a process that played seeds said. */
export interface Played {
  readonly output: string;
  readonly seeds: number;
  readonly broken: number;
}

/** Plays seeds in a process of its own, with a planted bug where one is named. */
export function play(args: readonly string[], plant?: string): Promise<Played> {
  const imports = plant === undefined ? [] : ['--import', hook];
  const env = plant === undefined ? process.env : { ...process.env, SIM_PLANT: plant };
  const child = spawn(process.execPath, [...imports, main, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => {
      const [, seeds, broken] = /(\d+) seeds, (\d+) broken/.exec(output) ?? [];
      if (seeds === undefined || broken === undefined) reject(new Error(`the run ended early:\n${output}`));
      else resolve({ output, seeds: Number(seeds), broken: Number(broken) });
    });
  });
}
