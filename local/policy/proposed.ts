import { existsSync, readFileSync } from 'node:fs';
import type { Configuration } from '../../functions/domain/configuration.ts';
import type { Policy } from '../../functions/ports/policy.ts';
import { loadConfiguration } from '../../functions/runtime/configuration/load-configuration.ts';
import { composePolicy } from '../../functions/runtime/policies/compose-policy.ts';
import { loadPolicies } from '../../functions/runtime/policies/load-policies.ts';
import { ConfigurationRefused } from '../load-local-configuration.ts';
import type { PolicyOptions } from './options.ts';

/** Policies and configuration that are to be tried. */
export interface Proposed {
  readonly configuration: Configuration;
  readonly policy: Policy;
}

/** @throws {ConfigurationRefused} */
export const readConfiguration = ({ configuration: file }: PolicyOptions): Configuration => {
  if (!existsSync(file))
    throw new ConfigurationRefused(`${file}: there is no such file (--configuration FILE)`);
  const loaded = loadConfiguration(readFileSync(file, 'utf8'), { file });
  if (loaded.outcome === 'REFUSED') throw new ConfigurationRefused(loaded.report);
  return loaded.configuration;
};

/** @throws {ConfigurationRefused} where either of them has an error */
export const readProposed = async (options: PolicyOptions): Promise<Proposed> => {
  const configuration = readConfiguration(options);
  const loaded = await loadPolicies(options.policies, configuration);
  if (loaded.outcome === 'REFUSED') throw new ConfigurationRefused(loaded.report);
  if (loaded.files === null) {
    throw new ConfigurationRefused(`${options.policies}: there is no such folder (--policies FOLDER)`);
  }
  return { configuration, policy: composePolicy(configuration, loaded.files) };
};
