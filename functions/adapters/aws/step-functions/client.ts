import { SFNClient, type SFNClientConfig } from '@aws-sdk/client-sfn';

/**
 * A client for one function's lifetime. Region and credentials come from the function's environment; `overrides` is
 * for engines on the own machine.
 */
export const stepFunctionsClient = (overrides: SFNClientConfig = {}): SFNClient =>
  new SFNClient({
    // Both calls may be repeated: a name starts once, and a token resumes once.
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 3_000,
      // Without it a request that takes too long is only warned of.
      throwOnRequestTimeout: true,
    },
    ...overrides,
  });
