/** Names that infra gives to what it asks of the function `deployment`, and that its handler knows them by. */
export const DEPLOYMENT_RESOURCES = {
  /** Made before every function that reads the configuration. */
  configuration: 'Custom::PosternConfiguration',
  /** Made after, and therefore deleted before, all that closes ports. */
  guard: 'Custom::PosternGuard',
} as const;

/** Attribute of the configuration's resource. */
export const GROUP_IDS_ATTRIBUTE = 'GroupIds';

/** What infra says of a configuration. Groups are keys as `groupKey` makes them. */
export interface ConfigurationProperties {
  /** The group of each target, retired ones included. */
  readonly Targets: Readonly<Record<string, string>>;
  /** Ids by placeholder; left out where the configuration has them all. */
  readonly GroupIds?: Readonly<Record<string, string>> | undefined;
  /** Another table has no ids yet: they are written anew. */
  readonly TableName: string;
}
