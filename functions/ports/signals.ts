/** What people who run Postern must be able to see, count and be alarmed by. Codes are stable; no secret is in them. */
export type Signal =
  | { readonly code: 'ORPHAN_RULE'; readonly group: string; readonly ruleId: string }
  | { readonly code: 'RULE_EDITED'; readonly group: string; readonly ruleId: string }
  | {
      readonly code: 'RULE_MISSING';
      readonly group: string;
      readonly ruleId: string;
      readonly grantId: string;
    }
  | { readonly code: 'RULE_RETURNED'; readonly group: string; readonly ruleId: string }
  | {
      readonly code: 'REVOKE_CALL_FAILED';
      readonly group: string;
      readonly ruleId: string;
      readonly error: string;
    }
  | { readonly code: 'REVOKE_FAILED'; readonly requestId: string; readonly error: string }
  | { readonly code: 'GROUP_UNREADABLE'; readonly group: string; readonly error: string }
  | { readonly code: 'GROUP_NOT_SWEPT'; readonly group: string; readonly cause: unknown }
  /** Rules open past every grant that needed them; sent at every sweep, 0 included. */
  | { readonly code: 'OVERDUE_OPEN_RULES'; readonly count: number }
  /** Requests for which the timekeeper found something due; sent at the end of every run, 0 included. */
  | { readonly code: 'REQUESTS_DUE'; readonly count: number }
  | { readonly code: 'EXECUTION_STARTED_LATE'; readonly requestId: string }
  | { readonly code: 'DECISION_DELIVERED_LATE'; readonly requestId: string }
  | { readonly code: 'NEVER_ACTIVATED'; readonly requestId: string }
  | { readonly code: 'RECORD_CONTRADICTS_GROUP'; readonly requestId: string }
  | { readonly code: 'RECORD_NOT_WRITTEN'; readonly requestId: string; readonly cause: unknown }
  | { readonly code: 'DIGEST_CHANGED'; readonly requestId: string }
  | { readonly code: 'BREAK_GLASS_OPENED'; readonly requestId: string; readonly target: string }
  /** An emergency that nobody has looked at in time; sent again every day. */
  | { readonly code: 'BREAK_GLASS_REVIEW_DUE'; readonly requestId: string; readonly target: string }
  /** No link of this approver for this request takes a code any more. */
  | { readonly code: 'TRIES_EXHAUSTED'; readonly requestId: string; readonly approver: string }
  | { readonly code: 'DUTY_FAILED'; readonly requestId: string; readonly cause: unknown }
  | {
      readonly code: 'MAIL_NOT_SENT';
      readonly requestId: string;
      readonly mailId: string;
      readonly detail: string;
    }
  | { readonly code: 'WORKFLOW_CALL_FAILED'; readonly requestId: string; readonly cause: unknown };

export type SignalCode = Signal['code'];

export interface Signals {
  send(signal: Signal): void;
}
