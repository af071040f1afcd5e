import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/temporary-folder.ts'],
    reporters: ['default', './test/reporter.ts'],
    // Nothing in a test may find a real account: an SDK client that is built by mistake gets these, and no metadata service.
    env: {
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_SESSION_TOKEN: 'test',
      AWS_REGION: 'eu-central-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    },
    // Property tests and bundling share few cores in CI; this bounds a hang, it is no budget.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
