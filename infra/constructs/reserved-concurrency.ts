import type { FunctionName } from '../../functions/runtime/environment.ts';

/** Concurrent executions that functions keep for themselves; each can have no more, and the account's others lack them. */
export type ReservedConcurrency = { readonly [Name in FunctionName]?: number };

/**
 * Together 296 of the 1,000 that an account has, of which 100 must stay unreserved
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html).
 */
export const RESERVED_CONCURRENCY = {
  /** What callers may call is bounded, so that whoever waits or floods uses up nothing that closes ports. */
  api: 250,
  approvals: 20,
  /** What opens, closes and keeps time is kept free, whatever other functions of the account do. */
  ingress: 20,
  sweeper: 1,
  /** Called every minute, and by each execution of which the time to decide is over. */
  timekeeper: 5,
} as const satisfies ReservedConcurrency;
