import { DescribeExecutionCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { ROOT_KEY } from '../../engines/ministack.ts';
import { until } from '../until.ts';
import type { Deployment } from './deployment.ts';
import { SOON } from './steps.ts';

/** The executions of the deployed workflow, for whoever may see and stop them. */
export class Executions {
  readonly #client: SFNClient;
  readonly #prefix: string;

  constructor({ endpoint, ca, region, stateMachineArn }: Deployment) {
    this.#client = new SFNClient({
      endpoint,
      region,
      credentials: ROOT_KEY,
      requestHandler: { httpsAgent: { ca } },
    });
    this.#prefix = stateMachineArn.replace(':stateMachine:', ':execution:');
  }

  async status(requestId: string): Promise<string> {
    const command = new DescribeExecutionCommand({ executionArn: `${this.#prefix}:${requestId}` });
    return String((await this.#client.send(command)).status);
  }

  async ended(requestId: string): Promise<string> {
    return await until(`the execution of ${requestId} is over`, SOON, async () => {
      const status = await this.status(requestId);
      return status === 'RUNNING' ? undefined : status;
    });
  }

  async stop(requestId: string): Promise<void> {
    await this.#client.send(new StopExecutionCommand({ executionArn: `${this.#prefix}:${requestId}` }));
  }
}
