import { dirname, join } from 'node:path';
import type { PolicyFiles } from '../functions/adapters/cedar/policy-files.ts';
import type { Configuration } from '../functions/domain/configuration.ts';
import { loadPolicies } from '../functions/runtime/policies/load-policies.ts';
import { ConfigurationRefused } from './load-local-configuration.ts';

/**
 * The policies beside a configuration file, in `policies`; null where there are none. Warnings are said.
 *
 * @throws {ConfigurationRefused}
 */
export const loadLocalPolicies = async (
  configurationFile: string,
  configuration: Configuration,
  say: (line: string) => void,
): Promise<PolicyFiles | null> => {
  const loaded = await loadPolicies(join(dirname(configurationFile), 'policies'), configuration);
  if (loaded.outcome === 'REFUSED') throw new ConfigurationRefused(loaded.report);
  if (loaded.warnings !== '') say(loaded.warnings);
  return loaded.files;
};
