import { endingName, type Workflow } from '../../../functions/ports/workflow.ts';
import type { WorkflowService } from '../workflow/workflow-service.ts';
import type { Invocation } from './invocation.ts';

const LATENCY = 30;

/** Step Functions as one invocation has it. */
export const invokedWorkflow = (invocation: Invocation, service: WorkflowService): Workflow => {
  const { faults } = invocation.surroundings;
  const call = <Result>(what: string, effect: () => Result): Promise<Result> => {
    const site = invocation.site(what);
    return invocation.call(site, LATENCY, () => {
      if (faults.strikes('WORKFLOW_5XX', site)) throw new Error('Step Functions is away');
      const result = effect();
      if (faults.strikes('WORKFLOW_TIMEOUT_AFTER', site)) throw new Error('Step Functions did not answer');
      return result;
    });
  };
  return {
    start: (input) => call('StartExecution', () => service.start(input.requestId, input)),
    startEnding: (requestId) =>
      call('StartExecution to end', () =>
        service.start(endingName(requestId), { version: 1, requestId, purpose: 'end' }),
      ),
    resume: (taskToken, decision) => call('SendTaskSuccess', () => service.resume(taskToken, decision)),
  };
};
