import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ListExecutionsCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, vi } from 'vitest';
import { stepFunctionsClient } from '../../../../functions/adapters/aws/step-functions/client.ts';
import { StepFunctionsWorkflow } from '../../../../functions/adapters/aws/step-functions/workflow.ts';
import { SECOND } from '../../../../functions/domain/instant.ts';
import { until } from '../../../conformance/until.ts';
import { describeWorkflow } from '../../../contracts/workflow.ts';
import { describeOnMoto, MOTO_ACCOUNT, type Moto, startMoto } from '../../../engines/moto.ts';
import { type ScriptedEndpoint, startScriptedEndpoint } from '../scripted-endpoint.ts';

const REGION = 'eu-central-1';

/** Moto runs functions only in containers; a message to a queue hands the token out as well. */
const DEFINITION = JSON.stringify({
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Parameters: {
        QueueUrl: `https://sqs.${REGION}.amazonaws.com/${MOTO_ACCOUNT}/asked`,
        MessageBody: { 'requestId.$': '$.requestId', 'taskToken.$': '$$.Task.Token' },
      },
      TimeoutSecondsPath: '$.decideWithinSeconds',
      End: true,
    },
  },
});

/** Asks a real engine until it answers: within milliseconds, where it does. */
const eventually = <T>(what: string, ask: () => Promise<T | undefined>): Promise<T> =>
  until(what, 30 * SECOND, ask, 50);

describeOnMoto('Step Functions adapter', () => {
  let moto: Moto;
  let queue: ScriptedEndpoint;
  let machines = 0;
  beforeAll(async () => {
    queue = await startScriptedEndpoint({ status: 200, body: '{}' });
    // Where moto sends what its workflows say to other services.
    vi.stubEnv('MOTO_PORT', new URL(queue.url).port);
    moto = await startMoto();
    await fetch(`${moto.endpoint}/moto-api/config`, {
      method: 'POST',
      body: JSON.stringify({ stepfunctions: { execute_state_machine: true } }),
    });
  });
  afterAll(async () => {
    await moto.stop();
    await queue[Symbol.asyncDispose]();
    vi.unstubAllEnvs();
  });

  const asked = () =>
    queue.received.map(({ body }) => {
      const { MessageBody } = JSON.parse(body) as { MessageBody: string };
      return JSON.parse(MessageBody) as { requestId: string; taskToken: string };
    });

  describeWorkflow('The Step Functions adapter', async () => {
    const client = stepFunctionsClient({ endpoint: moto.endpoint, region: REGION });
    machines += 1;
    const { stateMachineArn = '' } = await client.send(
      new CreateStateMachineCommand({
        name: `access-request-${machines}`,
        definition: DEFINITION,
        roleArn: `arn:aws:iam::${MOTO_ACCOUNT}:role/workflow`,
      }),
    );
    const arnOf = (requestId: string) =>
      `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${requestId}`;

    return {
      workflow: new StepFunctionsWorkflow({ client, stateMachineArn }),
      taskToken: (requestId) =>
        eventually(
          `${requestId} is asked`,
          async () => asked().find((question) => question.requestId === requestId)?.taskToken,
        ),
      output: (requestId) =>
        eventually(`${requestId} ends`, async () => {
          const { status, output } = await client.send(
            new DescribeExecutionCommand({ executionArn: arnOf(requestId) }),
          );
          if (status === 'RUNNING') return undefined;
          return status === 'SUCCEEDED' ? JSON.parse(String(output)) : null;
        }),
      executions: async () => {
        const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
        return executions.map(({ name }) => String(name));
      },
      close: async () => client.destroy(),
    };
  });
});
