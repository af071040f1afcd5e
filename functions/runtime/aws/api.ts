import { stepFunctionsClient } from '../../adapters/aws/step-functions/client.ts';
import { StepFunctionsWorkflow } from '../../adapters/aws/step-functions/workflow.ts';
import { readEnvironment } from '../environment.ts';
import { readCheckedPolicies } from '../policies/checked-policies.ts';
import { composePolicy } from '../policies/compose-policy.ts';
import { randomIds } from '../random-ids.ts';
import { systemPause } from '../system-clock.ts';
import { composeBase, type Variables } from './base.ts';

/** The API: table and Step Functions; no EC2. */
export const composeApi = async (variables: Variables) => {
  const environment = readEnvironment('api', variables);
  const base = await composeBase(environment);
  return {
    ...base,
    pause: systemPause,
    ids: randomIds(base.clock),
    policy: composePolicy(base.configuration, readCheckedPolicies(environment.CONFIGURATION_FILE)),
    workflow: new StepFunctionsWorkflow({
      client: stepFunctionsClient(),
      stateMachineArn: environment.STATE_MACHINE_ARN,
    }),
  };
};
