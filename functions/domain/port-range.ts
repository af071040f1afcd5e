export type Protocol = 'tcp' | 'udp';

/** Ports of one protocol: what one ingress rule can name. */
export interface PortRange {
  readonly protocol: Protocol;
  readonly fromPort: number;
  readonly toPort: number;
}

/** Ranges that one target may have. Each is a rule of its own, and one commit must take all rules of some grants. */
export const MOST_RANGES = 10;

/** For `toSorted`: in whatever order a configuration lists ranges, what is asked for is the same. */
export const byPort = (one: PortRange, other: PortRange): number =>
  one.protocol === other.protocol
    ? one.fromPort - other.fromPort || one.toPort - other.toPort
    : one.protocol < other.protocol
      ? -1
      : 1;

export const shareAPort = (one: PortRange, other: PortRange): boolean =>
  one.protocol === other.protocol && one.fromPort <= other.toPort && other.fromPort <= one.toPort;
