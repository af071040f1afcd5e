import type { AccessRequest, Asked, PolicyDecision } from '../domain/access-request.ts';
import { type Configuration, findTarget, type Target } from '../domain/configuration.ts';
import { digestOf } from '../domain/digest.ts';
import { eligibleApprovers, mayAsk } from '../domain/entitlement.ts';
import { DAY, type Instant, MINUTE, toTimestamp } from '../domain/instant.ts';
import { type Principal, principalName } from '../domain/principal.ts';
import { record } from '../domain/request-transitions.ts';
import { ruleKey } from '../domain/rule-key.ts';
import { applyTargetRules, type TargetVerdict } from '../domain/target-rules.ts';
import type { IdempotencyRecord, RequestPosition } from '../ports/access-store.ts';
import type { Dependencies } from './dependencies.ts';
import type { Problem } from './review-request.ts';
import { startExecution } from './tell-workflow.ts';

export interface RequestAccessCommand {
  readonly caller: Principal;
  readonly target: string;
  readonly durationMinutes: number;
  readonly reason: string;
  /** As written; null where it was left out. */
  readonly source: string | null;
  /** Address that the call came from; null where it is not known. */
  readonly callerAddress: string | null;
  readonly ticket: string | null;
  /** null: as soon as it is approved. */
  readonly startsAt: Instant | null;
  readonly idempotency: Pick<IdempotencyRecord, 'key' | 'bodyHash'> | null;
}

type Detailed<Outcome extends string> = { readonly outcome: Outcome; readonly detail: string };

export type RequestAccessOutcome =
  | { readonly outcome: 'REQUESTED'; readonly request: AccessRequest }
  /** The idempotency key made this request before. */
  | { readonly outcome: 'REPEATED'; readonly request: AccessRequest }
  | { readonly outcome: 'INVALID'; readonly problems: readonly Problem[] }
  | { readonly outcome: 'IDEMPOTENCY_KEY_REUSED' }
  | {
      readonly outcome: 'ALREADY_GRANTED';
      readonly grantId: string;
      readonly expiresAt: Instant;
      readonly detail: string;
    }
  | Detailed<
      | 'DENIED_BY_POLICY'
      | 'SOURCE_NOT_ALLOWED'
      | 'DURATION_TOO_LONG'
      | 'NO_ELIGIBLE_APPROVER'
      | 'RATE_LIMITED'
    >;

type RequestDependencies = Pick<
  Dependencies,
  'store' | 'clock' | 'ids' | 'policy' | 'workflow' | 'signals' | 'configuration'
>;

/** A grant may be asked for this far ahead; later than that, circumstances have changed. */
const LONGEST_AHEAD = 14 * DAY;
/** A repeated call after a day is a new wish. */
const IDEMPOTENCY_FOR = DAY;
/** Pages that are looked through for undecided requests; these are among the newest, since they expire. */
const MOST_PAGES = 5;

/** Told alike whether the target exists or not. */
const denied = (target: string): RequestAccessOutcome => ({
  outcome: 'DENIED_BY_POLICY',
  detail: `There is no target ${target} that you may ask for. GET /v1/targets lists those that you may.`,
});

const outOfBounds = (verdict: Extract<TargetVerdict, { outcome: 'REFUSED' }>): RequestAccessOutcome =>
  verdict.code === 'INVALID_REQUEST'
    ? { outcome: 'INVALID', problems: [{ path: verdict.field, message: verdict.message }] }
    : { outcome: verdict.code, detail: verdict.message };

const startProblem = (startsAt: Instant | null, now: Instant): RequestAccessOutcome | null => {
  if (startsAt === null || (startsAt >= now && startsAt <= now + LONGEST_AHEAD)) return null;
  const message = `Expected a moment from now to ${toTimestamp(now + LONGEST_AHEAD)}, or nothing for as soon as approved`;
  return { outcome: 'INVALID', problems: [{ path: 'startsAt', message }] };
};

const approvalProblem = (asked: Asked): RequestAccessOutcome | null =>
  asked.policy.outcome !== 'manual' || asked.approvers.length >= asked.requiredApprovals
    ? null
    : {
        outcome: 'NO_ELIGIBLE_APPROVER',
        detail:
          `${asked.target} needs ${asked.requiredApprovals} approval(s), and ${asked.approvers.length} of its approvers ` +
          'may decide on this request: nobody decides on what they asked for themselves.',
      };

/** A standing grant for the very same access that lasts at least as long as the new one would. */
const standingGrant = async (
  { store }: RequestDependencies,
  asked: Asked,
): Promise<RequestAccessOutcome | null> => {
  const keys = asked.access.permissions.map(ruleKey).join();
  const newEnd = Math.max(asked.startsAt, asked.requestedAt) + asked.durationMinutes * MINUTE;
  const { grants } = await store.readGroup(asked.access.group);
  const standing = grants.find(
    (grant) =>
      grant.phase === 'ACTIVE' &&
      grant.requester === principalName(asked.requester) &&
      grant.permissions.map(ruleKey).join() === keys &&
      grant.endsAt >= newEnd,
  );
  return standing
    ? {
        outcome: 'ALREADY_GRANTED',
        grantId: standing.grantId,
        expiresAt: standing.endsAt,
        detail: `${standing.grantId} gives you this access until ${toTimestamp(standing.endsAt)} already.`,
      }
    : null;
};

const tooManyPending = async (
  { store, configuration }: RequestDependencies,
  requester: string,
): Promise<RequestAccessOutcome | null> => {
  const most = configuration.maxPendingPerRequester;
  let pending = 0;
  let after: RequestPosition | undefined;
  for (let pages = 0; pages < MOST_PAGES && pending < most; pages += 1) {
    const page = await store.list({
      sources: [{ by: 'requester', name: requester }],
      where: { status: 'PENDING' },
      limit: 100,
      ...(after ? { after } : {}),
    });
    pending += page.items.length;
    if (page.next === null) break;
    after = page.next;
  }
  return pending < most
    ? null
    : {
        outcome: 'RATE_LIMITED',
        detail: `${pending} of your requests are undecided, and ${most} is the most at a time: cancel one, or wait.`,
      };
};

const repeated = async (
  { store, clock }: RequestDependencies,
  { idempotency }: RequestAccessCommand,
): Promise<RequestAccessOutcome | null> => {
  const known = idempotency && (await store.readIdempotency(idempotency.key, clock.now()));
  if (!known) return null;
  if (known.bodyHash !== idempotency.bodyHash) return { outcome: 'IDEMPOTENCY_KEY_REUSED' };
  const request = await store.read(known.requestId);
  if (request === undefined)
    throw new Error(`An idempotency key names ${known.requestId}, which does not exist`);
  return { outcome: 'REPEATED', request };
};

const compose = (
  command: RequestAccessCommand,
  target: Target,
  resolved: Pick<Asked, 'access'> & { readonly policy: PolicyDecision },
  made: { readonly id: string; readonly now: Instant },
  { decideWithinMinutes }: Configuration,
): Asked => {
  const { caller, durationMinutes, reason, ticket } = command;
  const asked = { requester: caller, target: target.name, access: resolved.access, durationMinutes };
  return {
    ...asked,
    id: made.id,
    digest: digestOf(asked),
    reason,
    ticket,
    requestedAt: made.now,
    decideBy: made.now + decideWithinMinutes * MINUTE,
    startsAt: command.startsAt ?? made.now,
    requiredApprovals: target.requiredApprovals,
    approvers: eligibleApprovers(target, caller),
    policy: resolved.policy,
  };
};

/** Asks for access. Whatever is refused writes nothing, except a denial by policy, which is on record. */
export const requestAccess =
  (dependencies: RequestDependencies) =>
  async (command: RequestAccessCommand): Promise<RequestAccessOutcome> => {
    const { store, clock, ids, policy, configuration } = dependencies;
    const { caller, durationMinutes, idempotency } = command;
    const before = await repeated(dependencies, command);
    if (before) return before;

    const now = clock.now();
    const target = findTarget(configuration, command.target);
    if (target === undefined) return denied(command.target);
    const verdict = applyTargetRules(target, command);
    if (verdict.outcome === 'REFUSED') {
      return mayAsk(target, caller, configuration) ? outOfBounds(verdict) : denied(target.name);
    }
    const access = { group: target.group, permissions: verdict.permissions };
    const decision = await policy.decide({ requester: caller, target, access, durationMinutes, at: now });
    const resolved = { access, policy: decision };
    const asked = compose(command, target, resolved, { id: ids.requestId(), now }, configuration);
    if (decision.outcome === 'denied') {
      await store.commit({ changes: [record(asked)] });
      return denied(target.name);
    }
    const refusal =
      startProblem(command.startsAt, now) ??
      approvalProblem(asked) ??
      (await standingGrant(dependencies, asked)) ??
      (await tooManyPending(dependencies, principalName(caller)));
    if (refusal) return refusal;

    const change = record(asked);
    const kept = idempotency && { ...idempotency, requestId: asked.id, expiresAt: now + IDEMPOTENCY_FOR };
    const committed = await store.commit({ changes: [change], ...(kept ? { idempotency: kept } : {}) });
    if (committed.outcome === 'CONFLICT') {
      // The same key, sent twice at once: the other call made the request.
      const other = await repeated(dependencies, command);
      if (other) return other;
      throw new Error(`${asked.id} could not be written: ${committed.on}`);
    }
    await startExecution(dependencies, change.after);
    return { outcome: 'REQUESTED', request: change.after };
  };
