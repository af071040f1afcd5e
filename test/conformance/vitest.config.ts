import { defineConfig, mergeConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

/** Everything that runs on engines that nobody here wrote. */
const config = mergeConfig(
  base,
  defineConfig({
    test: {
      // Journeys wait more than they work, but each starts processes of its own.
      maxConcurrency: 6,
    },
  }),
);

export default {
  ...config,
  test: {
    ...config.test,
    include: [
      'test/adapters/aws/dynamodb/**/*.test.ts',
      'test/adapters/aws/**/*.moto.test.ts',
      'test/engines/**/*.test.ts',
      'test/conformance/**/*.test.ts',
      'test/conformance/**/*.conformance.ts',
    ],
    reporters: ['default', './test/conformance/table-reporter.ts', './test/reporter.ts'],
  },
};
