import type { Configuration } from '../../domain/configuration.ts';
import { mayAsk } from '../../domain/entitlement.ts';
import type { Policy } from '../../ports/policy.ts';

/** Whoever a target names as requester may ask, and people decide. Everybody else is denied. */
export const configuredPolicy = (configuration: Configuration, version: string): Policy => ({
  decide: async ({ target, requester }) => ({
    outcome: mayAsk(target, requester, configuration) ? 'manual' : 'denied',
    version,
    determinedBy: [`targets.${target.name}.requesters`],
  }),
  forbids: async ({ target, requester }) => !mayAsk(target, requester, configuration),
});
