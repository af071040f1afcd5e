import { automaticMinutes, type RequestedAccess } from '../../domain/access-request.ts';
import { type Configuration, findTarget } from '../../domain/configuration.ts';
import { mayAsk } from '../../domain/entitlement.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Principal } from '../../domain/principal.ts';
import { applyTargetRules } from '../../domain/target-rules.ts';
import type { Policy, PolicyQuestion } from '../../ports/policy.ts';
import { askPolicy } from '../../use-cases/ask-policy.ts';

/** Somebody's wish, without the way it came. */
export interface TriedAsk extends Pick<PolicyQuestion, 'history' | 'ticket' | 'durationMinutes'> {
  readonly requester: Principal;
  readonly target: string;
  /** As written. */
  readonly source: string;
  /** Whether it is asked for as an emergency. */
  readonly breakGlass: boolean;
  /** When it is asked. */
  readonly askedAt: Instant;
  /** When it would open. */
  readonly at: Instant;
}

/** What would become of it. `refused`: the bounds of the target refuse it before a policy is asked. */
export interface TriedOutcome {
  readonly outcome: 'denied' | 'automatic' | 'manual' | 'refused';
  /** Ids of the policies that determined it. */
  readonly by: readonly string[];
  /** Automatic: the minutes that would be granted. */
  readonly minutes: number | null;
  /** Manual: the people that would have to approve. */
  readonly approvals: number | null;
  /** For a person; empty where there is nothing to say. */
  readonly why: string;
}

const NOTHING = { by: [], minutes: null, approvals: null, why: '' };

/** Tries an ask on a policy. Nothing is written, and nobody's limits count. */
export const evaluate = async (
  { configuration, policy }: { readonly configuration: Configuration; readonly policy: Policy },
  { requester, target: name, source, askedAt, ...ask }: TriedAsk,
): Promise<TriedOutcome> => {
  const target = findTarget(configuration, name);
  if (target === undefined) return { ...NOTHING, outcome: 'denied', why: `there is no target ${name}` };
  const verdict = applyTargetRules(target, { requester, source, callerAddress: null, ...ask });
  if (verdict.outcome === 'REFUSED') {
    // Whoever may not ask is told nothing of the bounds.
    const outcome = mayAsk(target, requester, configuration, ask.breakGlass) ? 'refused' : 'denied';
    return { ...NOTHING, outcome, why: verdict.message };
  }
  const access: RequestedAccess = { group: target.group, permissions: verdict.permissions };
  const question = { requester, target, access, ...ask };
  const decided = await askPolicy(policy, question, askedAt);
  const { outcome, determinedBy, reasons } = decided;
  return {
    outcome,
    by: determinedBy,
    minutes: outcome === 'automatic' ? automaticMinutes({ ...ask, policy: decided }) : null,
    approvals: outcome === 'manual' ? Math.max(target.requiredApprovals, decided.approvals ?? 0) : null,
    why: reasons.join(' '),
  };
};

/** In a few words: `automatic, 30 minutes, by on-call-reads`. */
export const outcomeInWords = ({ outcome, by, minutes, approvals }: TriedOutcome): string =>
  [
    outcome,
    ...(minutes === null ? [] : [`${minutes} minutes`]),
    ...(approvals === null ? [] : [`${approvals} approval${approvals === 1 ? '' : 's'}`]),
    ...(by.length === 0 ? [] : [`by ${by.join(', ')}`]),
  ].join(', ');
