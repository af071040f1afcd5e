import type { PolicyDecision } from '../../domain/access-request.ts';
import type { Configuration } from '../../domain/configuration.ts';
import { mayAsk } from '../../domain/entitlement.ts';
import type { Policy } from '../../ports/policy.ts';

/** Whoever a target names as requester may ask, and people decide. Everybody else is denied. */
export const configuredPolicy = (configuration: Configuration, version: string): Policy => ({
  decide: async ({ target, requester, breakGlass }): Promise<PolicyDecision> => {
    const isNamed = mayAsk(target, requester, configuration, breakGlass);
    return {
      outcome: isNamed ? 'manual' : 'denied',
      version,
      determinedBy: [`targets.${target.name}.requesters`],
      reasons: [],
      maxMinutes: null,
      approvals: isNamed ? target.requiredApprovals : null,
    };
  },
  forbids: async ({ target, requester, breakGlass }) => !mayAsk(target, requester, configuration, breakGlass),
});
