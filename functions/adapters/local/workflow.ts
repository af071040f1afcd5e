import {
  type EndingInput,
  endingName,
  type Workflow,
  type WorkflowDecision,
  type WorkflowInput,
} from '../../ports/workflow.ts';
import type { AslRunner } from './asl/asl-runner.ts';

/** Executions on the runner that interprets the deployed workflow on this machine. */
export class LocalWorkflow implements Workflow {
  readonly #runner: AslRunner;

  constructor(runner: AslRunner) {
    this.#runner = runner;
  }

  async start(input: WorkflowInput): Promise<'STARTED' | 'ALREADY_STARTED'> {
    return this.#start(input.requestId, input);
  }

  async startEnding(requestId: string): Promise<'STARTED' | 'ALREADY_STARTED'> {
    return this.#start(endingName(requestId), { version: 1, requestId, purpose: 'end' });
  }

  async resume(taskToken: string, decision: WorkflowDecision): Promise<'RESUMED' | 'NOTHING_WAITS'> {
    return this.#runner.sendTaskSuccess(taskToken, decision) === 'RESUMED' ? 'RESUMED' : 'NOTHING_WAITS';
  }

  #start(name: string, input: WorkflowInput | EndingInput): 'STARTED' | 'ALREADY_STARTED' {
    return this.#runner.start(name, input).outcome === 'STARTED' ? 'STARTED' : 'ALREADY_STARTED';
  }
}
