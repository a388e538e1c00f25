import type { Violation } from './compare-desk.ts';
import { armDevice, changePeople, changeRights, endApp, touchClock, touchServer } from './fault-steps.ts';
import { heal } from './healing.ts';
import { checkEnd } from './invariants.ts';
import type { SimServer } from './sim-server.ts';
import { act, exchange, lookBack, moveNetwork, openWindow } from './work-steps.ts';
import { minute, second, World } from './world.ts';

/** One run of the simulated world. */
export interface Outcome {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** Hash of everything that happened: the same seed twice must give the same one. */
  readonly trace: string;
  readonly counts: Readonly<Record<string, number>>;
}

export interface RunOptions {
  readonly seed: number;
  readonly steps?: number;
  /** Told every line of the trace as it is written. */
  readonly onTrace?: (line: string) => void;
}

async function step(world: World): Promise<void> {
  const choice = world.random.below(100);
  const desk = world.random.pick(world.desks);
  if (choice < 3 && world.imported.length > 0) await lookBack(world, desk);
  else if (choice < 30) await act(world, desk);
  else if (choice < 76) await moveNetwork(world);
  else if (choice < 88) await exchange(world, desk);
  else if (choice < 90) await endApp(world, desk);
  else if (choice < 92) armDevice(world, desk);
  else if (choice < 94) await touchServer(world);
  else if (choice < 95) touchClock(world, desk);
  else if (choice < 96) await changeRights(world);
  else if (choice < 97) await openWindow(world, desk);
  else if (choice < 98) await changePeople(world, desk);
  else desk.isOnline = world.random.chance(0.7);
}

async function play(world: World, steps: number): Promise<void> {
  const { random, server, violations } = world;
  await world.begin();
  for (let done = 0; done < steps && violations.length === 0; done += 1) {
    // Work comes in bursts, with a pause of minutes or hours now and then.
    server.pass(random.chance(0.03) ? random.below(180) * minute : random.below(4) * second);
    await step(world);
  }
  if (violations.length > 0) return;
  await heal(world);
  violations.push(...(await checkEnd(server, world.desks, world.ledger)));
}

/** Plays one seed on a server that is begun anew for it. */
export async function simulate(server: SimServer, options: RunOptions): Promise<Outcome> {
  const world = new World(server, options.seed, options.onTrace ?? (() => undefined));
  let violations: readonly Violation[] = world.violations;
  try {
    await play(world, options.steps ?? 250);
  } catch (error) {
    const seen = error instanceof Error ? (error.stack ?? error.message) : String(error);
    violations = [{ rule: 'broken', seen }];
  }
  return { seed: options.seed, violations, trace: world.endTrace(), counts: world.counts };
}
