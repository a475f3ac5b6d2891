import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/seed.ts'],
    // These run in a VS Code extension host or in a browser, not here.
    exclude: ['test/host/**', 'test/page/**'],
    // The default leaves one processor to a person who works beside it: on two cores, half the machine.
    maxWorkers: '100%',
    // Properties run long on a busy machine; a test that hangs is ended all the same.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
