import { ASK, ASKED, automatic, CLOSED, ENDED, NOT_ACTIVE, outcome, SHORT } from './answers-and-ways.ts';
import type { Journey } from './journey.ts';

/** Through the same file in a hurry, where every retry is used up. */
export const WITHOUT_PATIENCE: readonly Journey[] = [
  {
    name: 'asking fails for good: the request expires',
    hurried: true,
    answers: { ask: [{ throws: 'MailNotSent' }], expire: [outcome('EXPIRED')] },
    visits: [...ASK, 'Expire undecided request', 'Approved?', 'Not approved'],
    calls: ['ask', 'ask', 'expire'],
    ends: 'SUCCEEDED',
  },
  {
    name: 'the record cannot be read for good: the execution fails, loudly',
    hurried: true,
    input: () => SHORT,
    answers: { ask: [ASKED], expire: [{ throws: 'TimeoutError' }] },
    visits: [...ASK, 'Expire undecided request', 'Decision unknown'],
    calls: ['ask', 'expire', 'expire'],
    ends: 'FAILED',
  },
  {
    name: 'activating fails for good: closing is made sure of',
    hurried: true,
    input: automatic,
    answers: { activate: [{ throws: 'StoreUnavailable' }], end: [ENDED] },
    visits: ['Needs a person?', 'Wait for start', 'Activate grant', ...CLOSED],
    calls: ['activate', 'activate', 'end'],
    ends: 'SUCCEEDED',
  },
  {
    name: 'closing fails until every retry is used up: it is taken up again',
    hurried: true,
    input: automatic,
    answers: { activate: [NOT_ACTIVE], end: [...Array(3).fill({ throws: 'Ec2Unavailable' }), ENDED] },
    visits: [
      'Needs a person?',
      'Wait for start',
      'Activate grant',
      'Activated?',
      'Revoke grant',
      'Wait before closing again',
      ...CLOSED,
    ],
    calls: ['activate', 'end', 'end', 'end', 'end'],
    ends: 'SUCCEEDED',
  },
];
