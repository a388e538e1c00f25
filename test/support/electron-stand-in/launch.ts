import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { createElectronModule } from './electron-module.ts';
import { Pages } from './pages.ts';
import { type LaunchOptions, LaunchRecord } from './record.ts';
import type { StandInWindow } from './stand-in-window.ts';
import { SteeredTime } from './steered-time.ts';

type ElectronModule = ReturnType<typeof createElectronModule>;

/** A launched app: what it did, and its `electron` for events only the system sends. */
export type Launch = {
  readonly record: LaunchRecord;
  readonly electron: ElectronModule;
  /** The clock of the main process. */
  readonly time: SteeredTime;
  /** The first window, once its page is loaded. */
  readonly window: () => Promise<StandInWindow>;
  readonly close: () => Promise<void>;
};

const modules = new Map<string, ElectronModule>();
const mains = new Map<string, string>();
const times = new Map<string, SteeredTime>();
const registry = Symbol.for('tanggap.electron-stand-in');
(globalThis as Record<symbol, unknown>)[registry] = { modules, times };
const registryText = "globalThis[Symbol.for('tanggap.electron-stand-in')]";
let launches = 0;

const { nativeImport } = createRequire(import.meta.url)('./native-import.mjs') as {
  nativeImport: (specifier: string) => Promise<unknown>;
};

/** Each launch is a fresh copy of the main bundle, and its `electron` the stand-in of that launch. */
registerHooks({
  resolve(specifier, context, next) {
    const main = mains.get(specifier);
    if (main !== undefined) return { url: main, format: 'module', shortCircuit: true };
    const launch = /[?&]launch=(\d+)$/.exec(context.parentURL ?? '')?.[1];
    if (specifier !== 'electron' || launch === undefined) return next(specifier, context);
    return { url: `electron-stand-in:${launch}`, format: 'module', shortCircuit: true };
  },
  load(url, context, next) {
    const main = /[?&]launch=(\d+)$/.exec(url)?.[1];
    if (main !== undefined) {
      const built = readFileSync(fileURLToPath(url), 'utf8');
      const source = `const { Date, setTimeout, clearTimeout } = ${registryText}.times.get('${main}');\n${built}`;
      return { format: 'module', source, shortCircuit: true };
    }
    const launch = /^electron-stand-in:(\d+)$/.exec(url)?.[1];
    if (launch === undefined) return next(url, context);
    const names = Object.keys(modules.get(launch) ?? {}).join(', ');
    const source = `export const { ${names} } = ${registryText}.modules.get('${launch}');`;
    return { format: 'module', source, shortCircuit: true };
  },
});

/** Runs the built main process in this Node, with real pages of `browser` as its windows. */
export async function launchApp(browser: Browser, options: LaunchOptions): Promise<Launch> {
  launches += 1;
  const id = String(launches);
  const record = new LaunchRecord();
  const pages = new Pages(browser, record, options.context);
  const electron = createElectronModule(options, pages, record);
  const time = new SteeredTime();
  modules.set(id, electron);
  times.set(id, time);
  mains.set(
    `tanggap-main:${id}`,
    `${pathToFileURL(path.join(options.outFolder, 'main', 'index.js')).href}?launch=${id}`,
  );

  const before = new Map(Object.keys(options.env ?? {}).map((name) => [name, process.env[name]]));
  Object.assign(process.env, options.env);
  try {
    await nativeImport(`tanggap-main:${id}`);
    // `whenReady` and what follows it run in microtasks; one turn of the loop is past them.
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }

  return {
    record,
    electron,
    time,
    async window() {
      const window = record.windows[0] ?? ((await once(record.signals, 'window'))[0] as StandInWindow);
      if (!window.isVisible) await once(window, 'ready-to-show');
      return window;
    },
    async close() {
      time.stop();
      await pages.close();
      times.delete(id);
      modules.delete(id);
    },
  };
}
