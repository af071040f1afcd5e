import { MINUTE } from '../../../domain/instant.ts';
import type { Consistency } from '../../../domain/observed-rule.ts';

/**
 * How long EC2 still takes a request after it was signed, in milliseconds. Two pages give two numbers: EC2 refuses as
 * `RequestExpired` what arrives more than 15 minutes after its date stamp
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html), Signature Version 4 speaks of five
 * minutes "in most cases" (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html). The longer one is safe.
 */
export const SIGNATURE_VALIDITY = 15 * MINUTE;

/**
 * How long a read may show the past, in milliseconds. EC2 promises no bound and advises to allow for up to about five
 * minutes (https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html); one more is our margin.
 */
export const STALE_READS = 6 * MINUTE;

/** By how much two functions' clocks may differ, in milliseconds; five minutes each way are far more than Lambda shows. */
export const CLOCK_SKEW = 10 * MINUTE;

/** @param functionTimeout Milliseconds after which the function that calls EC2 is stopped. */
export const ec2Consistency = (functionTimeout: number): Consistency => ({
  functionTimeout,
  signatureValidity: SIGNATURE_VALIDITY,
  staleReads: STALE_READS,
  clockSkew: CLOCK_SKEW,
});
