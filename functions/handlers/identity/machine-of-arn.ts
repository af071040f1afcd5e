import type { Configuration } from '../../domain/configuration.ts';
import { type Caller, identified, unauthenticated } from './caller.ts';

const ASSUMED_ROLE = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\/[\w+=,.@-]+$/;
const ROLE = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/(?:[!-.0-~]+\/)*([\w+=,.@-]+)$/;

/**
 * The ARN under which a principal is looked up. A role's is written without its path: whoever has assumed it is told
 * to us without it (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html), and a role's name is
 * unique within its account whatever its path.
 */
export const normalisedPrincipal = (arn: string): string => {
  const [, partition, account, role] = ASSUMED_ROLE.exec(arn) ?? ROLE.exec(arn) ?? [];
  return role === undefined ? arn : `arn:${partition}:iam::${account}:role/${role}`;
};

/** A machine, by the IAM principal whose signature API Gateway has verified. */
export const machineOfArn = (arn: unknown, { machines }: Configuration): Caller => {
  if (typeof arn !== 'string') return unauthenticated('A call signed with Signature Version 4 is needed.');
  const principal = normalisedPrincipal(arn);
  const machine = machines.find((known) => normalisedPrincipal(known.principal) === principal);
  return machine === undefined
    ? unauthenticated(`The configuration knows no machine ${principal}.`)
    : identified({ kind: 'machine', name: machine.name, owners: machine.owners });
};
