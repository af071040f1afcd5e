import type { AccessRequest, Asked } from '../../functions/domain/access-request.ts';
import type { Change } from '../../functions/domain/change.ts';
import {
  abandon,
  activate,
  beginActivation,
  beginEnd,
  end,
  reportFailure,
} from '../../functions/domain/grant-transitions.ts';
import { HOUR, MINUTE } from '../../functions/domain/instant.ts';
import {
  cancel,
  executionResumed,
  executionStarted,
  expire,
  type RequestTransition,
  review,
} from '../../functions/domain/request-transitions.ts';
import type { Review } from '../../functions/domain/review.ts';
import { EARLY_END, EXPIRY, RULE_EXISTS } from './group-records.ts';
import { ALICE, aNewRequest, aReview, NIGHTLY_EXPORT, policyOutcome, START } from './request-records.ts';

/** The change that a transition makes. Throws where it was refused: the test's records are wrong then. */
export const changeOf = (transition: RequestTransition): Change => {
  if (transition.outcome !== 'CHANGED') throw new Error(`Refused: ${transition.outcome}`);
  return transition.change;
};

type Step = (request: AccessRequest) => Change;

/** All writes of one request, first to last, made by the domain's own transitions. */
export const history = (asked: Partial<Asked>, ...steps: readonly Step[]): readonly Change[] => {
  const first = aNewRequest(asked);
  const changes = [first];
  let request = first.after;
  for (const step of steps) {
    const change = step(request);
    changes.push(change);
    request = change.after;
  }
  return changes;
};

/** Where a history has come to. */
export const latest = (changes: readonly Change[]): AccessRequest => (changes.at(-1) as Change).after;

const RULE = 'sgr-0123456789abcdef0';
const AT = START + 5 * MINUTE;
const EXPIRES = AT + 30 * MINUTE;
const CLOSURE = {
  ledgerId: 'lg_closed',
  ruleId: RULE,
  settledAt: EXPIRES + 2_000,
  evidence: 'ANSWERED_AND_ABSENT',
  otherWaysIn: [],
};

export const reviewed =
  (overrides: Partial<Review> = {}): Step =>
  (request) =>
    changeOf(review(request, aReview(overrides)));

/** Names of steps as they happen to a typical request. */
export const step = {
  started: (request) => executionStarted(request, START + 500),
  resumed: (request) => executionResumed(request, START + 61_000),
  approved: reviewed(),
  rejected: reviewed({ decision: 'REJECT', comment: 'Ask the data team instead' }),
  cancelled: (request) => changeOf(cancel(request, 'alice@example.com', request.requestedAt + 5 * MINUTE)),
  undecided: (request) => changeOf(expire(request, request.decideBy)),
  activating: (request) => beginActivation(request, AT + 10 * MINUTE, AT),
  active: (request) => activate(request, [RULE], EXPIRES, AT),
  abandoned: (request) => abandon(request, RULE_EXISTS, AT),
  expiring: (request) => beginEnd(request, EXPIRY, EXPIRES),
  revoking: (request) => beginEnd(request, EARLY_END, AT + MINUTE),
  failing: (request) => beginEnd(request, RULE_EXISTS, AT + MINUTE),
  stuck: (request) =>
    reportFailure(
      request,
      { lastError: 'THROTTLED', nextTryAt: EXPIRES + MINUTE, openRules: [RULE] },
      EXPIRES + 1_000,
    ),
  stillStuck: (request) =>
    reportFailure(
      request,
      { lastError: 'ACCESS_DENIED', nextTryAt: EXPIRES + 2 * MINUTE, openRules: [RULE] },
      EXPIRES + MINUTE,
    ),
  ended: (request) => end(request, [CLOSURE], [], EXPIRES + 3_000),
  endedHeld: (request) =>
    end(request, [], [{ ruleKey: 'tcp/5432-5432/10.20.30.40/32', byGrant: 'req_other' }], EXPIRES + 3_000),
  endedUnseen: (request) =>
    end(request, [{ ...CLOSURE, ruleId: null, evidence: 'REFUSED' }], [], AT + 2 * MINUTE),
} as const satisfies Record<string, Step>;

const toActive = [step.started, step.approved, step.resumed, step.activating, step.active];

/** A request's whole life in each way that it can go; together they pass through every state there is. */
export const everyHistory = (): Readonly<Record<string, readonly Change[]>> => ({
  denied: history(policyOutcome('denied')),
  rejected: history({}, step.started, step.rejected),
  cancelled: history({ ticket: 'OPS-1' }, step.cancelled),
  undecided: history(
    { requiredApprovals: 2 },
    reviewed({ comment: 'Fine by me', durationMinutes: 10 }),
    step.undecided,
  ),
  'granted and expired': history({}, ...toActive, step.expiring, step.ended),
  'granted to a machine by policy': history(
    { ...policyOutcome('automatic'), requester: NIGHTLY_EXPORT, startsAt: START + HOUR },
    step.started,
    step.activating,
    step.active,
  ),
  'revoked with its rule held': history({}, ...toActive, step.revoking, step.endedHeld),
  'stuck and closed late': history({}, ...toActive, step.expiring, step.stuck, step.stillStuck, step.ended),
  'given up before anything was announced': history({}, step.approved, step.abandoned),
  'failed while opening': history({}, step.approved, step.activating, step.failing, step.endedUnseen),
  'stuck without a rule ever seen': history({}, step.approved, step.activating, step.failing, step.stuck),
  'asked by someone without groups': history({ requester: { ...ALICE, groups: [] } }),
});
