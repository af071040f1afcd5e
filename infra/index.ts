/** What the package offers to an app of your own. */
export type { Configuration } from '../functions/domain/configuration.ts';
export {
  type LoadedConfiguration,
  loadConfiguration,
} from '../functions/runtime/configuration/load-configuration.ts';
export {
  type LoadedPolicies,
  loadPolicies,
  type PolicyFiles,
} from '../functions/runtime/policies/load-policies.ts';
export { ConfiguredPostern, type ConfiguredPosternProps } from './configured-postern.ts';
export { RESERVED_CONCURRENCY, type ReservedConcurrency } from './constructs/reserved-concurrency.ts';
export type * from './declaration/settings.ts';
export type { TargetProps } from './declaration/target-props.ts';
export { Postern, type PosternProps, type SecurityGroupOptions } from './postern.ts';
export { PosternBase, type StackOptions } from './postern-base.ts';
