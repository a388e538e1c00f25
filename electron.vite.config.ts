import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { pageNonce } from './scripts/page-nonce-plugin.ts';
import { serviceWorker } from './scripts/service-worker-plugin.ts';
import { zodWithoutEval } from './scripts/zod-without-eval-plugin.ts';

/** Absolute addresses work under `app://tanggap/` and under the central server's `/`, also on a deep screen address. */
const rootBase: Plugin = {
  name: 'tanggap:root-base',
  enforce: 'post',
  config: (config) => {
    config.base = '/';
  },
};

/** Main (ESM), preload (one CommonJS file, because a sandboxed preload can load nothing else) and renderer. */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      emptyOutDir: true,
      externalizeDeps: false,
      rolldownOptions: { input: { index: 'electron/main/index.ts' } },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      emptyOutDir: true,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'electron/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [
      react(),
      rootBase,
      pageNonce(),
      zodWithoutEval(),
      serviceWorker('renderer/offline/service-worker.ts'),
    ],
    worker: { format: 'es', plugins: () => [zodWithoutEval()] },
    build: {
      outDir: 'out/renderer',
      emptyOutDir: true,
      minify: true,
      sourcemap: false,
      // A data: script or font would need a hole in the content security policy.
      assetsInlineLimit: 0,
      rolldownOptions: { input: 'renderer/index.html' },
    },
  },
});
