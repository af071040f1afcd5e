import type { Port } from 'aws-cdk-lib/aws-ec2';
import type { TargetProps } from './target-props.ts';

/** One port or a range, as the file has it in its list `ports`. */
interface PortEntry {
  readonly protocol: string;
  readonly port?: number;
  readonly from?: number;
  readonly to?: number;
}

/** @throws where it is no TCP or UDP port, or a range of such */
const portEntry = (path: string, port: Port): PortEntry => {
  const { ipProtocol: protocol, fromPort: from, toPort: to } = port.toRuleJson();
  if ((protocol !== 'tcp' && protocol !== 'udp') || from === undefined || to === undefined) {
    throw new Error(`${path}: expected ec2.Port.tcp, tcpRange, udp or udpRange, found ${String(port)}`);
  }
  return from === to ? { protocol, port: from } : { protocol, from, to };
};

/** The ports of a target, as the file has them. @throws where there are none, or where both props are given */
export const portEntries = (target: string, { port, ports }: Pick<TargetProps, 'port' | 'ports'>): object => {
  const path = `targets.${target}`;
  if (ports !== undefined && port === undefined) {
    return { ports: ports.map((each, index) => portEntry(`${path}.ports[${index}]`, each)) };
  }
  if (port === undefined || ports !== undefined)
    throw new Error(`${path}.port: expected either port or ports`);
  const { protocol, from, to, ...single } = portEntry(`${path}.port`, port);
  return { protocol, ...single, ...(from === undefined ? {} : { ports: { from, to } }) };
};
