import { stepFunctionsClient } from '../../adapters/aws/step-functions/client.ts';
import { StepFunctionsWorkflow } from '../../adapters/aws/step-functions/workflow.ts';
import type { Workflow } from '../../ports/workflow.ts';

/** For functions that tell executions of decisions and start none: their role could not. */
export const resumingWorkflow = (): Workflow => {
  const workflow = new StepFunctionsWorkflow({ client: stepFunctionsClient(), stateMachineArn: '' });
  const startsNone = async (requestId: string): Promise<never> => {
    throw new Error(`This function starts no execution: ${requestId}`);
  };
  return {
    resume: (taskToken, decision) => workflow.resume(taskToken, decision),
    start: ({ requestId }) => startsNone(requestId),
    startEnding: startsNone,
  };
};
