import { defineConfig } from 'vitest/config';

/** Unit, property and PGlite tests in one process pool; real PostgreSQL tests need the server that scripts/test.ts starts. */
export default defineConfig({
  test: {
    include: [
      'shared/**/*.test.ts',
      'server/**/*.test.ts',
      'renderer/**/*.test.ts',
      'electron/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
