import type { AccessRequest, ApprovedRequest } from './access-request.ts';
import { type AuditEventType, POSTERN } from './audit-event.ts';
import { type Change, moved, noted } from './change.ts';
import type { Closure, Ending, Grant, GrantIn, GrantStatus, HeldRule } from './grant.ts';
import type { Instant } from './instant.ts';

/** Each transition of a grant, with the states it may start from. EXPIRED, REVOKED and FAILED are final. */
export const GRANT_TRANSITIONS = {
  beginActivation: { from: ['SCHEDULED'], to: ['ACTIVATING'] },
  activate: { from: ['ACTIVATING'], to: ['ACTIVE'] },
  renewRules: { from: ['ACTIVE'], to: ['ACTIVE'] },
  abandon: { from: ['SCHEDULED'], to: ['REVOKED', 'FAILED'] },
  beginEnd: { from: ['ACTIVATING', 'ACTIVE'], to: ['REVOKING'] },
  reportFailure: { from: ['REVOKING', 'REVOKE_FAILED'], to: ['REVOKE_FAILED'] },
  end: { from: ['REVOKING', 'REVOKE_FAILED'], to: ['EXPIRED', 'REVOKED', 'FAILED'] },
} as const satisfies Record<string, { from: readonly GrantStatus[]; to: readonly GrantStatus[] }>;

/** Thrown where our own records disagree with each other: never an answer to a person. */
export class ImpossibleTransition extends Error {
  override readonly name = 'ImpossibleTransition';
  constructor(transition: string, request: AccessRequest) {
    super(
      `${transition} does not start from ${request.status}/${request.grant?.status ?? 'no grant'} (${request.id})`,
    );
  }
}

type TransitionName = keyof typeof GRANT_TRANSITIONS;
type StartOf<N extends TransitionName> = Extract<
  Grant,
  { status: (typeof GRANT_TRANSITIONS)[N]['from'][number] }
>;

export const canStart = <N extends TransitionName>(
  name: N,
  request: AccessRequest,
): request is ApprovedRequest & { readonly grant: StartOf<N> } =>
  request.grant !== null &&
  (GRANT_TRANSITIONS[name].from as readonly GrantStatus[]).includes(request.grant.status);

const starting = <N extends TransitionName>(name: N, request: AccessRequest) => {
  if (!canStart(name, request)) throw new ImpossibleTransition(name, request);
  return request;
};

const withGrant = (request: ApprovedRequest, grant: Grant) =>
  ({ status: 'APPROVED', decidedAt: request.decidedAt, grant }) as const;

const terms = ({ minutes, startsAt }: Grant) => ({ minutes, startsAt });
const NEVER_OPENED = { activatedAt: null, expiresAt: null, rules: [] } as const;

const opened = (grant: Grant) =>
  'activatedAt' in grant && grant.activatedAt !== null
    ? { activatedAt: grant.activatedAt, expiresAt: grant.expiresAt, rules: grant.rules }
    : NEVER_OPENED;

export const beginActivation = (request: AccessRequest, activateBy: Instant, at: Instant): Change => {
  const from = starting('beginActivation', request);
  return moved(from, withGrant(from, { ...terms(from.grant), status: 'ACTIVATING', activateBy }), {
    type: 'ACTIVATION_STARTED',
    actor: POSTERN,
    at,
  });
};

/** The rules stand: from here the grant's clock runs. */
export const activate = (
  request: AccessRequest,
  rules: readonly string[],
  expiresAt: Instant,
  at: Instant,
): Change => {
  const from = starting('activate', request);
  return moved(
    from,
    withGrant(from, { ...terms(from.grant), status: 'ACTIVE', activatedAt: at, expiresAt, rules }),
    { type: 'ACTIVATED', actor: POSTERN, at, details: { rules, minutes: from.grant.minutes } },
  );
};

/** A rule was put right, or opened again, under a new id: bookkeeping, since the grant stays as it is. */
export const renewRules = (request: AccessRequest, rules: readonly string[]): Change => {
  const from = starting('renewRules', request);
  return noted(from, { grant: { ...from.grant, rules } });
};

/** Ends a grant for which nothing was ever announced to EC2, so that nothing is there to close. */
export const abandon = (request: AccessRequest, ending: Ending, at: Instant): Change => {
  const from = starting('abandon', request);
  const status = ending.as === 'FAILED' ? 'FAILED' : 'REVOKED';
  return moved(
    from,
    withGrant(from, {
      ...terms(from.grant),
      ...NEVER_OPENED,
      status,
      ending,
      endedAt: at,
      closures: [],
      held: [],
    }),
    {
      type: status === 'FAILED' ? 'ACTIVATION_FAILED' : 'REVOKED',
      actor: ending.by,
      at,
      details: why(ending),
    },
  );
};

export const beginEnd = (request: AccessRequest, ending: Ending, at: Instant): Change => {
  const from = starting('beginEnd', request);
  const workflow = ending.as === 'REVOKED' ? { ...from.workflow, endAskedAt: at } : from.workflow;
  return moved(
    from,
    {
      ...withGrant(from, { ...terms(from.grant), ...opened(from.grant), status: 'REVOKING', ending }),
      workflow,
    },
    {
      type: 'REVOCATION_STARTED',
      actor: ending.by,
      at,
      details: { endsAs: ending.as, ...why(ending) },
    },
  );
};

/** Loud, and not an end: the closing goes on. Only the first failure is a transition; later ones renew its facts. */
export const reportFailure = (
  request: AccessRequest,
  {
    lastError,
    nextTryAt,
    openRules,
  }: Pick<GrantIn<'REVOKE_FAILED'>, 'lastError' | 'nextTryAt' | 'openRules'>,
  at: Instant,
): Change => {
  const from = starting('reportFailure', request);
  const grant: Grant = {
    ...terms(from.grant),
    ...opened(from.grant),
    status: 'REVOKE_FAILED',
    ending: from.grant.ending,
    lastError,
    nextTryAt,
    ...(openRules ? { openRules } : {}),
  };
  if (from.grant.status === 'REVOKE_FAILED') return noted(from, { grant });
  return moved(from, withGrant(from, grant), {
    type: 'REVOCATION_FAILED',
    actor: POSTERN,
    at,
    details: { lastError },
  });
};

const END_EVENT = {
  EXPIRED: 'EXPIRED',
  REVOKED: 'REVOKED',
  FAILED: 'ACTIVATION_FAILED',
} as const satisfies Record<Ending['as'], AuditEventType>;

/** Said only once every rule is settled, or held by another live grant, which is named. */
export const end = (
  request: AccessRequest,
  closures: readonly Closure[],
  held: readonly HeldRule[],
  at: Instant,
): Change => {
  const from = starting('end', request);
  const { ending } = from.grant;
  return moved(
    from,
    withGrant(from, {
      ...terms(from.grant),
      ...opened(from.grant),
      status: ending.as,
      ending,
      endedAt: at,
      closures,
      held,
    }),
    {
      type: END_EVENT[ending.as],
      actor: POSTERN,
      at,
      details: {
        ...why(ending),
        settledRules: closures.flatMap(({ ruleId }) => (ruleId ? [ruleId] : [])),
        heldByGrants: held.map(({ byGrant }) => byGrant),
      },
    },
  );
};

const why = ({ reason, detail }: Ending) => ({
  ...(reason === null ? {} : { reason }),
  ...(detail === null ? {} : { detail }),
});
