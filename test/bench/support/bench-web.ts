import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { buildIfStale } from '../../../scripts/build-app.ts';
import { zodWithoutEval } from '../../../scripts/zod-without-eval-plugin.ts';
import { benchFolder } from './fixture.ts';

const pageFolder = fileURLToPath(new URL('../page/', import.meta.url));
const builtApp = fileURLToPath(new URL('../../../out/renderer/', import.meta.url));

/** Addresses of the bench pages on a server that serves the folder of `buildBenchWeb`. */
export const benchPagePath = '/bench/bench.html';
/** A page of its own: RxDB brings another Dexie than the product's, and two of them refuse to share one. */
export const peersPagePath = '/bench/peers.html';

/**
 * A folder for this run with the app as it is built, and beside it the bench pages, bundled in the same way. The app is
 * built first where it is out of date. Who calls it removes it.
 */
export async function buildBenchWeb(say: (text: string) => void): Promise<string> {
  buildIfStale(say);
  const folder = join(benchFolder, `web-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  cpSync(builtApp, folder, { recursive: true });
  await build({
    configFile: false,
    root: pageFolder,
    base: '/bench/',
    logLevel: 'warn',
    plugins: [zodWithoutEval()],
    worker: { format: 'es', plugins: () => [zodWithoutEval()] },
    build: {
      outDir: join(folder, 'bench'),
      emptyOutDir: true,
      target: 'esnext',
      // A profile of the page should name functions.
      minify: false,
      rolldownOptions: { input: [join(pageFolder, 'bench.html'), join(pageFolder, 'peers.html')] },
    },
  });
  return folder;
}
