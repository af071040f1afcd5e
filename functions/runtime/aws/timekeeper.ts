import { stepFunctionsClient } from '../../adapters/aws/step-functions/client.ts';
import { StepFunctionsWorkflow } from '../../adapters/aws/step-functions/workflow.ts';
import { readEnvironment } from '../environment.ts';
import { composeBase, type Variables } from './base.ts';

/** What time makes necessary: table and Step Functions; no EC2. */
export const composeTimekeeper = async (variables: Variables) => {
  const environment = readEnvironment('timekeeper', variables);
  return {
    ...(await composeBase(environment)),
    workflow: new StepFunctionsWorkflow({
      client: stepFunctionsClient(),
      stateMachineArn: environment.STATE_MACHINE_ARN,
    }),
  };
};
