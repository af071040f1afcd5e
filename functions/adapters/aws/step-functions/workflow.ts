import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import {
  type EndingInput,
  endingName,
  type Workflow,
  type WorkflowDecision,
  type WorkflowInput,
} from '../../../ports/workflow.ts';

export interface StepFunctionsWorkflowSettings {
  readonly client: SFNClient;
  readonly stateMachineArn: string;
}

/** Executions of one Standard state machine. */
export class StepFunctionsWorkflow implements Workflow {
  readonly #settings: StepFunctionsWorkflowSettings;

  constructor(settings: StepFunctionsWorkflowSettings) {
    this.#settings = settings;
  }

  /**
   * A name stays taken for 90 days after its execution ended. While the execution runs, the same name with the same
   * input is answered as if it had been started now
   * (https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html): `STARTED` may be said twice.
   */
  async start(input: WorkflowInput): Promise<'STARTED' | 'ALREADY_STARTED'> {
    return await this.#start(input.requestId, input);
  }

  async startEnding(requestId: string): Promise<'STARTED' | 'ALREADY_STARTED'> {
    return await this.#start(endingName(requestId), { version: 1, requestId, purpose: 'end' });
  }

  async #start(name: string, input: WorkflowInput | EndingInput): Promise<'STARTED' | 'ALREADY_STARTED'> {
    const { client, stateMachineArn } = this.#settings;
    const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
    try {
      await client.send(command);
      return 'STARTED';
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return 'ALREADY_STARTED';
      throw new Error(`The execution ${name} was not started`, { cause: error });
    }
  }

  async resume(taskToken: string, decision: WorkflowDecision): Promise<'RESUMED' | 'NOTHING_WAITS'> {
    const command = new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(decision) });
    try {
      await this.#settings.client.send(command);
      return 'RESUMED';
    } catch (error) {
      if (NOTHING_WAITS.some((nothingWaits) => error instanceof nothingWaits)) return 'NOTHING_WAITS';
      throw new Error('The decision was not delivered to its execution', { cause: error });
    }
  }
}

/** Past its timeout; used, or its execution over; never given by Step Functions. */
const NOTHING_WAITS = [TaskTimedOut, TaskDoesNotExist, InvalidToken];
