import { LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';

/**
 * A client for one function's lifetime. Region and credentials come from the function's environment; `overrides` is
 * for engines on the own machine.
 */
export const lambdaClient = (overrides: LambdaClientConfig = {}): LambdaClient =>
  new LambdaClient({
    // Converging twice is harmless, and a call that is lost is made up for by the sweeper.
    maxAttempts: 2,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 3_000,
      // Without it a request that takes too long is only warned of.
      throwOnRequestTimeout: true,
    },
    ...overrides,
  });
