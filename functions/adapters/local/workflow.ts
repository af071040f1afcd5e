import type { Workflow, WorkflowDecision, WorkflowInput } from '../../ports/workflow.ts';
import type { AslRunner } from './asl/asl-runner.ts';

/** Executions on the runner that interprets the deployed workflow on this machine. */
export class LocalWorkflow implements Workflow {
  readonly #runner: AslRunner;

  constructor(runner: AslRunner) {
    this.#runner = runner;
  }

  async start(input: WorkflowInput): Promise<'STARTED' | 'ALREADY_STARTED'> {
    const { outcome } = this.#runner.start(input.requestId, input);
    return outcome === 'STARTED' ? 'STARTED' : 'ALREADY_STARTED';
  }

  async resume(taskToken: string, decision: WorkflowDecision): Promise<'RESUMED' | 'NOTHING_WAITS'> {
    return this.#runner.sendTaskSuccess(taskToken, decision) === 'RESUMED' ? 'RESUMED' : 'NOTHING_WAITS';
  }
}
