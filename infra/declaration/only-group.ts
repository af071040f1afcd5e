import type { IConnectable, ISecurityGroup } from 'aws-cdk-lib/aws-ec2';

/** @throws where it has none, or several: nobody could say which of them the port is behind */
export const onlyGroup = (target: string, connectable: IConnectable): ISecurityGroup => {
  // JavaScript may leave it out.
  const securityGroups = connectable?.connections?.securityGroups ?? [];
  const [group] = securityGroups;
  if (group !== undefined && securityGroups.length === 1) return group;
  throw new Error(
    `targets.${target}.connections: expected exactly one security group, found ${securityGroups.length}. ` +
      `Make one for it by postern.securityGroup(vpc, { name: '${target}' }), pass it to the resource where that is made, ` +
      'and name that group in connections',
  );
};
