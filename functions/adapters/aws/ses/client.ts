import { SESClient, type SESClientConfig } from '@aws-sdk/client-ses';

/**
 * A client for one function's lifetime. Region and credentials come from the function's environment; `overrides` is
 * for engines on the own machine.
 */
export const sesClient = (overrides: SESClientConfig = {}): SESClient =>
  new SESClient({
    // A mail that was sent and not answered is sent again: twice is better than never.
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 5_000,
      // Without it a request that takes too long is only warned of.
      throwOnRequestTimeout: true,
    },
    ...overrides,
  });
