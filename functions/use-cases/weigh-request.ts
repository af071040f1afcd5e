import type { Asked, PolicyDecision } from '../domain/access-request.ts';
import { type Configuration, findTarget, type Target } from '../domain/configuration.ts';
import { digestOf } from '../domain/digest.ts';
import { eligibleApprovers, mayAsk } from '../domain/entitlement.ts';
import { type Instant, MINUTE } from '../domain/instant.ts';
import { believedAt, principalName } from '../domain/principal.ts';
import { remindingOf } from '../domain/reminding.ts';
import { forPolicy } from '../domain/requester-history.ts';
import { historyOf, type Tally, withRequest } from '../domain/tally.ts';
import { applyTargetRules } from '../domain/target-rules.ts';
import type { Ask } from './ask.ts';
import { askPolicy } from './ask-policy.ts';
import {
  type AskRefusal,
  approvalProblem,
  denied,
  notInEmergency,
  outOfBounds,
  startProblem,
  startsTooLate,
} from './ask-refusals.ts';
import type { Dependencies } from './dependencies.ts';
import { readTally } from './read-tally.ts';
import { standingGrant, tooManyEmergencies, tooManyPending, tooMuchOfTarget } from './request-limits.ts';

/** What is to be written of an ask: the tally with it, so that of two at once the later counts the earlier. */
export interface Writable {
  readonly asked: Asked;
  readonly tally: Tally;
}

export type WeighedRequest =
  /** It may be made; nothing is written yet. */
  | ({ readonly outcome: 'WEIGHED' } & Writable)
  /** Refused. An ask that a policy denied comes along, to be put on record. */
  | { readonly outcome: 'REFUSED'; readonly refusal: AskRefusal; readonly denied: Writable | null };

type WeighDependencies = Pick<Dependencies, 'store' | 'clock' | 'ids' | 'policy' | 'configuration'>;

const compose = (
  ask: Ask,
  target: Target,
  resolved: Pick<Asked, 'access'> & { readonly policy: PolicyDecision },
  made: { readonly id: string; readonly now: Instant },
  configuration: Configuration,
): Asked => {
  const { caller, durationMinutes, reason, ticket } = ask;
  const asked = { requester: caller, target: target.name, access: resolved.access, durationMinutes };
  return {
    ...asked,
    id: made.id,
    digest: digestOf(asked),
    reason,
    ticket,
    requestedAt: made.now,
    decideBy: made.now + configuration.decideWithinMinutes * MINUTE,
    startsAt: ask.startsAt ?? made.now,
    requiredApprovals: Math.max(target.requiredApprovals, resolved.policy.approvals ?? 0),
    approvers: eligibleApprovers(target, caller, configuration),
    policy: resolved.policy,
    ...(ask.breakGlass ? { breakGlass: true } : {}),
    reminding: remindingOf({ requestedAt: made.now }, target, configuration),
  };
};

/** Everything that decides whether a request may be made and what becomes of it. Writes nothing. */
export const weighRequest =
  (dependencies: WeighDependencies) =>
  async (ask: Ask): Promise<WeighedRequest> => {
    const { clock, ids, policy, configuration } = dependencies;
    const { caller, durationMinutes, ticket } = ask;
    const refused = (refusal: AskRefusal, denied: Writable | null = null): WeighedRequest => ({
      outcome: 'REFUSED',
      refusal,
      denied,
    });

    const now = clock.now();
    const target = findTarget(configuration, ask.target);
    if (target === undefined) return refused(denied(ask.target));
    const breakGlass = ask.breakGlass ?? false;
    const isNamed = mayAsk(target, caller, configuration, breakGlass);
    const unnamed = mayAsk(target, caller, configuration) ? notInEmergency(target.name) : denied(target.name);
    const verdict = applyTargetRules(target, { ...ask, requester: caller });
    if (verdict.outcome === 'REFUSED') return refused(isNamed ? outOfBounds(verdict) : unnamed);

    const access = { group: target.group, permissions: verdict.permissions };
    const { tally, known } = await readTally(dependencies, { requester: caller, target: target.name });
    const history = historyOf(tally, known);
    const at = Math.max(ask.startsAt ?? now, now);
    if (isNamed && !mayAsk(target, believedAt(caller, now, at), configuration, breakGlass)) {
      return refused(startsTooLate(now));
    }

    const question = {
      requester: caller,
      target,
      access,
      durationMinutes,
      at,
      ticket,
      history: forPolicy(history),
      breakGlass,
    };
    const decision = await askPolicy(policy, question, now);
    const resolved = { access, policy: decision };
    const asked = compose(ask, target, resolved, { id: ids.requestId(), now }, configuration);
    const writable = { asked, tally: withRequest(tally, known, asked, configuration.people) };
    if (decision.outcome === 'denied') {
      // On record as often as one may ask at all: whoever is denied could fill the record otherwise.
      const isFlood = tooMuchOfTarget(dependencies, asked, target, history) !== null;
      return refused(isNamed ? denied(target.name, decision.reasons) : unnamed, isFlood ? null : writable);
    }

    const refusal =
      startProblem(ask, now) ??
      approvalProblem(asked) ??
      (breakGlass ? tooManyEmergencies(asked, known) : null) ??
      (await standingGrant(dependencies, asked)) ??
      // What waits for people holds up no emergency.
      tooMuchOfTarget(dependencies, asked, target, breakGlass ? { ...history, pending: [] } : history) ??
      (breakGlass ? null : await tooManyPending(dependencies, principalName(caller)));
    return refusal ? refused(refusal) : { outcome: 'WEIGHED', ...writable };
  };
