import type { Configuration } from '../functions/domain/configuration.ts';
import type { GroupIds } from '../functions/domain/group-ids.ts';
import type { PolicyFiles } from '../functions/runtime/policies/load-policies.ts';

/** A configuration that was checked, with all that is deployed with it. */
export interface ConfigurationToDeploy {
  /** As functions find it beside their bundle: with placeholders for ids that are not known yet. */
  readonly configuration: Configuration;
  /** Tokens of CDK, by placeholder; empty where every id is known. */
  readonly groupIds: GroupIds;
  /** null where there are none: people decide whatever requesters ask for. */
  readonly policies: PolicyFiles | null;
}
