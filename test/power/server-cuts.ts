import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createWorld, password } from '../../server/contract/world.ts';
import { serverContent } from '../e2e/support/seen-rows.ts';
import { freePort, runCli, ServerProcess } from '../e2e/support/server-process.ts';
import { until } from '../e2e/support/until.ts';
import { work } from '../support/device-work.ts';
import { RemoteDevice } from '../support/remote-device.ts';
import { judge, upTo } from '../support/server-judgement.ts';
import { Tally } from '../support/tally.ts';
import { CutDisk, type DiskCopy } from './cut-disk.ts';
import { type CutMoment, type CutPlan, cutWords, pause, runsOf } from './cut-plan.ts';

const people = ['super', 'ana', 'teknisi', 'super'];
const preload = (name: string) => fileURLToPath(new URL(`./preload/${name}.ts`, import.meta.url));

/** Opens a data folder as an operator would after the power is back: `verify`, then what is in it. */
async function lookAtData(data: string): Promise<{ held: Set<string>; faults: string[] }> {
  // The lock names a process of this machine that still lives; after a real cut it would not.
  rmSync(path.join(data, 'tanggap.lock'), { force: true });
  try {
    const printed = runCli({ data }, ['verify']);
    const { faults: broken } = JSON.parse(printed) as { faults: unknown[] };
    const { held, faults } = judge(await serverContent({ data }));
    return { held, faults: [...faults, ...broken.map((fault) => JSON.stringify(fault))] };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { held: new Set(), faults: [`did not open: ${words.trim().split('\n').at(-1)}`] };
  }
}

interface CutCopy {
  readonly copy: DiskCopy;
  readonly acknowledged: readonly string[];
}

/** One server on a new disk, cut again and again; the last time for good: work goes on with what the disk held. */
async function run(plan: CutPlan, moments: readonly CutMoment[], seed: number, tally: Tally): Promise<void> {
  const disk = CutDisk.open();
  const data = path.join(disk.box, 'data');
  const web = path.join(disk.box, 'web');
  mkdirSync(web);
  await (await createWorld({ data })).close();
  const port = await freePort();
  const node = ['--import', preload('checkpoint-on-signal')];
  if (plan.isRelaxed) node.push('--import', preload('plain-file-system'));
  const serve = ['--requests-per-minute', '1000000'];
  const server = new ServerProcess({ data }, port, web, { node, serve });
  let isOver = false;
  let successor: ServerProcess | undefined;
  const devices: RemoteDevice[] = [];
  const endAtExit = () => {
    server.signal('SIGKILL');
    successor?.signal('SIGKILL');
  };
  process.once('exit', endAtExit);
  try {
    await server.start();
    for (const person of people) devices.push(await RemoteDevice.login([server.origin], person, password));
    // Enrolment is settled; what is cut is everybody's work.
    disk.settle();
    const sum = () => devices.reduce((all, device) => all + device.acknowledged, 0);
    const writing = devices.map(async (device, at) => {
      const offices = people[at] === 'ana' ? ['DINKES'] : ['DINKES', 'DISDIK'];
      for (let turn = 0; !isOver; turn += 1)
        await work(device, { mutations: 20, offices, seed: seed + 1000 * at + turn });
    });
    const everybody = Promise.all(writing);
    everybody.catch(() => undefined);
    const copies: CutCopy[] = [];
    for (const [at, { after, ms, kind }] of moments.entries()) {
      const before = sum();
      await until('more work to be acknowledged', () => (sum() >= before + after ? true : undefined));
      if (kind === 'write-back' || kind === 'both') disk.writeBackSome(ms);
      if (kind === 'checkpoint' || kind === 'both') server.signal('SIGUSR2');
      await pause(ms);
      const acknowledged = devices.flatMap((device) => upTo(device, device.acknowledged));
      const isLast = at === moments.length - 1;
      const copy = disk.cut(() => (isLast ? server.signal('SIGKILL') : undefined));
      copies.push({ copy, acknowledged });
    }
    await server.stop();
    for (const [at, { copy, acknowledged }] of copies.entries()) {
      const copied = path.join(copy.mount(), 'data');
      const { held, faults } = await lookAtData(copied);
      tally.add(acknowledged, (name) => held.has(name), faults);
      if (at < copies.length - 1) copy.release();
      else if (!plan.isRelaxed) {
        successor = new ServerProcess({ data: copied }, port, web, { serve });
        await successor.start();
        isOver = true;
        await everybody;
        await successor.stop();
        const last = await lookAtData(copied);
        const missing = devices
          .flatMap((device) => upTo(device, device.lastId))
          .filter((name) => !last.held.has(name));
        for (const fault of [...last.faults, ...missing]) tally.fault(`after going on: ${fault}`);
      }
    }
  } finally {
    isOver = true;
    for (const device of devices) device.giveUp();
    await server.stop('SIGKILL');
    await successor?.stop('SIGKILL');
    process.off('exit', endAtExit);
    disk.close();
  }
}

/** Cuts the power of a central server with the embedded database while four devices push to it. */
export async function cutServer(plan: CutPlan): Promise<Tally> {
  const tally = new Tally(plan.say, cutWords);
  for (const [at, moments] of runsOf(plan).entries()) {
    tally.begin('server');
    await run(plan, moments, plan.seed + 10_000 * at, tally);
  }
  return tally;
}
