import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // These run in a VS Code extension host or against its build, not here.
    exclude: ['test/host/**'],
  },
});
