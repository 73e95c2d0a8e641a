import { defineConfig } from 'vitest/config';

/**
 * unit: no services, in memory, under a minute (`npm run check`).
 * full: PostgreSQL, PGlite, Chromium, fuzzing, process kills (`npm test` runs both).
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // Nothing here waits; a busy machine may.
          testTimeout: 60_000,
          include: ['{src,grammar,keywords,functions,web}/**/*.test.{ts,tsx}', 'test/{architecture,corpus,notation,unit}/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'full',
          setupFiles: ['test/support/fuzz-seed.ts'],
          include: ['test/{conformance,fuzz,e2e,sweep,kill}/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 30_000 } },
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
