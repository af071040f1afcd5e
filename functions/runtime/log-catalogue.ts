import type { SignalCode } from '../ports/signals.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

interface CatalogueEntry {
  readonly level: LogLevel;
  readonly message: string;
}

/** Every line that Postern logs, by its stable code: searches and alarms go by the code, people read the message. */
export const LOG_CATALOGUE = {
  CALL_ANSWERED: { level: 'info', message: 'Answered an HTTP call' },
  CALL_FAILED: { level: 'error', message: 'Failed to answer an HTTP call' },
  EVENT_HANDLED: { level: 'info', message: 'Did what an event asked for' },
  EVENT_COMES_AGAIN: { level: 'info', message: 'Not done yet: the workflow comes again' },
  EVENT_FAILED: { level: 'error', message: 'Failed to do what an event asked for' },
  RECORD_NOT_PUBLISHED: { level: 'error', message: 'A record of the table stream is to be published again' },

  ORPHAN_RULE: { level: 'error', message: 'A rule with our marks is in no record; it is being closed' },
  RULE_EDITED: { level: 'error', message: 'Somebody changed one of our rules; it is being closed' },
  RULE_MISSING: { level: 'warn', message: 'Somebody removed a rule of a grant that is active' },
  RULE_RETURNED: { level: 'warn', message: 'A rule that was settled is listed again; it is being closed' },
  REVOKE_CALL_FAILED: { level: 'warn', message: 'EC2 did not remove a rule; the call is repeated' },
  REVOKE_FAILED: { level: 'error', message: 'A grant is over and its port is still open; closing goes on' },
  GROUP_UNREADABLE: { level: 'error', message: 'EC2 did not list the rules of a security group' },
  GROUP_NOT_SWEPT: { level: 'error', message: 'A security group could not be swept' },
  OVERDUE_OPEN_RULES: { level: 'error', message: 'Rules are open past every grant that needed them' },
  REQUESTS_DUE: { level: 'debug', message: 'Something was due for requests' },
  EXECUTION_STARTED_LATE: { level: 'warn', message: 'A request had no execution; the timekeeper starts it' },
  DECISION_DELIVERED_LATE: {
    level: 'warn',
    message: 'A decision had not reached its execution; the timekeeper tells it',
  },
  NEVER_ACTIVATED: { level: 'error', message: 'A grant was not activated within its window; it failed' },
  DIGEST_CHANGED: { level: 'error', message: 'What was approved is not what would open; the grant failed' },
  BREAK_GLASS_OPENED: {
    level: 'warn',
    message: 'Somebody opens a port in an emergency; approvers look at it afterwards',
  },
  BREAK_GLASS_REVIEW_DUE: {
    level: 'error',
    message: 'No approver has looked at an emergency in time; it is said again every day',
  },
  TRIES_EXHAUSTED: {
    level: 'warn',
    message: 'The tries of an approver at the codes for a request are used up, by them or by a stranger',
  },
  DUTY_FAILED: { level: 'error', message: 'What is due for a request could not be done' },
  RECORD_NOT_WRITTEN: {
    level: 'error',
    message: 'A request could not be written; the rules of its group go on without it',
  },
  RECORD_CONTRADICTS_GROUP: {
    level: 'error',
    message: 'What a request says of its grant and what its security group says do not fit together',
  },
  MAIL_NOT_SENT: { level: 'error', message: 'A mail was not sent' },
  WORKFLOW_CALL_FAILED: {
    level: 'warn',
    message: 'Step Functions did not answer; the timekeeper repeats it',
  },
} as const satisfies Record<SignalCode, CatalogueEntry> & Record<string, CatalogueEntry>;

export type LogCode = keyof typeof LOG_CATALOGUE;
