import { describe, expect, it } from 'vitest';
import { lambdaClient } from '../../../../functions/adapters/aws/lambda/client.ts';
import { LambdaConvergeTrigger } from '../../../../functions/adapters/aws/lambda/converge-trigger.ts';
import { aGroup } from '../../../support/records.ts';
import { startScriptedEndpoint } from '../scripted-endpoint.ts';

const triggerAt = (endpoint: string) =>
  new LambdaConvergeTrigger({
    client: lambdaClient({ endpoint, maxAttempts: 1 }),
    functionName: 'postern-ingress:live',
  });

describe('the trigger of a converge', () => {
  it('invokes the function behind its alias, asynchronously, for one group', async () => {
    await using lambda = await startScriptedEndpoint({ status: 202 });
    await triggerAt(lambda.url).convergeSoon(aGroup());
    const [request] = lambda.received;
    expect(request?.method).toBe('POST');
    expect(decodeURIComponent(String(request?.path))).toBe(
      '/2015-03-31/functions/postern-ingress:live/invocations',
    );
    expect(request?.headers['x-amz-invocation-type']).toBe('Event');
    expect(JSON.parse(String(request?.body))).toEqual({
      version: 1,
      action: 'converge',
      group: '111122223333/eu-central-1/sg-0a1b2c3d4e5f60718',
    });
  });

  it.each([
    [429, 'TooManyRequestsException'],
    [404, 'ResourceNotFoundException'],
    [500, 'ServiceException'],
  ])('throws, with the cause, where the call was not accepted: %i %s', async (status, type) => {
    await using lambda = await startScriptedEndpoint({
      status,
      headers: { 'x-amzn-errortype': type },
      body: '{"message":"As scripted"}',
    });
    await expect(triggerAt(lambda.url).convergeSoon(aGroup())).rejects.toMatchObject({
      message: 'The call to converge 111122223333/eu-central-1/sg-0a1b2c3d4e5f60718 was not accepted',
      cause: { name: type },
    });
  });
});
