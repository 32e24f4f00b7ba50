/** Tests: `unit` needs nothing, `system` has a PostgreSQL server of its own, started once per run, and
 * `chaos` breaks real processes of the built service. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // type-graphql and we would otherwise load graphql twice: "another module or realm".
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // Patient: these bound what hangs, on a machine that is slow and busy. No test takes that long.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['test/**/*.test.ts'],
          exclude: ['test/unit/**', 'test/chaos/**'],
          globalSetup: ['test/support/global-setup.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'chaos', include: ['test/chaos/**/*.test.ts'], globalSetup: ['test/chaos/rig/build.ts'] },
      },
    ],
  },
});
