import type { SignalCode } from '../ports/signals.ts';

/** CloudWatch namespace of everything that is counted. */
export const METRIC_NAMESPACE = 'Postern';

/** The only dimension of each metric; its value is the configuration's `deployment`. */
export const DEPLOYMENT_DIMENSION = 'deployment';

/** The metric that counts a signal. Functions write and alarms read by these names. */
export const SIGNAL_METRICS = {
  ORPHAN_RULE: 'OrphanRule',
  RULE_EDITED: 'RuleEdited',
  RULE_MISSING: 'RuleMissing',
  RULE_RETURNED: 'RuleReturned',
  REVOKE_CALL_FAILED: 'RevokeCallFailed',
  REVOKE_FAILED: 'RevokeFailed',
  GROUP_UNREADABLE: 'GroupUnreadable',
  GROUP_NOT_SWEPT: 'GroupNotSwept',
  OVERDUE_OPEN_RULES: 'OverdueOpenRules',
  REQUESTS_DUE: 'RequestsDue',
  EXECUTION_STARTED_LATE: 'ExecutionStartedLate',
  DECISION_DELIVERED_LATE: 'DecisionDeliveredLate',
  NEVER_ACTIVATED: 'NeverActivated',
  RECORD_CONTRADICTS_GROUP: 'RecordContradictsGroup',
  RECORD_NOT_WRITTEN: 'RecordNotWritten',
  DIGEST_CHANGED: 'DigestChanged',
  BREAK_GLASS_OPENED: 'BreakGlassOpened',
  BREAK_GLASS_REVIEW_DUE: 'BreakGlassReviewDue',
  TRIES_EXHAUSTED: 'TriesExhausted',
  DUTY_FAILED: 'DutyFailed',
  MAIL_NOT_SENT: 'MailNotSent',
  WORKFLOW_CALL_FAILED: 'WorkflowCallFailed',
} as const satisfies Record<SignalCode, string>;

export type MetricName = (typeof SIGNAL_METRICS)[SignalCode];
