import { stepFunctionsClient } from '../../adapters/aws/step-functions/client.ts';
import { StepFunctionsWorkflow } from '../../adapters/aws/step-functions/workflow.ts';
import { readEnvironment } from '../environment.ts';
import { composeBase, type Variables } from './base.ts';

/** The approval page and its calls: table, and Step Functions: a decision is told, an emergency that is rejected ended. */
export const composeApprovals = async (variables: Variables) => {
  const environment = readEnvironment('approvals', variables);
  return {
    ...(await composeBase(environment)),
    workflow: new StepFunctionsWorkflow({
      client: stepFunctionsClient(),
      stateMachineArn: environment.STATE_MACHINE_ARN,
    }),
  };
};
