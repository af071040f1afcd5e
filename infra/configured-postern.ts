import type { Construct } from 'constructs';
import type { Configuration } from '../functions/domain/configuration.ts';
import type { PolicyFiles } from '../functions/runtime/policies/load-policies.ts';
import { PosternBase, type StackOptions } from './postern-base.ts';

export interface ConfiguredPosternProps extends StackOptions {
  /**
   * What `loadConfiguration` made of `config/postern.yaml`. Account and region of its groups are texts, not tokens:
   * they become part of the functions' code.
   */
  readonly configuration: Configuration;
  /** What `loadPolicies` made of `config/policies`. Default: none, and people decide whatever requesters ask for. */
  readonly policies?: PolicyFiles | null;
}

/** Postern as `config/postern.yaml` configures it. */
export class ConfiguredPostern extends PosternBase {
  constructor(scope: Construct, id: string, props: ConfiguredPosternProps) {
    const { configuration, policies = null, ...options } = props;
    super(scope, id, configuration.identity, options);
    this.assemble({ configuration, policies, groupIds: {} });
  }
}
