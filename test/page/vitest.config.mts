import { defineConfig } from 'vitest/config';

/** In a browser, which is there only once a VS Code host was installed: a stage of its own in `npm test`. */
export default defineConfig({
  test: {
    include: ['test/page/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    // A page on a machine with other work takes its time.
    expect: { poll: { timeout: 60_000 } },
  },
});
