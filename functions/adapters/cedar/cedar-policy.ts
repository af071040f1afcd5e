import type { PolicyDecision } from '../../domain/access-request.ts';
import { type Configuration, DEFAULT_POLICY_SETTINGS } from '../../domain/configuration.ts';
import { mayAsk } from '../../domain/entitlement.ts';
import type { Policy, PolicyQuestion } from '../../ports/policy.ts';
import { type Judge, openCourt } from './judge.ts';
import { otherSelves, strictest } from './other-selves.ts';
import type { PolicyFiles } from './policy-files.ts';
import { denial, verdictOn } from './verdict.ts';

export interface CedarPolicyOptions extends PolicyFiles {
  readonly configuration: Configuration;
  /** Digest of policies and configuration, stored with each decision. Equal versions must be equal policies. */
  readonly version: string;
}

/**
 * Cedar decides: deny, then automatic, then by people. It decides within the configuration: whom a target does not
 * name as requester, no policy lets in. Policies must have been checked; the engine is loaded at the first decision.
 */
export const cedarPolicy = (options: CedarPolicyOptions): Policy => {
  const { configuration, version } = options;
  const settings = { ...DEFAULT_POLICY_SETTINGS, ...configuration.policy };
  let court: Promise<Judge> | undefined;
  const rulingsOn = async (question: PolicyQuestion) => {
    court ??= openCourt({ ...options, timeZone: settings.timeZone });
    const judge = await court;
    const others = otherSelves(question.requester, configuration.people);
    return strictest(
      judge(question),
      others.map((requester) => judge({ ...question, requester })),
    );
  };
  const isNamed = ({ target, requester, breakGlass }: PolicyQuestion) =>
    mayAsk(target, requester, configuration, breakGlass);

  return {
    decide: async (question): Promise<PolicyDecision> => {
      const { target, durationMinutes } = question;
      if (!isNamed(question)) {
        const determinedBy = [`targets.${target.name}.requesters`];
        return { outcome: 'denied', version, determinedBy, reasons: [], maxMinutes: null, approvals: null };
      }
      const { requiredApprovals } = target;
      return {
        ...verdictOn(await rulingsOn(question), { durationMinutes, requiredApprovals }, settings),
        version,
      };
    },

    forbids: async (question) => !isNamed(question) || denial(await rulingsOn(question)) !== null,
  };
};
