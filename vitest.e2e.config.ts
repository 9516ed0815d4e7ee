import { defineConfig } from 'vitest/config';

/** `npm run test:e2e`: the pages in a real browser (CHROMIUM_PATH, default /usr/bin/chromium). */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    env: { TEST_DIALECT: 'sqlite' },
    testTimeout: 240_000,
    hookTimeout: 240_000,
    fileParallelism: false,
    // How fast the machine is decides nothing.
    expect: { poll: { timeout: 60_000 } },
  },
});
