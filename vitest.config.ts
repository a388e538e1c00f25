import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Every process that a test starts begins with compiled code.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/tanggap/code');

const demos = ['test/support/demos-for-suite.ts'];
const slow = { testTimeout: 180_000, hookTimeout: 240_000 };

/**
 * One project per kind of test. `vitest run <path>` picks the project by the file's name; scripts/test.ts runs them one
 * after the other and sums them up.
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A second is not long on a busy machine.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{shared,server,renderer,electron,scripts,resources,lint,test}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/*.pg.test.ts', 'test/electron/**', 'test/simulation/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'pg',
          include: ['{server,test}/**/*.pg.test.ts'],
          globalSetup: ['test/support/postgres-for-suite.ts'],
          ...slow,
        },
      },
      {
        extends: true,
        test: {
          name: 'simulation',
          include: ['test/simulation/**/*.test.ts'],
          fileParallelism: false,
          maxConcurrency: 2,
          testTimeout: 900_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.e2e.ts'],
          globalSetup: demos,
          fileParallelism: false,
          ...slow,
        },
      },
      {
        extends: true,
        test: {
          name: 'stand-in',
          include: ['test/electron/**/*.test.ts'],
          globalSetup: demos,
          fileParallelism: false,
          ...slow,
        },
      },
      {
        extends: true,
        test: {
          name: 'electron',
          include: ['test/electron/**/*.electron.ts'],
          fileParallelism: false,
          ...slow,
        },
      },
    ],
  },
});
