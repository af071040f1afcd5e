/** Names that infra gives to what it asks of the function `deployment`, and that its handler knows them by. */
export const DEPLOYMENT_RESOURCES = {
  /** Made before every function that reads the configuration. */
  configuration: 'Custom::PosternConfiguration',
  /** Made after, and therefore deleted before, all that closes ports; changed after every function. */
  guard: 'Custom::PosternGuard',
} as const;

/** Attribute of the configuration's resource. */
export const GROUP_IDS_ATTRIBUTE = 'GroupIds';

/** The group of each target, retired ones included: keys as `groupKey` makes them. */
type Targets = Readonly<Record<string, string>>;

/** What infra says of a configuration. */
export interface ConfigurationProperties {
  readonly Targets: Targets;
  /** Ids by placeholder; left out where the configuration has them all. */
  readonly GroupIds?: Readonly<Record<string, string>> | undefined;
  /** Ids that stand in the configuration itself, each once; left out as those are. */
  readonly WrittenIds?: readonly string[] | undefined;
  /** Another table has no ids yet: they are written anew. */
  readonly TableName: string;
}

/** What infra says of a guard. */
export interface GuardProperties {
  /** Left out where nothing is asked of it but what is open when it goes. */
  readonly Targets?: Targets | undefined;
  /** Set where whoever could open is gone by the time that the guard is asked to go. */
  readonly Left?: 'closers' | undefined;
}
