import { ec2Clients } from '../../adapters/aws/ec2/clients.ts';
import { ec2Consistency } from '../../adapters/aws/ec2/consistency.ts';
import { Ec2IngressRules } from '../../adapters/aws/ec2/ingress-rules.ts';
import { readEnvironment } from '../environment.ts';
import { functionTimeouts } from '../function-timeouts.ts';
import { randomIds } from '../random-ids.ts';
import { composeBase, type Variables } from './base.ts';

/** What may change security groups: table and EC2. */
export const composeRules = async (name: 'ingress' | 'sweeper', variables: Variables) => {
  const base = await composeBase(readEnvironment(name, variables));
  const { configuration } = base;
  return {
    ...base,
    ids: randomIds(base.clock),
    ingressRules: new Ec2IngressRules({ clients: ec2Clients(), deployment: configuration.deployment }),
    // Whichever of the two made a call, the other reckons with it.
    consistency: ec2Consistency(Math.max(functionTimeouts.ingress, functionTimeouts.sweeper)),
  };
};
