import type { Configuration } from '../../domain/configuration.ts';
import { normalisedPrincipal } from '../../runtime/configuration/iam-principal.ts';
import { type Caller, identified, unauthenticated } from './caller.ts';

/** A machine, by the IAM principal whose signature API Gateway has verified. */
export const machineOfArn = (arn: unknown, { machines }: Configuration): Caller => {
  if (typeof arn !== 'string') return unauthenticated('A call signed with Signature Version 4 is needed.');
  const principal = normalisedPrincipal(arn);
  const machine = machines.find((known) => normalisedPrincipal(known.principal) === principal);
  return machine === undefined
    ? unauthenticated(`The configuration knows no machine ${principal}.`)
    : identified({ kind: 'machine', name: machine.name, owners: machine.owners });
};
