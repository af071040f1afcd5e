import { describe, expect, it } from 'vitest';
import { stepFunctionsClient } from '../../../../functions/adapters/aws/step-functions/client.ts';
import { StepFunctionsWorkflow } from '../../../../functions/adapters/aws/step-functions/workflow.ts';
import type { WorkflowInput } from '../../../../functions/ports/workflow.ts';
import { startScriptedEndpoint } from '../scripted-endpoint.ts';

const STATE_MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:access-request';
const TASK_TOKEN = 'the-token-that-no-log-may-hold';
const INPUT: WorkflowInput = {
  version: 1,
  requestId: 'req_1',
  approval: 'manual',
  decideWithinSeconds: 3_600,
  startsAt: '2026-11-23T09:00:00Z',
};

const workflowAt = (endpoint: string) =>
  new StepFunctionsWorkflow({
    client: stepFunctionsClient({ endpoint, maxAttempts: 1 }),
    stateMachineArn: STATE_MACHINE,
  });

const failing = (status: number, type: string) =>
  startScriptedEndpoint({ status, body: JSON.stringify({ __type: type, message: 'As scripted' }) });

describe('executions of Step Functions', () => {
  it('are started by name, with the input as it is', async () => {
    await using service = await startScriptedEndpoint({
      status: 200,
      body: JSON.stringify({ executionArn: 'arn:aws:states:execution', startDate: 1_795_424_400 }),
    });
    expect(await workflowAt(service.url).start(INPUT)).toBe('STARTED');
    expect(service.received.map(({ body }) => JSON.parse(body))).toEqual([
      { stateMachineArn: STATE_MACHINE, name: 'req_1', input: JSON.stringify(INPUT) },
    ]);
  });

  it('are resumed by token, with the decision as it is', async () => {
    await using service = await startScriptedEndpoint({ status: 200, body: '{}' });
    expect(await workflowAt(service.url).resume(TASK_TOKEN, { outcome: 'APPROVED' })).toBe('RESUMED');
    expect(service.received.map(({ body }) => JSON.parse(body))).toEqual([
      { taskToken: TASK_TOKEN, output: '{"outcome":"APPROVED"}' },
    ]);
  });

  it('are started already where the name is taken', async () => {
    await using service = await failing(400, 'ExecutionAlreadyExists');
    expect(await workflowAt(service.url).start(INPUT)).toBe('ALREADY_STARTED');
  });

  it.each(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])('do not wait any more: %s', async (type) => {
    await using service = await failing(400, type);
    expect(await workflowAt(service.url).resume(TASK_TOKEN, { outcome: 'APPROVED' })).toBe('NOTHING_WAITS');
  });

  it.each([
    [400, 'StateMachineDoesNotExist'],
    [400, 'ThrottlingException'],
    [500, 'InternalFailure'],
  ])('are not known to have started or resumed after %i %s, and that is thrown', async (status, type) => {
    await using service = await failing(status, type);
    const workflow = workflowAt(service.url);
    await expect(workflow.start(INPUT)).rejects.toThrow('The execution req_1 was not started');
    const failure: Error = await workflow.resume(TASK_TOKEN, { outcome: 'APPROVED' }).catch((error) => error);
    expect(failure.message).toBe('The decision was not delivered to its execution');
    expect(String(failure.cause)).not.toContain(TASK_TOKEN);
  });
});
