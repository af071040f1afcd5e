import type { TargetEntry } from './file-shape.ts';

export interface PortRange {
  readonly fromPort: number;
  readonly toPort: number;
}

/** The ports of a target; null where it says neither `port` nor `ports`, or both. */
export const portRange = ({ port, ports }: TargetEntry): PortRange | null => {
  if (port !== undefined && ports === undefined) return { fromPort: port, toPort: port };
  return ports !== undefined && port === undefined ? { fromPort: ports.from, toPort: ports.to } : null;
};
