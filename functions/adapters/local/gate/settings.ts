import type { GroupRef } from '../../../domain/rule-key.ts';

/** Only this machine is served: anything that could be reached from outside would be no sample but a hole. */
export interface LocalAddress {
  readonly host: '127.0.0.1';
  readonly port: number;
}

/** A port of a security group, played by a real socket on this machine. */
export interface GuardedPort {
  readonly group: GroupRef;
  readonly protocol: 'tcp';
  /** The port that rules name. */
  readonly port: number;
  /** Where clients connect. */
  readonly listen: LocalAddress;
  /** The service behind. */
  readonly forward: LocalAddress;
}

export interface GateSettings {
  /** SQLite file of the rules; `:memory:` forgets them. It is the gate's alone, and outlives it. */
  readonly path: string;
  /** Value of the tag `postern:deployment` on the rules that Postern opens. */
  readonly deployment: string;
  /** What stands behind the gate. Their groups are the groups that exist. */
  readonly ports: readonly GuardedPort[];
  /** Rules a group and address family. Default 60 (https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups). */
  readonly limit?: number;
  /** Source of rule ids: that many random bytes. Default: the system's. */
  readonly randomBytes?: (count: number) => Uint8Array;
}
