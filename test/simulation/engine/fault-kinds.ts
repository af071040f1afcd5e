/** What is done to the system, by where it strikes. */
export const EC2_FAULTS = [
  'EC2_THROTTLED',
  'EC2_5XX',
  'EC2_TIMEOUT_BEFORE',
  'EC2_TIMEOUT_AFTER',
  'EC2_PARTIAL_BATCH',
  'EC2_STALE_READ',
  'EC2_ACCESS_DENIED',
  'EC2_LIMIT_REACHED',
] as const;
export const STORE_FAULTS = ['STORE_5XX', 'STORE_TIMEOUT_AFTER', 'STORE_CONFLICT'] as const;
export const INVOCATION_FAULTS = ['CRASH', 'SLOW', 'DUPLICATED', 'DELAYED', 'LOST'] as const;
export const OTHER_CALL_FAULTS = [
  'WORKFLOW_5XX',
  'WORKFLOW_TIMEOUT_AFTER',
  'MAIL_BOUNCED',
  'MAIL_5XX',
] as const;
export const WORLD_FAULTS = [
  'GROUP_DELETED',
  'RULE_REMOVED',
  'RULE_EDITED',
  'RULE_UNTAGGED',
  'RULE_COPIED',
  'EXECUTION_STOPPED',
  'EXECUTION_REDRIVEN',
  'STREAM_STALLED',
  'DEPLOY',
  'CLOCK_SKEW',
  'SWEEPER_OFF',
  'WORKFLOW_OFF',
] as const;

/** Faults that strike single calls while a window of theirs is open. */
export const CALL_FAULTS = [
  ...EC2_FAULTS,
  ...STORE_FAULTS,
  ...INVOCATION_FAULTS,
  ...OTHER_CALL_FAULTS,
] as const;

export type CallFault = (typeof CALL_FAULTS)[number];
export type WorldFault = (typeof WORLD_FAULTS)[number];
export type Fault = CallFault | WorldFault;
export const FAULTS: readonly Fault[] = [...CALL_FAULTS, ...WORLD_FAULTS];

/** Faults that cannot hold up a close: the bound of invariant 2 runs on while they strike. */
export const HARMLESS_TO_CLOSING: ReadonlySet<Fault> = new Set<Fault>([
  'MAIL_BOUNCED',
  'MAIL_5XX',
  'DUPLICATED',
  'STREAM_STALLED',
  'RULE_REMOVED',
  'CLOCK_SKEW',
  'SWEEPER_OFF',
  'WORKFLOW_OFF',
  'EC2_LIMIT_REACHED',
]);

/** Where the struck request or group stands. */
export const PHASES = ['ASKING', 'OPENING', 'OPEN', 'CLOSING'] as const;
export type Phase = (typeof PHASES)[number];
