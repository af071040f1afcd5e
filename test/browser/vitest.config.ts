import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

export default defineConfig({
  test: {
    ...base.test,
    include: ['test/browser/**/*.browser.ts'],
    globalSetup: ['test/temporary-folder.ts', 'test/browser/support/insist.ts'],
    // One browser at a time: a machine with few cores has enough to do with one.
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
