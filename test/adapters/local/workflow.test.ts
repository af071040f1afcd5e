import { AslRunner } from '../../../functions/adapters/local/asl/asl-runner.ts';
import { loadDefinition } from '../../../functions/adapters/local/asl/load-definition.ts';
import { SqliteExecutionStore } from '../../../functions/adapters/local/asl/sqlite-execution-store.ts';
import { LocalWorkflow } from '../../../functions/adapters/local/workflow.ts';
import { HOUR } from '../../../functions/domain/instant.ts';
import { describeWorkflow } from '../../contracts/workflow.ts';
import { sequentialSecrets } from '../../support/sequential-ids.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const DEFINITION = loadDefinition(
  JSON.stringify({
    StartAt: 'Ask',
    States: {
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Parameters: {
          FunctionName: 'ask',
          Payload: { 'requestId.$': '$.requestId', 'taskToken.$': '$$.Task.Token' },
        },
        TimeoutSecondsPath: '$.decideWithinSeconds',
        End: true,
      },
    },
  }),
);

describeWorkflow('The local runner', async () => {
  const clock = new VirtualClock();
  const started: string[] = [];
  const tokens = new Map<string, string>();
  const runner = new AslRunner({
    definition: DEFINITION,
    store: new SqliteExecutionStore(':memory:'),
    clock,
    invoke: async (_, payload) => {
      const { requestId, taskToken } = payload as { requestId: string; taskToken: string };
      tokens.set(requestId, taskToken);
    },
    newTaskToken: sequentialSecrets().token,
    random: () => 0,
    onStateEntered: ({ execution }) => started.push(execution),
  });

  return {
    workflow: new LocalWorkflow(runner),
    taskToken: async (requestId) => {
      await runner.runDue();
      return String(tokens.get(requestId));
    },
    output: async (requestId) => {
      await runner.runDue();
      if (runner.describe(requestId)?.status === 'RUNNING') {
        await clock.advance(HOUR);
        await runner.runDue();
      }
      const execution = runner.describe(requestId);
      return execution?.status === 'SUCCEEDED' ? execution.output : null;
    },
    executions: async () => started,
    close: async () => {},
  };
});
