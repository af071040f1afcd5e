import type { AccessRequest, ApprovedRequest } from '../domain/access-request.ts';
import { accessToday } from '../domain/access-today.ts';
import { POSTERN } from '../domain/audit-event.ts';
import type { Change } from '../domain/change.ts';
import { digestOf } from '../domain/digest.ts';
import { ACTIVATION_WINDOW } from '../domain/due.ts';
import { standingApprovals } from '../domain/entitlement.ts';
import { abandon, beginActivation, canStart } from '../domain/grant-transitions.ts';
import type { GroupChange, StandingGrant } from '../domain/group-state.ts';
import type { Instant } from '../domain/instant.ts';
import { principalName } from '../domain/principal.ts';
import { historyBeside } from '../domain/tally.ts';
import { stillAllows } from './ask-policy.ts';
import { changeRequest } from './change-request.ts';
import { type ConvergeDependencies, convergeGroup } from './converge/converge-group.ts';
import type { Dependencies } from './dependencies.ts';
import { readTally } from './read-tally.ts';

export type ActivateOutcome =
  | { readonly outcome: 'ACTIVE'; readonly expiresAt: Instant }
  | { readonly outcome: 'NOT_ACTIVE'; readonly status: string; readonly reason: string | null }
  /** Not to open yet, announced but not yet verified, or an earlier rule of the same key is still closing: come back. */
  | { readonly outcome: 'STILL_OPENING' };

type ActivateDependencies = ConvergeDependencies & Pick<Dependencies, 'policy' | 'configuration'>;

const isByPeople = ({ policy, breakGlass }: AccessRequest): boolean =>
  policy.outcome === 'manual' && breakGlass !== true;

/**
 * The workflow waits for the start. Whoever comes before it, by a slip or on purpose, opens nothing. What is to open at once
 * waits for nothing: the clock that noted when it was asked for may be ahead of this one.
 */
const isTooEarly = ({ startsAt, requestedAt }: AccessRequest, now: Instant): boolean =>
  startsAt > requestedAt && now < startsAt;

/** Why a scheduled grant must not open now; null where it may. Asked at every activation, whatever was said before. */
const objection = async (
  dependencies: ActivateDependencies,
  request: ApprovedRequest,
  now: Instant,
): Promise<{ readonly reason: string; readonly detail: string } | null> => {
  const { policy, configuration } = dependencies;
  const today = accessToday(configuration, request);
  if (today.outcome === 'TARGET_GONE') {
    return { reason: 'TARGET_GONE', detail: `${request.target} is no longer in the configuration` };
  }
  if (today.outcome === 'OUT_OF_BOUNDS') return { reason: 'DIGEST_CHANGED', detail: today.message };
  const { target } = today;
  const resolved = { ...request, access: today.access };
  if (digestOf(resolved) !== request.digest) {
    return { reason: 'DIGEST_CHANGED', detail: 'What was approved is not what would open now' };
  }
  const approvals = standingApprovals(request, target, configuration);
  if (isByPeople(request) && approvals < Math.max(request.requiredApprovals, target.requiredApprovals)) {
    return {
      reason: 'APPROVAL_WITHDRAWN',
      detail: 'Fewer approve it than the target needs by now',
    };
  }
  const { requester, access, durationMinutes, ticket } = request;
  const { tally, known } = await readTally(dependencies, request);
  const history = historyBeside(request, tally, known);
  const question = {
    requester,
    target,
    access,
    durationMinutes,
    at: now,
    ticket,
    history,
    breakGlass: request.breakGlass ?? false,
  };
  const byItself = question.breakGlass ? 'EMERGENCY' : 'POLICY';
  const granted = {
    minutes: request.grant.minutes,
    by: isByPeople(request) ? { approvals } : byItself,
  } as const;
  switch (await stillAllows(policy, question, request.requestedAt, granted)) {
    case 'FORBIDDEN':
      return { reason: 'DENIED_BY_POLICY', detail: 'The policy forbids it by now' };
    case 'LEFT_TO_PEOPLE':
      return {
        reason: 'NOT_AUTOMATIC',
        detail: 'The policy no longer opens this by itself: ask again, and people decide',
      };
    case 'NEEDS_MORE_APPROVALS':
      return {
        reason: 'APPROVALS_MISSING',
        detail: 'The policy asks for more approvals as of now than it has: ask again',
      };
    case 'ALLOWED':
  }
  const latest = Math.max(request.startsAt, request.decidedAt ?? 0) + ACTIVATION_WINDOW;
  return now < latest ? null : { reason: 'TOO_LATE', detail: 'It was not activated within its window' };
};

/** Written in one commit: the grant is activating, and its group wants its rules. */
const startActivation = (
  request: AccessRequest,
  basedOn: number,
  now: Instant,
): { change: Change; with: { group: GroupChange } } => {
  if (!canStart('beginActivation', request)) throw new Error(`${request.id} is not scheduled`);
  const activateBy = now + ACTIVATION_WINDOW;
  const standing: StandingGrant = {
    grantId: request.id,
    target: request.target,
    requester: principalName(request.requester),
    permissions: request.access.permissions,
    minutes: request.grant.minutes,
    phase: 'ACTIVATING',
    endsAt: activateBy,
    ending: null,
  };
  const group: GroupChange = {
    group: request.access.group,
    basedOn,
    putGrants: [standing],
    removeGrants: [],
    putRows: [],
    removeRows: [],
  };
  return { change: beginActivation(request, activateBy, now), with: { group } };
};

const standing = (request: AccessRequest): ActivateOutcome => {
  const { grant } = request;
  if (grant?.status === 'ACTIVE') return { outcome: 'ACTIVE', expiresAt: grant.expiresAt };
  if (grant?.status === 'ACTIVATING') return { outcome: 'STILL_OPENING' };
  const reason = grant !== null && 'ending' in grant ? grant.ending.reason : null;
  return { outcome: 'NOT_ACTIVE', status: grant?.status ?? request.status, reason };
};

/**
 * Opens what was approved. Safe to call any number of times, too early or too late, by a retry, a redrive or a replay: only
 * an approved, scheduled grant within its window starts, and one that has ended stays so.
 */
export const activateGrant = (dependencies: ActivateDependencies) => {
  const { store, clock, signals } = dependencies;
  const converge = convergeGroup(dependencies);
  return async ({ requestId }: { readonly requestId: string }): Promise<ActivateOutcome> => {
    const started = await changeRequest<ActivateOutcome | 'UNDER_WAY'>(store, requestId, async (request) => {
      if (request.grant?.status === 'ACTIVATING') return { refusal: 'UNDER_WAY' };
      if (!canStart('beginActivation', request)) return { refusal: standing(request) };
      const now = clock.now();
      if (isTooEarly(request, now)) return { refusal: { outcome: 'STILL_OPENING' } };
      const against = await objection(dependencies, request, now);
      if (against) {
        if (against.reason === 'DIGEST_CHANGED') signals.send({ code: 'DIGEST_CHANGED', requestId });
        return { change: abandon(request, { as: 'FAILED', by: POSTERN, ...against }, now) };
      }
      const { version } = await store.readGroup(request.access.group);
      return startActivation(request, version, now);
    });
    if ('missing' in started) throw new Error(`There is no request ${requestId} to activate`);
    if ('refusal' in started && started.refusal !== 'UNDER_WAY') return started.refusal;

    const request = 'changed' in started ? started.changed : await store.read(requestId);
    if (request?.grant?.status !== 'ACTIVATING')
      return request ? standing(request) : { outcome: 'STILL_OPENING' };
    await converge({ group: request.access.group, sweeping: false });
    const after = await store.read(requestId);
    return after ? standing(after) : { outcome: 'STILL_OPENING' };
  };
};
