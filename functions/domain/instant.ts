/** A moment: milliseconds since 1970-01-01T00:00:00Z. Outside of the domain it is RFC 3339 UTC. */
export type Instant = number;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** RFC 3339, UTC, with milliseconds: `2026-11-23T05:22:25.000Z`. */
export const toTimestamp = (at: Instant): string => new Date(at).toISOString();

/**
 * RFC 3339 at whole seconds, rounded **up**: Step Functions truncates milliseconds of a `TimestampPath`,
 * and a wait that ends before its time would close a port that is still granted.
 */
export const toWaitTimestamp = (at: Instant): string =>
  new Date(Math.ceil(at / SECOND) * SECOND).toISOString().replace('.000Z', 'Z');
