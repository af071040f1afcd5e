import { cedarPolicy } from '../../adapters/cedar/cedar-policy.ts';
import type { PolicyFiles } from '../../adapters/cedar/policy-files.ts';
import { configuredPolicy } from '../../adapters/configuration/configured-policy.ts';
import type { Configuration } from '../../domain/configuration.ts';
import type { Policy } from '../../ports/policy.ts';
import { policyVersion } from './policy-version.ts';

/**
 * The policy of a deployment: Cedar's where there are policies, else people decide whatever a target's requesters ask.
 *
 * @param files checked by `checkPolicies`; null where there is no folder of them
 */
export const composePolicy = (configuration: Configuration, files: PolicyFiles | null): Policy => {
  const version = policyVersion(configuration, files);
  return files === null
    ? configuredPolicy(configuration, version)
    : cedarPolicy({ ...files, configuration, version });
};
