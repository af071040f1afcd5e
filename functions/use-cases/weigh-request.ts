import type { Asked, PolicyDecision } from '../domain/access-request.ts';
import { type Configuration, findTarget, type Target } from '../domain/configuration.ts';
import { digestOf } from '../domain/digest.ts';
import { eligibleApprovers, mayAsk } from '../domain/entitlement.ts';
import { DAY, HOUR, type Instant, MINUTE, toTimestamp } from '../domain/instant.ts';
import { believedAt, CLAIMS_BELIEVED_FOR, type Principal, principalName } from '../domain/principal.ts';
import { remindingOf } from '../domain/reminding.ts';
import { forPolicy } from '../domain/requester-history.ts';
import { historyOf, type Tally, withRequest } from '../domain/tally.ts';
import { applyTargetRules, type TargetVerdict } from '../domain/target-rules.ts';
import { askPolicy } from './ask-policy.ts';
import type { Dependencies } from './dependencies.ts';
import { readTally } from './read-tally.ts';
import {
  type AlreadyGranted,
  type EmergencyRefused,
  type RateLimited,
  standingGrant,
  tooManyEmergencies,
  tooManyPending,
  tooMuchOfTarget,
} from './request-limits.ts';
import type { Problem } from './review-request.ts';

/** What somebody asks for. */
export interface Ask {
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
  /** An emergency: to open at once, and to be looked at afterwards. */
  readonly breakGlass?: boolean;
}

type Detailed<Outcome extends string> = { readonly outcome: Outcome; readonly detail: string };
type Denied = Detailed<'DENIED_BY_POLICY'>;

export type AskRefusal =
  | { readonly outcome: 'INVALID'; readonly problems: readonly Problem[] }
  | AlreadyGranted
  | RateLimited
  | EmergencyRefused
  | Denied
  | Detailed<'SOURCE_NOT_ALLOWED' | 'DURATION_TOO_LONG' | 'NO_ELIGIBLE_APPROVER'>;

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

/** A grant may be asked for this far ahead; later than that, circumstances have changed. */
const LONGEST_AHEAD = 14 * DAY;

/** Told alike whether the target exists or not; reasons are only for those whom the target names. */
const denied = (target: string, reasons: readonly string[] = []): Denied => ({
  outcome: 'DENIED_BY_POLICY',
  detail:
    reasons.length > 0
      ? reasons.join(' ')
      : `There is no target ${target} that you may ask for. GET /v1/targets lists those that you may.`,
});

/** For those whom the target names, though not for emergencies: what would help. */
const notInEmergency = (target: string): Denied =>
  denied(target, [`You may not open ${target} in an emergency: ask without breakGlass.`]);

const outOfBounds = (verdict: Extract<TargetVerdict, { outcome: 'REFUSED' }>): AskRefusal =>
  verdict.code === 'INVALID_REQUEST'
    ? { outcome: 'INVALID', problems: [{ path: verdict.field, message: verdict.message }] }
    : { outcome: verdict.code, detail: verdict.message };

const startProblem = ({ startsAt, breakGlass }: Ask, now: Instant): AskRefusal | null => {
  if (breakGlass && startsAt !== null) {
    const message = 'An emergency opens at once: leave this out';
    return { outcome: 'INVALID', problems: [{ path: 'startsAt', message }] };
  }
  if (startsAt === null || (startsAt >= now && startsAt <= now + LONGEST_AHEAD)) return null;
  const message = `Expected a moment from now to ${toTimestamp(now + LONGEST_AHEAD)}, or nothing for as soon as approved`;
  return { outcome: 'INVALID', problems: [{ path: 'startsAt', message }] };
};

/** For those whom only a group of their token lets ask. */
const startsTooLate = (now: Instant): AskRefusal => {
  const latest = toTimestamp(now + CLAIMS_BELIEVED_FOR);
  const message = `You may ask because of a group that your token names, which is believed for ${CLAIMS_BELIEVED_FOR / HOUR} hours: expected a moment before ${latest}, or ask again later`;
  return { outcome: 'INVALID', problems: [{ path: 'startsAt', message }] };
};

/** How many people must be there to decide, or to look at it afterwards. */
const peopleNeeded = ({ policy, requiredApprovals, breakGlass }: Asked): number => {
  if (policy.outcome === 'manual') return requiredApprovals;
  return breakGlass ? 1 : 0;
};

const approvalProblem = (asked: Asked): AskRefusal | null => {
  const needed = peopleNeeded(asked);
  return asked.approvers.length >= needed
    ? null
    : {
        outcome: 'NO_ELIGIBLE_APPROVER',
        detail:
          `${asked.target} needs ${needed} approval(s), and ${asked.approvers.length} of its approvers ` +
          'may decide on this request: nobody decides on what they asked for themselves, by whatever address.',
      };
};

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
    if (isNamed && !mayAsk(target, believedAt(caller, now, at), configuration, breakGlass)) {
      return refused(startsTooLate(now));
    }
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
